"""What people have decided so far, set against what was suggested, or would have been.

Decisions in the queue remember what was suggested. For the older ones, and for those taken
elsewhere, it is worked out again with the model of today, among the reports that were there then.
What is RED is left out: neither a figure nor a model may tell of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from goodoffices.core.models import Programme
from goodoffices.core.tlp import STAFF_CLEARANCE, TLP
from goodoffices.monitor.models import ReportDecision, ReportLink
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.candidates import Candidates
from goodoffices.monitor.services.linking.models import Weights, weights_of
from goodoffices.monitor.services.linking.records import Known, known_of
from goodoffices.monitor.services.linking.suggesting import Groups, Weighing, groups_of, ranked

REPLAYED = 300
"""Older decisions that are worked out again, the newest of them."""

BATCH = 25

_BY_A_PERSON = (
    Q(by__isnull=False, at__gt=F("report__received_at"))
    # Who filled in a form that opens incidents has decided on none.
    & ~Q(report__submission__isnull=False, by=F("report__by"))
)
"""Links that somebody made, not an import or a form that opens an incident with each row."""

Advance = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Guess:
    """One report that was suggested: how sure, and under which mark the pair stands.

    Only such as people have put to an incident: of the others nobody can say whether it was right.
    """

    report: int
    band: str
    tlp: int
    probability: float = 0.0
    model: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """One report that people decided on, and what was suggested for it.

    ``same`` are the other reports of the incident they put it to; none where it was new, or no
    incident at all. ``tlp`` is the mark of report and incident together.
    """

    report: int
    tlp: int
    same: frozenset[int]
    guesses: tuple[Guess, ...]
    asked: bool


@dataclass(slots=True)
class _Together:
    """Which reports are together now: reports by incident, and incidents by report."""

    reports: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    incidents: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    tlp: dict[int, int] = field(default_factory=dict)

    def others(self, report: int) -> frozenset[int]:
        """The other reports of the incidents that hold one."""
        found = {one for key in self.incidents.get(report, ()) for one in self.reports[key]}
        return frozenset(found - {report})

    def mark(self, report: int) -> int:
        """The strictest mark of the incidents that hold a report."""
        return max((self.tlp[key] for key in self.incidents.get(report, ())), default=0)


def _together(report_ids: Iterable[int]) -> _Together:
    found = _Together()
    for part in batches(sorted(set(report_ids))):
        ids = list(ReportLink.standing_of(part).values_list("incident_id", flat=True))
        for links in batches(ids):
            rows = ReportLink.standing_in(links)
            for report, incident, tlp in rows.values_list(
                "report_id", "incident_id", "incident__tlp"
            ):
                found.reports[incident].add(report)
                found.incidents[report].add(incident)
                found.tlp[incident] = tlp
    return found


def asked(programme: Programme) -> list[Judged]:
    """Return the standing decisions of the queue, with what was suggested then."""
    rows = ReportDecision.objects.filter(programme=programme, withdrawn_at=None)
    rows = rows.exclude(kind=ReportDecision.Kind.UNSURE).filter(report__tlp__lt=TLP.RED)
    latest = {one.report_id: one for one in rows.select_related("report").order_by("at", "pk")}
    named = {guess["report"] for one in latest.values() for guess in one.suggested}
    together = _together([*latest, *named])
    return [_asked(one, together) for one in latest.values() if together.mark(one.report_id) < 4]


def _asked(made: ReportDecision, together: _Together) -> Judged:
    guesses = tuple(
        Guess(
            one["report"],
            one["band"],
            max(one["tlp"], made.report.tlp),
            one["probability"],
            one["model"],
        )
        for one in made.suggested
        if one["tlp"] < TLP.RED and one["report"] in together.incidents
    )
    mark = max(made.report.tlp, together.mark(made.report_id))
    return Judged(made.report_id, mark, together.others(made.report_id), guesses, asked=True)


def replayed(
    programme: Programme,
    advance: Advance = lambda done, total: None,
    *,
    most: int = REPLAYED,
    besides: Iterable[int] = (),
    weights: Weights | None = None,
) -> list[Judged]:
    """Return older decisions of people, with what would have been suggested for each.

    ``besides``: reports that need none of it, because the queue asked about them. ``weights``:
    the model that suggests, by default the programme's own of today.
    """
    rows = ReportLink.objects.filter(
        _BY_A_PERSON, withdrawn_at=None, report__tlp__lt=TLP.RED, incident__tlp__lt=TLP.RED
    )
    newest = rows.order_by("-at", "-pk").values_list("report_id", "at")
    left_out = set(besides)
    when = {pk: at for pk, at in newest[: most + len(left_out)] if pk not in left_out}
    ids = list(when)[:most]
    replay, found = _Replay(programme, when, weights or weights_of(programme)), []
    for part in batches(ids, BATCH):
        found += replay.of(part)
        advance(len(found), len(ids))
    return found


class _Replay:
    """Works out what would have been suggested for reports when they were decided on."""

    def __init__(self, programme: Programme, when: dict[int, datetime], weights: Weights) -> None:
        self._candidates, self._weights = Candidates(programme.pk), weights
        self._when = when

    def of(self, ids: Sequence[int]) -> list[Judged]:
        told = known_of(ids)
        others = {pk: self._candidates.of(known) for pk, known in told.items()}
        near = known_of({one for found in others.values() for one in found})
        groups, together = groups_of(near), _together(ids)
        return [
            self._judged(known, [near[o] for o in others[pk] if o != pk], groups, together)
            for pk, known in told.items()
        ]

    def _judged(
        self, known: Known, near: Sequence[Known], groups: Groups, together: _Together
    ) -> Judged:
        until = int(self._when[known.pk].timestamp())
        there = [one for one in near if (one.record.received or 0) <= until]
        found = [
            one
            for one in ranked(known, there, groups, Weighing(self._weights))
            if one.seen_from <= STAFF_CLEARANCE <= one.seen_to
        ]
        marks = {one.pk: one.tlp for one in there}
        guesses = tuple(
            Guess(
                pk,
                one.found.band,
                max(marks[pk], known.tlp),
                one.found.probability,
                self._weights.version,
            )
            for one in found
            if (pk := int(one.found.id)) in groups
        )
        before = {one.pk for one in there}
        mark = max(known.tlp, together.mark(known.pk))
        return Judged(known.pk, mark, together.others(known.pk) & before, guesses, asked=False)
