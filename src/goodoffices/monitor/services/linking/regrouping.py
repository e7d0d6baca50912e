"""Merging two incidents, splitting one, and taking either back.

Reports go over by judgements like any other: the link each had is withdrawn and another is
appended. No judgement on either incident is touched; one that was merged away keeps all of its
own and stands again, with them, when the merge is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit, search
from goodoffices.core.access import kind_of, name_on
from goodoffices.core.models import Membership, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, Regrouping, Report, ReportLink
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.edits import held, moved_on
from goodoffices.monitor.services.incidents import linked, mark_linked, unlinked
from goodoffices.monitor.services.linking.expecting import regrouped
from goodoffices.monitor.services.permits import permitted

Kind = Regrouping.Kind


def merge(
    *,
    incident: Incident,
    other: Incident,
    reason: str,
    by: User | None,
    revision: int | None = None,
) -> Regrouping:
    """Judge that two incidents are one: the reports of ``other`` go over, and it stands no more.

    Raises `MergedAway` where either stands no more already.
    """
    if incident.pk == other.pk:
        raise InvalidInput(_("Choose another incident than this one."), code="same-incident")
    member = permitted(by, incident.programme, "monitor.incident", incident, other)
    _must_say_why(reason)
    with transaction.atomic():
        kept, gone = _both(incident, other, revision, {"reason": reason})
        before = _as_strict(kept, gone, by)
        moved = _move(gone, kept, _standing(gone), by, reason)
        _stand_down(gone, kept)
        made = Regrouping.objects.create(
            kind=Kind.MERGE,
            incident=kept,
            other=gone,
            reports=moved,
            own_tlp=before,
            reason=reason[:300],
            by=by,
        )
        _settle(made, "monitor.incident.merged", [kept], member, by, reason)
    return made


def split(
    *,
    incident: Incident,
    reports: Sequence[Report],
    reason: str,
    by: User | None,
    title: str = "",
    revision: int | None = None,
) -> Regrouping:
    """Judge that some reports of an incident tell of another event: they get one of their own.

    At least one report must stay behind.
    """
    member = permitted(by, incident.programme, "monitor.incident", incident, *reports)
    _must_say_why(reason)
    with transaction.atomic():
        incident = held(incident, revision, {"reason": reason, "title": title})
        standing, wanted = _standing(incident), {one.pk for one in reports}
        chosen = [one for one in standing if one.report_id in wanted]
        if not chosen:
            raise InvalidInput(_("Choose the reports that tell of another event."), code="none")
        if len(chosen) == len(standing):
            raise InvalidInput(
                _("At least one report must stay with this incident."), code="none-left"
            )
        fresh = _fresh(incident, title)
        moved = _move(incident, fresh, chosen, by, reason)
        made = Regrouping.objects.create(
            kind=Kind.SPLIT,
            incident=incident,
            other=fresh,
            reports=moved,
            reason=reason[:300],
            by=by,
        )
        _settle(made, "monitor.incident.split", [incident, fresh], member, by, reason)
    return made


def take_back(*, regrouping: Regrouping, reason: str, by: User | None) -> Regrouping:
    """Take a merge or a split back: the reports go where they were, as far as they still are here.

    What people moved on since stays where they put it. Raises `Conflict` where nothing is left to
    take back, or where an incident would be left without a report.
    """
    incident, other = _ends(regrouping)
    member = permitted(by, incident.programme, "monitor.incident", incident, other)
    _must_say_why(reason)
    with transaction.atomic():
        regrouping = Regrouping.objects.select_for_update().get(pk=regrouping.pk)
        if regrouping.withdrawn_at is not None:
            raise Conflict(_("This was taken back already."), code="taken-back")
        if regrouping.kind == Kind.MERGE:
            stand = _unmerge(regrouping, incident, other, by, reason)
        else:
            stand = _unsplit(regrouping, incident, other, by, reason)
        regrouping.withdrawn_at, regrouping.withdrawn_by = timezone.now(), by
        regrouping.withdrawn_reason = reason[:300]
        regrouping.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _settle(regrouping, "monitor.incident.regrouping_undone", stand, member, by, reason)
    return regrouping


def _ends(regrouping: Regrouping) -> tuple[Incident, Incident]:
    ids = (regrouping.incident_id, regrouping.other_id)
    found = Incident.all_ever.in_bulk(ids)
    if len(found) < 2:
        raise NotFound(_("There is nothing at this address."))
    return found[ids[0]], found[ids[1]]


def _unmerge(
    made: Regrouping, kept: Incident, gone: Incident, by: User | None, reason: str
) -> list[Incident]:
    kept = held(kept)
    gone = Incident.all_ever.select_for_update().get(pk=gone.pk)
    here = [one for one in _standing(kept) if one.report_id in made.reports]
    if not here:
        raise Conflict(
            _("None of the reports that were merged is here any more, so nothing was changed."),
            code="none-here",
        )
    _must_leave_one(kept, here)
    gone.stands, gone.merged_into = True, None
    gone.save(update_fields=["stands", "merged_into"])
    if made.own_tlp is not None and kept.own_tlp == max(made.own_tlp, gone.own_tlp):
        Incident.all_ever.filter(pk=kept.pk).update(own_tlp=made.own_tlp)
    _move(kept, gone, here, by, reason)
    return [kept, gone]


def _unsplit(
    made: Regrouping, rest: Incident, fresh: Incident, by: User | None, reason: str
) -> list[Incident]:
    rest, fresh = _both(rest, fresh, None, {})
    here = _standing(fresh)
    if any(one.report_id not in made.reports for one in here):
        raise Conflict(
            _(
                "Other reports were linked to the second incident since. If the two are one after "
                "all, merge them."
            ),
            code="more-since",
        )
    _move(fresh, rest, here, by, reason)
    _stand_down(fresh, rest)
    return [rest]


def _both(
    one: Incident, other: Incident, revision: int | None, given: dict[str, Any]
) -> tuple[Incident, Incident]:
    """Lock two incidents, always in the same order, so that no two people wait for each other."""
    if one.pk < other.pk:
        first = held(one, revision, given)
        return first, held(other)
    second = held(other)
    return held(one, revision, given), second


def _standing(incident: Incident) -> list[ReportLink]:
    return list(incident.links.filter(withdrawn_at=None).order_by("pk"))


def _must_leave_one(incident: Incident, going: Sequence[ReportLink]) -> None:
    if len(_standing(incident)) == len(going):
        raise Conflict(
            _("The incident would be left without a report. Link another one to it first."),
            code="last-report",
        )


def _move(
    here: Incident, there: Incident, links: Iterable[ReportLink], by: User | None, reason: str
) -> list[int]:
    """Withdraw links of one incident and append them to another; returns the reports' ids."""
    moved = []
    present = {one.report_id for one in _standing(there)}
    for one in links:
        unlinked(one, by, reason)
        if one.report_id not in present:
            linked(there, one.report, by, one.reason or reason)
        moved.append(one.report_id)
    mark_linked(moved)
    return moved


def _as_strict(kept: Incident, gone: Incident, by: User | None) -> int:
    """Mark an incident as strictly as the one merged into it; returns the mark it had.

    Whoever was named on the other one is named here, or they would lose what they saw.
    """
    before = kept.own_tlp
    if gone.own_tlp > before:
        kept.own_tlp, kept.tlp = gone.own_tlp, max(kept.tlp, gone.own_tlp)
        kept.save(update_fields=["own_tlp", "tlp"])
    if gone.tlp == TLP.RED:
        rows = Membership.objects.filter(
            named__kind=kind_of(gone), named__object_id=gone.pk, programme=gone.programme_id
        )
        name_on(kept, list(rows.distinct()), by=by)
    return before


def _stand_down(gone: Incident, kept: Incident) -> None:
    gone.stands, gone.merged_into = False, kept
    gone.save(update_fields=["stands", "merged_into"])
    search.remove("incident", [gone.pk])
    moved_on(gone)


def _fresh(incident: Incident, title: str) -> Incident:
    """Open an incident with the mark, office and rules of the one it is split off."""
    names = ("programme", "own_tlp", "office", "date_rule", "place_rule", "type_rule", "toll_rule")
    own = {name: getattr(incident, name) for name in names}
    fresh: Incident = Incident.objects.create(
        **own, tlp=incident.own_tlp, title=title.strip()[:300]
    )
    return fresh


def _settle(
    made: Regrouping,
    action: str,
    stand: Sequence[Incident],
    member: Membership | None,
    by: User | None,
    reason: str,
) -> None:
    """Derive what stands anew, keep it in sight of the actor, and write it down on both ends."""
    programme = stand[0].programme
    derive_many(programme, [one.pk for one in stand])
    regrouped(programme, made.reports)
    data = {"kind": made.kind, "reports": len(made.reports)}
    for one in Incident.all_ever.filter(pk__in=[made.incident_id, made.other_id]).order_by("pk"):
        if one.stands:
            moved_on(one)
            if member is not None and one.tlp == TLP.RED:
                name_on(one, [member], by=by)
        audit.record(
            action,
            by=by,
            programme=programme,
            record=one,
            reason=reason,
            data={**data, "revision": one.revision},
        )


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")
