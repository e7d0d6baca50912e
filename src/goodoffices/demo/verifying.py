"""What the team judged of harm and responsibility, who confirmed it, and who was asked to do what.

Drawn from its own stream of chance, so that nothing else of the programme changes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from goodoffices.demo.chance import pick, stream
from goodoffices.demo.people import MAIN
from goodoffices.demo.tables import LANGUAGES, table
from goodoffices.demo.teamwork import FORGOTTEN, check_takes
from goodoffices.demo.values import DemoIncident, DemoProgramme, DemoReport, DemoStaff

NEEDS_TWO = ("harm:verified", "attribution:verified", "attribution:refuted")
"""What needs a second person in the demonstration programme."""

STANDARDS: dict[str, dict[str, float]] = {
    "corroborated": {"grounds": 4.0, "likelier": 3.0},
    "verified": {"likelier": 2.0, "convincing": 5.0, "beyond_doubt": 1.0},
    "refuted": {"convincing": 1.0},
    "contested": {"suspicion": 1.0, "": 2.0},
}
CHECKED = ("corroborated", "verified")
HARM: dict[str, float] = {
    "": 45.0,
    "corroborated": 30.0,
    "verified": 12.0,
    "pending": 8.0,
    "contested": 5.0,
}
ATTRIBUTION: dict[str, float] = {
    "": 60.0,
    "corroborated": 14.0,
    "contested": 12.0,
    "verified": 8.0,
    "pending": 4.0,
    "unverified": 2.0,
}
"""Chances of what is judged of the other aspects once it is known that it happened."""

WAITED_HOURS = (190, 90, 52, 20)
"""How long ago at most the latest proposals were made that wait for a second person."""

JUDGES = ("monitoring-officer", "rights-officer", "director")
TICKED = ("first_hand", "day_and_place", "files_checked", "counted_how", "no_double", "interest")


@dataclass(frozen=True, slots=True)
class DemoJudgement:
    """A judgement of harm or responsibility; ``second_by`` is who answered it, if anybody did."""

    incident: str
    aspect: str
    state: str
    standard: str
    by: str
    at: datetime
    reason: str
    needs_second: bool = False
    second_by: str = ""
    second_at: datetime | None = None
    agrees: bool = True
    second_reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoTick:
    """An item of the checklist that somebody looked at."""

    incident: str
    item: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DemoTask:
    """A record somebody was asked to deal with; ``report`` or ``incident`` is empty."""

    report: str
    incident: str
    to: str
    by: str
    at: datetime
    due_in: int | None
    note: str
    handed_to: str = ""
    why_handed: str = ""
    done: bool = False


class Judges:
    """Those who judge, confirm and assign in the main programme."""

    def __init__(self, demo: DemoProgramme) -> None:
        self._rng: Random = stream(demo.seed, "verification")
        self._now = datetime.combine(demo.today, time(7), UTC)
        self._demo = demo
        self._judges = {
            one.key: one for one in demo.staff if one.role in JUDGES and one.programme == MAIN
        }
        self._rows = {one.row.external_id: one.row for one in demo.reports if one.version == 1}
        red = {one.row.external_id for one in demo.reports if one.tlp == "RED"}
        # What only named people see is judged by nobody else: it is left as it is.
        self._incidents = [
            one
            for one in demo.incidents
            if one.programme == MAIN and not any(link.external_id in red for link in one.links)
        ]

    def standard(self, state: str) -> str:
        """Draw the standard of proof that a state was judged by."""
        return pick(self._rng, STANDARDS[state]) if state in STANDARDS else ""

    def words(self, kind: str, state: str, by: str) -> str:
        """Draw a reason in the language of the one who gives it."""
        said = table("team")[kind]
        rows = said.get(state, said["pending"]) if state else said
        person: DemoStaff = self._judges[by]
        text: str = self._rng.choice(rows)[LANGUAGES.index(person.language)]
        return text

    def judgements(self) -> tuple[DemoJudgement, ...]:
        """Return what was judged of harm and responsibility, oldest first."""
        found = [one for demo in self._incidents for one in self._of(demo)]
        return self._leave_waiting(sorted(found, key=lambda one: (one.at, one.incident)))

    def _of(self, demo: DemoIncident) -> Iterator[DemoJudgement]:
        if demo.state not in CHECKED:
            return
        at = max([*(link.at for link in demo.links), *(step.at for step in demo.assessments)])
        for aspect, chances in self._told(demo):
            state = pick(self._rng, chances)
            at += timedelta(hours=self._rng.uniform(2, 40))
            if state and at < self._now:
                by = demo.assessments[-1].by
                made = self._judged(demo, aspect, state, by, at)
                at = max(at, made.second_at or at)
                yield made
                if state == "pending":
                    yield from self._settled(demo, aspect, by, at)

    def _settled(
        self, demo: DemoIncident, aspect: str, by: str, at: datetime
    ) -> Iterator[DemoJudgement]:
        """End a check after days, as far as they have passed."""
        at += check_takes(self._rng)
        state = pick(self._rng, {"corroborated": 3.0, "contested": 1.0})
        if at < self._now and self._rng.random() >= FORGOTTEN:
            yield self._judged(demo, aspect, state, by, at)

    def _told(self, demo: DemoIncident) -> Iterator[tuple[str, dict[str, float]]]:
        """Return the aspects that a report of the incident tells something of."""
        rows = [self._rows[link.external_id] for link in demo.links]
        if any(row.tolls for row in rows):
            yield "harm", HARM
        if any(row.parties for row in rows):
            yield "attribution", ATTRIBUTION

    def _judged(
        self, demo: DemoIncident, aspect: str, state: str, by: str, at: datetime
    ) -> DemoJudgement:
        at = at.replace(microsecond=0)
        kind = "unknown" if state == "unverified" else state
        made = DemoJudgement(
            *(demo.key, aspect, state, self.standard(state), by, at),
            reason=self.words(aspect, kind, by),
            needs_second=f"{aspect}:{state}" in NEEDS_TWO,
        )
        return self._answered(made) if made.needs_second else made

    def _answered(self, made: DemoJudgement) -> DemoJudgement:
        """Have another person answer, after hours or days; not yet where that lies ahead."""
        other = self._rng.choice(sorted(key for key in self._judges if key != made.by))
        at = made.at + timedelta(hours=min(1 + self._rng.expovariate(1 / 50), 240))
        agrees = self._rng.random() < 0.9
        if at >= self._now:
            return made
        return replace(
            made,
            second_by=other,
            second_at=at.replace(microsecond=0),
            agrees=agrees,
            second_reason=self.words("second" if agrees else "declined", "", other),
        )

    def _leave_waiting(self, found: list[DemoJudgement]) -> tuple[DemoJudgement, ...]:
        """Take the answer from the latest proposals: they wait, one of them for too long."""
        proposed = [one for one in found if one.needs_second][-len(WAITED_HOURS) :]
        for one, hours in zip(proposed, WAITED_HOURS, strict=False):
            at = max(one.at, self._now - timedelta(hours=hours))
            found[found.index(one)] = replace(
                one, at=at, second_by="", second_at=None, agrees=True, second_reason=""
            )
        return tuple(sorted(found, key=lambda one: (one.at, one.incident)))

    def ticks(self) -> tuple[DemoTick, ...]:
        """Return what was looked at before the latest incidents were judged."""
        found = []
        for demo in self._incidents[-260:]:
            if demo.state in CHECKED:
                step = demo.assessments[-1]
                for item in self._rng.sample(TICKED, self._rng.randint(1, 4)):
                    at = step.at - timedelta(minutes=self._rng.randint(5, 90))
                    found.append(DemoTick(demo.key, item, step.by, at))
        return tuple(found)

    def tasks(self, waiting: Sequence[DemoReport]) -> tuple[DemoTask, ...]:
        """Return who was asked to deal with what: reports that wait, incidents being checked."""
        checked = [one for one in self._incidents if one.state == "pending"][-4:]
        reports = [self._task(one.row.external_id, "", one.office_key) for one in waiting[-5:]]
        return (*reports, *(self._task("", one.key, one.office_key) for one in checked))

    def _task(self, report: str, incident: str, office: str) -> DemoTask:
        officer = next(
            one.key
            for one in self._judges.values()
            if one.role == "monitoring-officer" and one.office == office
        )
        others = sorted(key for key in self._judges if key != officer)
        draw = self._rng.random()
        handed = self._rng.choice(others) if draw > 0.75 else ""
        return DemoTask(
            report=report,
            incident=incident,
            to=officer,
            by="nadira",
            at=self._now - timedelta(hours=self._rng.randint(3, 60)),
            due_in=self._rng.choice((-1, 1, 2, 5, None)),
            note=self.words("asked", "", "nadira"),
            handed_to=handed,
            why_handed=self.words("handed", "", officer) if handed else "",
            done=draw < 0.15,
        )
