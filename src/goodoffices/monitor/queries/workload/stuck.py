"""What is stuck: what has waited for longer than nine of ten did in this programme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from goodoffices.core.models import Membership
from goodoffices.methods.workload import usual_wait
from goodoffices.monitor.models import Assessment, Incident, Report
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.models.verification import STANDS
from goodoffices.monitor.queries.following import of_standing
from goodoffices.monitor.queries.verification.waiting import waiting_assessments
from goodoffices.monitor.queries.workload.timing import HOUR

MOST_SHOWN = 8

LATELY = timedelta(days=180)
"""What is usual is taken from so many days."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: the record, and since when."""

    record: Report | Incident
    since: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of waiting: how many wait, what is usual in hours (None: too few to say), the
    oldest of those that wait for longer."""

    code: str
    waiting: int
    usual: float | None
    stuck: int
    oldest: list[Wait]


def queues(
    member: Membership, took: Sequence[float], now: datetime, lately: timedelta = LATELY
) -> list[Queue]:
    """Return the three queues: reports to decide on, incidents being checked, second persons.

    ``took`` are the hours that decisions on reports took ``lately``; what is usual for the others
    is taken from those that ended in that time.
    """
    since = now - lately
    return [
        _reports(member, took, now),
        _checked(member, now, since),
        _seconded(member, now, since),
    ]


def _reports(member: Membership, took: Sequence[float], now: datetime) -> Queue:
    rows = Report.objects.visible_to(member).filter(WAITING, imported=None)
    usual, count = usual_wait(took), rows.count()
    if usual is None:
        return Queue("reports", count, None, 0, [])
    late = rows.filter(received_at__lt=now - timedelta(hours=usual))
    oldest = late.select_related("source", "office").order_by("received_at", "pk")[:MOST_SHOWN]
    return Queue(
        "reports", count, usual, late.count(), [Wait(one, one.received_at) for one in oldest]
    )


def _checked(member: Membership, now: datetime, lately: datetime) -> Queue:
    """Return the incidents of which an aspect is being checked, and for how long."""
    rows = (
        Assessment.objects.filter(STANDS, of_standing(member))
        .order_by("incident_id", "aspect", "at", "pk")
        .values_list("incident_id", "aspect", "to_state", "at")
    )
    took: list[float] = []
    open_since: dict[int, datetime] = {}
    for (incident, _aspect), steps in groupby(rows, key=lambda row: row[:2]):
        done, since = _checks(list(steps), lately)
        took += done
        if since is not None:
            open_since[incident] = min(since, open_since.get(incident, since))
    return _queue("checked", open_since, usual_wait(took), now, member)


def _checks(steps: Sequence[Any], lately: datetime) -> tuple[list[float], datetime | None]:
    """Return how long each late check of one aspect took, and since when one is under way."""
    done, since = [], None
    for _incident, _aspect, state, at in steps:
        if state == "pending":
            since = since or at
        elif since is not None:
            done += [(at - since).total_seconds() / HOUR] if at >= lately else []
            since = None
    return done, since


def _seconded(member: Membership, now: datetime, lately: datetime) -> Queue:
    rows = Assessment.objects.filter(of_standing(member), second_at__gte=lately)
    spans = rows.values_list("at", "second_at")
    took = [(done - at) / timedelta(hours=1) for at, done in spans if done is not None]
    waits: Iterable[tuple[int, datetime]] = waiting_assessments(member).values_list(
        "incident_id", "at"
    )
    since: dict[int, datetime] = {}
    for incident, at in waits:
        since.setdefault(incident, at)
    return _queue("second", since, usual_wait(took), now, member)


def _queue(
    code: str, since: dict[int, datetime], usual: float | None, now: datetime, member: Membership
) -> Queue:
    if usual is None:
        return Queue(code, len(since), None, 0, [])
    limit = now - timedelta(hours=usual)
    late = sorted((at, pk) for pk, at in since.items() if at < limit)
    shown = [pk for _at, pk in late[:MOST_SHOWN]]
    found = Incident.objects.visible_to(member).select_related("place").in_bulk(shown)
    oldest = [Wait(found[pk], since[pk]) for pk in shown if pk in found]
    return Queue(code, len(since), usual, len(late), oldest)
