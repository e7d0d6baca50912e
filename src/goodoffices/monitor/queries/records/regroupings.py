"""The merges and splits of an incident, as far as a member may see both ends."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import may_see, visibility
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Assignment, Incident, Regrouping


@dataclass(frozen=True, slots=True)
class Regrouped:
    """One merge or split, told from one of its ends: ``way`` is into, from, off or of.

    ``assigned`` is what is still to be done on an incident that was merged into this one.
    """

    made: Regrouping
    way: str
    end: Incident
    is_here: bool
    assigned: Assignment | None = None


def standing(incident: Incident) -> Incident:
    """Return the incident that one was merged into, however often; itself where into none."""
    while incident.merged_into_id is not None:
        incident = Incident.all_ever.select_related("place").get(pk=incident.merged_into_id)
    return incident


def regroupings(incident: Incident, member: Membership) -> list[Regrouped]:
    """Return the merges and splits of an incident, newest first."""
    rows = Regrouping.objects.filter(Q(incident=incident) | Q(other=incident)).filter(
        visibility(Incident, member, "incident__"), visibility(Incident, member, "other__")
    )
    work = FilteredRelation("other__assignments", condition=Q(other__assignments__ending=""))
    found = rows.annotate(work=work).select_related(  # type: ignore[misc]
        "incident__place", "other__place", "by", "withdrawn_by", "work__to__user", "work__by"
    )
    return [_told(one, incident, member) for one in found.order_by("-pk")]


def _told(made: Regrouping, incident: Incident, member: Membership) -> Regrouped:
    merged = made.kind == Regrouping.Kind.MERGE
    if made.incident_id != incident.pk:
        return Regrouped(made, "from" if merged else "of", made.incident, is_here=False)
    here = not made.other.stands and made.other.merged_into_id == incident.pk
    return Regrouped(
        made,
        "into" if merged else "off",
        made.other,
        here,
        known_work(made, member) if here else None,
    )


def known_work(row: Incident | Regrouping, member: Membership) -> Assignment | None:
    """Return the open assignment that came with a row, where the member has it or may assign."""
    found: Assignment | None = getattr(row, "work", None)
    may_know = member.may("monitor.assign") or (found is not None and found.to_id == member.pk)
    return found if may_know else None


def find_regrouping(code: str, member: Membership) -> Regrouping:
    """Return a merge or split by its code, where the member may see both ends and where they went.

    Raises `NotFound`.
    """
    rows = Regrouping.objects.select_related("incident__place", "other__place", "by")
    found = rows.filter(code=code[:16]).first()
    ends = [found.incident, found.other] if found else []
    ends += [standing(one) for one in ends]
    if found is None or not all(may_see(one, member) for one in ends):
        raise NotFound(_("There is nothing at this address."))
    found.incident.programme = found.other.programme = member.programme
    return found
