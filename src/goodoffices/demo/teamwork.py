"""How far the team has got: which reports are linked to incidents, what was judged, and why.

Older reports are linked, nearly all rightly; a few events stand as two incidents, a few incidents
hold reports of two events, as happens. Of the last two weeks many reports still wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from random import Random

from goodoffices.demo.chance import pick, stream
from goodoffices.demo.tables import LANGUAGES, table
from goodoffices.demo.values import (
    DemoAssessment,
    DemoCredibility,
    DemoEvent,
    DemoIncident,
    DemoLink,
    DemoReport,
    DemoStaff,
)

SPLIT, MERGED = 0.03, 0.06
FRESH_DAYS, DONE_DAYS = 14, 6.5
"""Of the reports of the last two weeks the more wait the fresher they are; few after a week."""

MEDIAN_HOURS: dict[str, float] = {"sarend": 40.0, "ilmar": 22.0, "quaylen": 66.0}
OTHER_HOURS, SPREAD, LONGEST_HOURS = 36.0, 1.05, 400.0
"""From report to decision, per office and elsewhere: half take less than the median; one in ten
takes almost four times as long."""

UNDECIDED = ("disputed_toll",)
"""Storylines whose incident holds its reports but was judged by nobody yet."""

CLOSE = ("field", "observer", "hospital")


@dataclass(frozen=True, slots=True)
class Pile:
    """Reports the team took for one event; ``right`` is False where they are of two."""

    reports: tuple[DemoReport, ...]
    event: DemoEvent
    right: bool = True


class Team:
    """The monitoring officers and what they have decided so far."""

    def __init__(
        self,
        seed: int,
        today: date,
        staff: Sequence[DemoStaff],
        styles: Mapping[str, str],
        events: Sequence[DemoEvent],
    ) -> None:
        self._rng = stream(seed, "team")
        self._checks = stream(seed, "checks")
        self._today = today
        self._now = datetime.combine(today, time(7), UTC)
        self._staff = {member.key: member for member in staff}
        self._styles = styles
        self._events = {event.key: event for event in events}

    def incidents(self, reports: Sequence[DemoReport]) -> tuple[DemoIncident, ...]:
        """Return the incidents made so far, oldest first."""
        piles = sorted(self._piles(reports), key=lambda pile: pile.reports[0].received_at)
        made = [self._incident(number, pile) for number, pile in enumerate(piles, 1)]
        return tuple(made)

    def _piles(self, reports: Sequence[DemoReport]) -> Iterator[Pile]:
        by_event: dict[str, list[DemoReport]] = {}
        for report in reports:
            if report.version == 1 and self._has_decided(report):
                by_event.setdefault(report.true_event_id, []).append(report)
        kept: list[DemoReport] = []
        for key, found in by_event.items():
            event = self._events[key]
            if kept and not self._alike(self._events[kept[0].true_event_id], event):
                yield Pile(tuple(kept), self._events[kept[0].true_event_id])
                kept = []
            draw = self._rng.random()
            settled = bool(event.storyline) or self._days(found[0]) < FRESH_DAYS
            if draw < SPLIT and len(found) > 2 and not settled:
                middle = len(found) // 2
                yield Pile(tuple(found[:middle]), event)
                yield Pile(tuple(found[middle:]), event)
            elif draw > 1 - MERGED and not kept and not settled:
                kept = found
            else:
                mixed = sorted([*kept, *found], key=lambda r: r.received_at)
                yield Pile(tuple(mixed), event, right=not kept)
                kept = []

    @staticmethod
    def _alike(one: DemoEvent, other: DemoEvent) -> bool:
        """Say whether two events are near enough to be taken for one: a week, half a degree."""
        near = abs(one.latitude - other.latitude) + abs(one.longitude - other.longitude) < 0.5
        soon = abs(one.at - other.at) < timedelta(days=7)
        return near and soon and one.programme == other.programme

    def _days(self, report: DemoReport) -> float:
        return (self._now - report.received_at) / timedelta(days=1)

    def _has_decided(self, report: DemoReport) -> bool:
        """Draw whether somebody has linked the report by now; most recent ones wait."""
        age = self._days(report)
        storyline = self._events[report.true_event_id].storyline
        if storyline in UNDECIDED:
            return True
        if age < 0.4:
            return False
        if storyline == "night_shelling":
            return self._rng.random() < 0.65
        if age < FRESH_DAYS:
            done: float = (age / DONE_DAYS) ** 2.5
            return self._rng.random() < min(0.97, done)
        vague = not report.row.places or report.row.dates[0].precision == "month"
        return self._rng.random() < (0.6 if vague else 0.985)

    def _incident(self, number: int, pile: Pile) -> DemoIncident:
        first = pile.reports[0]
        open_to_all = all(report.tlp in ("CLEAR", "GREEN") for report in pile.reports)
        links = tuple(self._link(report, report is first) for report in pile.reports)
        return DemoIncident(
            key=f"{'I' if first.programme == 'talmora' else 'J'}{number:04}",
            office_key=first.office_key,
            tlp="GREEN" if open_to_all and self._rng.random() < 0.8 else "AMBER",
            links=links,
            assessments=tuple(self._assessments(pile, max(link.at for link in links))),
            programme=first.programme,
        )

    def _officer(self, report: DemoReport) -> DemoStaff:
        """Return who decides: the office's monitoring officer, now and then the rights officer."""
        present = [
            member
            for member in self._staff.values()
            if member.office == report.office_key and member.role == "monitoring-officer"
        ]
        if report.programme == "talmora" and self._rng.random() < 0.08:
            return self._staff["salma"]
        return present[0]

    def _reason(self, kind: str, by: DemoStaff) -> str:
        text: str = self._rng.choice(table("team")[kind])[LANGUAGES.index(by.language)]
        return text

    def _link(self, report: DemoReport, is_first: bool) -> DemoLink:
        by = self._officer(report)
        at = (report.received_at + self._wait(report)).replace(microsecond=0)
        reason = self._reason("first" if is_first else "link", by)
        return DemoLink(report.row.external_id, by.key, at, reason)

    def _wait(self, report: DemoReport) -> timedelta:
        """Draw how long the report waited for its decision, which has been made by now."""
        age = self._now - report.received_at
        if self._events[report.true_event_id].storyline in UNDECIDED:
            return age - timedelta(hours=2)
        median = MEDIAN_HOURS.get(report.office_key, OTHER_HOURS)
        hours = median * exp(self._rng.gauss(0, SPREAD))
        wait = timedelta(hours=min(hours, LONGEST_HOURS))
        return wait if wait < age else age * self._rng.uniform(0.2, 0.9)

    def _assessments(self, pile: Pile, after: datetime) -> Iterator[DemoAssessment]:
        by = self._officer(pile.reports[0])
        at = after
        path = self._path(pile)
        for state in path:
            at = at + timedelta(hours=self._rng.uniform(3, 60))
            if at > self._now:
                return
            yield DemoAssessment(state, by.key, at.replace(microsecond=0), self._reason(state, by))
        if path and path[-1] == "pending":
            yield from self._settled(pile, by, at)

    def _settled(self, pile: Pile, by: DemoStaff, at: datetime) -> Iterator[DemoAssessment]:
        """End a check after days; now and then one is forgotten.

        Drawn from a stream of its own, so that nothing else changes with it.
        """
        at += check_takes(self._checks)
        state = pick(self._checks, SETTLED if pile.event.happened else SETTLED_FALSE)
        said = self._checks.choice(table("team")[state])[LANGUAGES.index(by.language)]
        if at <= self._now and self._checks.random() >= FORGOTTEN:
            yield DemoAssessment(state, by.key, at.replace(microsecond=0), said)

    def _path(self, pile: Pile) -> tuple[str, ...]:
        """Return the states an incident goes through, by how many speak of it and who."""
        event = pile.event
        if event.storyline in UNDECIDED:
            return ()
        if not event.happened:
            return pick(self._rng, {("pending", "refuted"): 4.0, ("refuted",): 3.0, (): 3.0})
        if event.storyline == "accord":
            return ("corroborated", "verified")
        sources = {report.source_key for report in pile.reports if not report.copies}
        close = sum(self._styles[key] in CLOSE for key in sources)
        if _at_odds(pile) and self._rng.random() < 0.4:
            return ("contested",)
        if len(sources) > 2 or close > 1:
            return pick(self._rng, STRONG)
        if len(sources) == 2:
            return pick(self._rng, MIDDLING)
        return pick(self._rng, LONE_NEAR if close else LONE)

    def set_aside(
        self, reports: Sequence[DemoReport], incidents: Sequence[DemoIncident]
    ) -> tuple[DemoLink, ...]:
        """Return the older reports that were judged too vague to be tied to an incident."""
        linked = {link.external_id for incident in incidents for link in incident.links}
        found = []
        for report in reports:
            old = report.version == 1 and self._days(report) > 2 * FRESH_DAYS
            if old and report.row.external_id not in linked and self._rng.random() < 0.985:
                by = self._officer(report)
                at = report.received_at + timedelta(hours=self._rng.uniform(30, 300))
                reason = self._reason("set_aside", by)
                found.append(DemoLink(report.row.external_id, by.key, at, reason))
        return tuple(found)

    def credibility(
        self, reports: Sequence[DemoReport], incidents: Sequence[DemoIncident]
    ) -> tuple[DemoCredibility, ...]:
        """Return the grades people gave to what single reports say: about two of five."""
        states = {link.external_id: i.state for i in incidents for link in i.links}
        graded = [
            self._grade(report, states[report.row.external_id])
            for report in reports
            if report.version == 1 and report.row.external_id in states and self._rng.random() < 0.4
        ]
        return tuple(graded)

    def _grade(self, report: DemoReport, state: str) -> DemoCredibility:
        by = self._officer(report)
        chances = GRADES.get(state, GRADES["unverified"])
        grade = pick(self._rng, chances)
        at = min(report.received_at + timedelta(hours=self._rng.uniform(2, 80)), self._now)
        reason = table("team")["credibility"][grade][LANGUAGES.index(by.language)]
        return DemoCredibility(
            report.row.external_id, grade, by.key, at.replace(microsecond=0), reason
        )


SETTLED: dict[str, float] = {"corroborated": 38.0, "unverified": 52.0, "contested": 10.0}
SETTLED_FALSE: dict[str, float] = {"refuted": 70.0, "unverified": 30.0}
"""Chances of what a check ends with, by whether it happened."""

FORGOTTEN = 0.006
"""Share of checks that nobody ended."""


def check_takes(rng: Random) -> timedelta:
    """Draw how long a check takes: mostly some days, at most a month."""
    return timedelta(days=min(0.3 + rng.expovariate(1 / 4.5), 30))


STRONG: dict[tuple[str, ...], float] = {
    ("corroborated", "verified"): 40.0,
    ("pending", "corroborated"): 24.0,
    ("corroborated",): 18.0,
    ("pending",): 8.0,
    (): 10.0,
}
MIDDLING: dict[tuple[str, ...], float] = {
    ("pending", "verified"): 12.0,
    ("corroborated",): 34.0,
    ("pending",): 14.0,
    (): 40.0,
}
LONE_NEAR: dict[tuple[str, ...], float] = {
    ("pending", "verified"): 16.0,
    ("verified",): 8.0,
    ("pending",): 14.0,
    (): 62.0,
}
LONE: dict[tuple[str, ...], float] = {("pending",): 12.0, ("refuted",): 3.0, (): 85.0}
"""Chances of the states gone through, by how well an incident is attested."""

GRADES: dict[str, dict[int, float]] = {
    "verified": {1: 5.0, 2: 4.0, 3: 1.0, 4: 1.0},
    "corroborated": {2: 5.0, 3: 4.0, 4: 1.0},
    "contested": {3: 3.0, 4: 4.0, 6: 1.0},
    "refuted": {5: 5.0, 4: 2.0, 6: 1.0},
    "unverified": {3: 5.0, 6: 3.0, 2: 2.0, 4: 1.0},
}


def _at_odds(pile: Pile) -> bool:
    """Say whether the reports' figures of those killed differ by more than a third and by two."""
    said = [
        toll.best
        for report in pile.reports
        for toll in report.row.tolls
        if toll.measure == "killed" and toll.category == "all" and toll.best is not None
    ]
    return bool(said) and max(said) - min(said) >= max(2, max(said) / 3)
