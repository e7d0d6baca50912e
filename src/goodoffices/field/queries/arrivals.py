"""When submissions came in, how late, who has gone silent, and what waits on the phones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from goodoffices.core.models import Membership, Office
from goodoffices.core.queries.addresses import midnight
from goodoffices.field.models import Device, Form, Submission
from goodoffices.field.queries.asked import SubmissionFilter, select
from goodoffices.methods.warning import usual_range

LENGTHS = {"day": (1, 42), "week": (7, 26)}
"""Days of a bar and how many bars are shown, by the name in the address."""

MOST_BARS = 122

SILENT_AFTER = timedelta(days=4)
"""An office whose rhythm is not known yet is silent after so long."""
LOOKED_BACK = timedelta(days=120)
"""An office that sent nothing for so long is not silent but absent."""

DELAYS = (
    ("hour", timedelta(hours=1)),
    ("day", timedelta(days=1)),
    ("three-days", timedelta(days=3)),
    ("week", timedelta(days=7)),
)
"""The steps in which the time between filling in and arriving is counted."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many came in from one day to another, both included (proleptic Gregorian ordinals)."""

    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What one office sent of one form in the period; ``office`` None: of no office."""

    office: Office | None
    form: Form | None
    count: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """An office that has sent nothing for longer than it usually takes.

    ``usual``: days that usually lie between two days with submissions, at most; None where too
    few are known.
    """

    office: Office
    days: int
    latest: datetime
    usual: int | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """All that the page of arrivals shows of a period."""

    bars: list[Bar]
    usual: tuple[int, int] | None
    origins: list[Origin]
    delays: dict[str, int]
    awaiting: int

    @property
    def total(self) -> int:
        """How many came in during the period."""
        return sum(bar.count for bar in self.bars)


def period(asked: SubmissionFilter, by: str, member: Membership) -> SubmissionFilter:
    """Return the filter with its days filled in: up to today, in whole bars, the latest ones."""
    days, bars = LENGTHS[by]
    last = asked.last_day or today(member).toordinal()
    first = asked.first_day or last - days * bars + 1
    number = min(-(-(last - first + 1) // days), MOST_BARS)
    return replace(asked, first_day=last - number * days + 1, last_day=last)


def today(member: Membership) -> date:
    """Return the day it is in the programme."""
    return timezone.now().astimezone(ZoneInfo(member.programme.time_zone)).date()


def arrivals(asked: SubmissionFilter, by: str, member: Membership) -> Arrivals:
    """Count what came in during the filter's days; `period` has filled them in."""
    rows = select(asked, member)
    assert asked.first_day is not None
    assert asked.last_day is not None
    bars = _bars(rows, member, asked.first_day, asked.last_day, LENGTHS[by][0])
    return Arrivals(
        bars=bars,
        usual=usual_range(_since_first([bar.count for bar in bars[:-1]])),
        origins=_origins(rows, member),
        delays=_delays(rows),
        awaiting=rows.filter(awaits_media=True).count(),
    )


def _bars(
    rows: QuerySet[Submission], member: Membership, first: int, last: int, length: int
) -> list[Bar]:
    """Count between midnights of the programme: to name the day of each row costs far more."""
    zone = ZoneInfo(member.programme.time_zone)
    starts = range(first, last + 1, length)
    counts = {
        f"bar{start}": Count(
            "pk",
            filter=Q(
                received_at__gte=midnight(start, zone),
                received_at__lt=midnight(start + length, zone),
            ),
        )
        for start in starts
    }
    found = rows.order_by().aggregate(**counts)
    return [Bar(start, start + length - 1, found[f"bar{start}"]) for start in starts]


def _since_first(counts: Sequence[int]) -> list[int]:
    """Leave out the bars before the first that holds something: nobody had begun."""
    begun = next((i for i, count in enumerate(counts) if count), len(counts))
    return list(counts[begun:])


def _origins(rows: QuerySet[Submission], member: Membership) -> list[Origin]:
    counted = (
        rows.order_by().values("office", "form").annotate(count=Count("pk"), at=Max("received_at"))
    )
    found = list(counted.values_list("office", "form", "count", "at"))
    offices = {office.pk: office for office in Office.objects.all()}
    forms = Form.objects.visible_to(member).in_bulk([form for _office, form, *_ in found])
    made = [Origin(offices.get(o), forms.get(f), count, at) for o, f, count, at in found]
    return sorted(made, key=lambda one: (_name(one.office), -one.count))


def _name(office: Office | None) -> str:
    return office.name if office else "\uffff"


def _delays(rows: QuerySet[Submission]) -> dict[str, int]:
    """Count by how long it took from the end of filling in to the arrival.

    ``unknown``: the phone did not say when; ``clock``: it said a time after the arrival.
    """
    counts = dict.fromkeys((*(name for name, _end in DELAYS), "longer", "clock", "unknown"), 0)
    pairs = rows.order_by().values_list("received_at", "ended_at")
    for received, ended in pairs.iterator(chunk_size=2000):
        counts["unknown" if ended is None else _step(received - ended)] += 1
    return counts


def _step(took: timedelta) -> str:
    if took < timedelta():
        return "clock"
    return next((name for name, end in DELAYS if took < end), "longer")


def silent_offices(member: Membership) -> list[Silence]:
    """Return the offices that have sent nothing for longer than their own rhythm lets expect."""
    now = timezone.now()
    zone = ZoneInfo(member.programme.time_zone)
    rows = Submission.objects.visible_to(member).filter(
        received_at__gt=now - LOOKED_BACK, office__isnull=False, deleted_at__isnull=True
    )
    days: dict[int, set[int]] = defaultdict(set)
    latest: dict[int, datetime] = {}
    moments = rows.order_by("received_at").values_list("office", "received_at")
    for office, at in moments.iterator(chunk_size=2000):
        days[office].add(at.astimezone(zone).toordinal())
        latest[office] = at
    found = Office.objects.in_bulk(list(days))
    silences = (
        _silence(found[pk], days[pk], latest[pk], now)
        for pk in sorted(found, key=lambda pk: found[pk].code)
    )
    return [one for one in silences if one is not None]


def _silence(
    office: Office, days: Iterable[int], latest: datetime, now: datetime
) -> Silence | None:
    usual = usual_gap(days)
    waited = now - latest
    allowed = SILENT_AFTER if usual is None else timedelta(days=usual + 1)
    return Silence(office, waited.days, latest, usual) if waited > allowed else None


def usual_gap(days: Iterable[int]) -> int | None:
    """Return how many days usually lie between two days with submissions, at most.

    The upper end of `methods.warning.usual_range` over the latest gaps; None where too few are
    known. Weekends are in it: an office that never sends on two days of the week has gaps of
    three days.
    """
    ordered = sorted(set(days))
    gaps = [after - before for before, after in pairwise(ordered)]
    usual = usual_range(gaps)
    return None if usual is None else usual[1]


def waiting_devices() -> list[Device]:
    """Return the devices that said that something waits on them, the longest waiting first."""
    rows = Device.objects.filter(revoked_at__isnull=True, queue__waiting__gt=0)
    found = rows.select_related("membership__user", "office")
    return sorted(found, key=lambda one: (str(one.queue.get("oldest") or "9"), one.pk))
