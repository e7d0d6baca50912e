"""A source's track record, over the reports and incidents that a member may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from goodoffices.core.access import visibility
from goodoffices.core.models import Membership
from goodoffices.methods.verification import TrackRecord, track_record
from goodoffices.methods.verification.track import CONTRADICTED, CORROBORATED
from goodoffices.monitor.ledger.leaves import word
from goodoffices.monitor.ledger.reading import seen_by
from goodoffices.monitor.models import Report, ReportLink, Source
from goodoffices.monitor.services.intake.words import batches


def record_of(source: Source, member: Membership) -> TrackRecord:
    """Count how the reports of a source fared; what the member may not see is in no count.

    Starts from the incidents that were judged, which are few beside all reports of a data set.
    """
    reports = Report.objects.visible_to(member).filter(source=source)
    retracted = set(reports.filter(withdrawn_at__isnull=False).values_list("pk", flat=True))
    aside = reports.filter(set_aside_at__isnull=False, withdrawn_at=None)
    set_aside = set(aside.values_list("pk", flat=True))
    states = _states(source, member)
    known = retracted | set_aside | set(states)
    counted = track_record((pk in retracted, pk in set_aside, states.get(pk, ())) for pk in known)
    rest = reports.count() - len(known)
    return TrackRecord(
        counted.corroborated,
        counted.contradicted,
        counted.retracted,
        counted.set_aside,
        counted.open + rest,
    )


def _states(source: Source, member: Membership) -> dict[int, list[str]]:
    """Return the settled states of the incidents that hold each report of a source."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, state in _links(source, member, _settled(member)):
        found[pk].append(state)
    return found


def _settled(member: Membership) -> list[int]:
    columns = seen_by(member, ["state"])
    words = [word(state) for state in sorted(CORROBORATED | CONTRADICTED)]
    chosen: list[int] = columns["id"][np.isin(columns["state"], words)].tolist()
    return chosen


def _links(source: Source, member: Membership, incidents: list[int]) -> Iterable[tuple[int, str]]:
    seen = ReportLink.objects.filter(
        visibility(Report, member, "report__"), withdrawn_at=None, report__source=source
    )
    for part in batches(incidents):
        rows = seen.filter(incident_id__in=part)
        yield from rows.values_list("report_id", "incident__state")
