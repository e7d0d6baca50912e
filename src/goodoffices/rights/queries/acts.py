"""Reading acts: lists, and who was involved as far as the member may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import search
from goodoffices.core.access import visibility
from goodoffices.core.models import Membership, Party
from goodoffices.core.queries import parties
from goodoffices.rights.models import Act, Group, Involvement, Person, Violation
from goodoffices.rights.queries.people import listed as people_listed
from goodoffices.rights.services.people import kind_name

MODELS = {"person": Person, "group": Group, "party": Party}
MOST = 8


@dataclass(frozen=True, slots=True)
class Involved:
    """One involvement with whom it is of; ``kind`` is person, group or party."""

    row: Involvement
    kind: str
    who: Any

    @property
    def name(self) -> str:
        """The code name, or the name of the party."""
        return str(self.who.label if self.kind == "party" else self.who.codename)


def listed(
    member: Membership, *, text: str = "", kind: str = "", incident: str = ""
) -> QuerySet[Act]:
    """Return the acts a member may see, the newest first."""
    rows: QuerySet[Act] = Act.objects.visible_to(member)
    words = search.matching("act", text, member)
    rows = rows if words is None else rows.filter(words)
    if kind:
        rows = rows.filter(kind=kind)
    if incident:
        rows = rows.filter(incident__code=incident)
    return rows.select_related("incident", "place").order_by("-created_at", "pk")


def seen_involvements(member: Membership) -> Q:
    """Return the condition that leaves involvements of somebody the member may see."""
    seen = Q(pk__in=[])
    for field, model in MODELS.items():
        seen |= Q(visibility(model, member, f"{field}__"), **{f"{field}__isnull": False})
    return seen


def involved(act: Act, member: Membership) -> list[Involved]:
    """Return who was involved in an act, those taken back last; whom one may not see is absent."""
    rows = Involvement.objects.filter(seen_involvements(member), act=act)
    rows = rows.select_related("person", "group", "party", "by", "withdrawn_by")
    order = {code: n for n, code in enumerate(codebook.load()["involvement_roles"].entries)}
    found = [of(row) for row in rows.order_by("pk")]
    return sorted(found, key=lambda one: (bool(one.row.withdrawn_at), order[one.row.role]))


def of(row: Involvement) -> Involved:
    """Return an involvement with whom it is of."""
    kind = next(field for field in MODELS if getattr(row, f"{field}_id") is not None)
    return Involved(row, kind, getattr(row, kind))


def acts_of(subject: Person | Group, member: Membership) -> list[Involvement]:
    """Return the standing involvements of somebody in acts the member may see, newest first."""
    seen = Act.objects.visible_to(member)
    whose = {kind_name(subject): subject}
    rows = Involvement.objects.filter(act__in=seen, withdrawn_at=None, **whose)
    return list(rows.select_related("act", "act__place").order_by("-act__first_day", "-pk"))


def violations(act: Act) -> list[tuple[Violation, str]]:
    """Return the norms an act is tied to, as the reader's language cites them."""
    rows = act.violations.select_related("norm", "by", "withdrawn_by").order_by("pk")
    found = [(row, norm_said(row)) for row in rows]
    return sorted(found, key=lambda pair: bool(pair[0].withdrawn_at))


def norm_said(row: Violation) -> str:
    """Cite the norm of a violation."""
    if row.norm is not None:
        return str(row.norm)
    return codebook.load().label("norms", row.shipped, get_language() or "en")


def somebody(words: str, member: Membership) -> Person | Group | Party:
    """Return the one person, group or party that typed words mean, within what the member sees.

    A code name, a code, or the name of a party. Raises InvalidInput for none and for several.
    """
    found: list[Any] = []
    for model in (Person, Group):
        found += people_listed(model, member, text=words)[:2] if words.strip() else []
    if len(found) == 1:
        return found[0]  # type: ignore[no-any-return]
    if len(found) > 1:
        raise InvalidInput(_("Several are called so. Type the code name with its signs."))
    party = parties.by_words(words, member)
    if party is None:
        raise InvalidInput(_("Type a code name, a code, or the name of a party."))
    return party


def suggestions(typed: str, member: Membership) -> list[tuple[str, str]]:
    """Return visible people, groups and parties that typed words may mean, with what they are."""
    found = [
        (one.codename, _("person")) for one in people_listed(Person, member, text=typed)[:MOST]
    ]
    found += [(one.codename, _("group")) for one in people_listed(Group, member, text=typed)[:MOST]]
    named = parties.listed(member, text=typed)[:MOST]
    return [*found, *((one.name, _("party")) for one in named)][: 2 * MOST]
