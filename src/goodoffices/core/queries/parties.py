"""Reading parties: lists, and what a typed name means."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import search
from goodoffices.core.models import Membership, Party
from goodoffices.methods.text import fold


def listed(member: Membership, *, text: str = "", kind: str = "") -> QuerySet[Party]:
    """Return the parties a member may see, in alphabetical order: none comes before another."""
    rows = Party.objects.visible_to(member).select_related("parent")
    found = search.matching("party", text, member)
    if found is not None:
        rows = rows.filter(found)
    return (rows.filter(kind=kind) if kind else rows).order_by("name", "pk")


def above(party: Party, member: Membership) -> list[Party]:
    """Return the visible parties that a party is part of, the widest first."""
    chain = _chain(party)
    found = Party.objects.visible_to(member).in_bulk(chain)
    return [found[pk] for pk in chain if pk in found]


def by_words(words: str, member: Membership) -> Party | None:
    """Return the party that a typed name means, None for none typed.

    Raises InvalidInput where no visible party, or more than one, is called so.
    """
    typed = fold(words).strip()[:250]
    if not typed:
        return None
    found = list(Party.objects.visible_to(member).filter(names__folded=typed).distinct()[:2])
    if not found:
        raise InvalidInput(_("There is no party of this name. Choose one from the list."))
    if len(found) > 1:
        raise InvalidInput(_("Several parties are called so. Type another of its names."))
    return found[0]


def _chain(party: Party) -> list[int]:
    """Return the ids above, the widest first."""
    ids = [int(part) for part in party.path.split("/") if part.isdigit()]
    return [pk for pk in ids if pk != party.pk]
