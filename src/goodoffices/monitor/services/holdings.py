"""What incidents hold: their reports, the claims that count, and what the team decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from goodoffices.methods.dates import parse
from goodoffices.methods.derive import Decision
from goodoffices.monitor.models import (
    Claim,
    Incident,
    ReportLink,
    ReportVersion,
    RuleChoice,
    SourceGrade,
)
from goodoffices.monitor.services.intake.claims import TAIL, Tail
from goodoffices.monitor.services.intake.words import batches, report_words
from goodoffices.monitor.services.values import PARTY, PLACE_TEXT, Rules, Spoken, Team

PARTY_TEXT = PARTY + 1
Claims = dict[int, list[tuple[int, Tail]]]


@dataclass(frozen=True, slots=True)
class HeldReport:
    """One report of an incident, with what weighs its claims."""

    pk: int
    source_id: int
    tlp: int
    withdrawn: bool
    credibility: int | None
    received_at: datetime
    current: int
    first_day: int | None


@dataclass(slots=True)
class Held:
    """One incident and what it holds."""

    own_tlp: int
    title: str
    summary: str
    rules: Rules
    reports: list[HeldReport] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    team: Team = field(default_factory=Team)

    @property
    def counted(self) -> list[HeldReport]:
        """The reports whose claims count: all but the withdrawn, unless only those remain."""
        return [one for one in self.reports if not one.withdrawn] or self.reports

    @property
    def tlp(self) -> int:
        """The strictest of the incident's own mark and those of all its reports."""
        return max([self.own_tlp, *(one.tlp for one in self.reports)])

    @property
    def report_count(self) -> int:
        """How many of its reports stand."""
        return sum(1 for one in self.reports if not one.withdrawn)

    @property
    def withdrawn_count(self) -> int:
        """How many of its reports their source withdrew."""
        return len(self.reports) - self.report_count

    @property
    def source_ids(self) -> list[int]:
        """The sources of the reports that count, each once."""
        return list(dict.fromkeys(one.source_id for one in self.counted))


Holdings = dict[int, Held]


def holdings_of(incident_ids: Sequence[int]) -> Holdings:
    """Return what incidents hold, in about six queries for all of them."""
    held: Holdings = {}
    for part in batches(sorted(set(incident_ids))):
        found = _incidents(part)
        _add_reports(found)
        _add_claims(found)
        _add_decisions(found)
        held |= found
    return held


def _incidents(ids: Sequence[int]) -> Holdings:
    names = ("own_tlp", "title", "summary", "date_rule", "place_rule", "type_rule", "toll_rule")
    rows = Incident.objects.filter(pk__in=ids).order_by("pk").values_list("pk", *names)
    return {
        pk: Held(own, title, summary, Rules(*rules)) for pk, own, title, summary, *rules in rows
    }


def _add_reports(held: Holdings) -> None:
    names = ("pk", "source_id", "tlp", "withdrawn_at", "credibility", "received_at")
    columns = [f"report__{name}" for name in (*names, "current", "first_day")]
    links = ReportLink.objects.filter(incident_id__in=list(held), withdrawn_at=None)
    for incident, pk, source, tlp, gone, *rest in links.order_by("pk").values_list(
        "incident_id", *columns
    ):
        report = HeldReport(pk, source, tlp, gone is not None, *rest)
        held[incident].reports.append(report)


def _add_claims(held: Holdings) -> None:
    counted = {one.pk: one for own in held.values() for one in own.counted}
    claims, versions = _claims(list(counted)), _versions(counted)
    grades = dated_grades({one.source_id for one in counted.values()})
    for own in held.values():
        for report in own.counted:
            title, text, published = versions.get(report.pk, ("", "", ""))
            said = claims.get(report.pk, [])
            how = weight(report, published, grades)
            own.spoken += [Spoken(pk, report.source_id, tail, *how) for pk, tail in said]
            named = (tail[PLACE_TEXT] or tail[PARTY_TEXT] for _, tail in said)
            own.words.append(report_words(title, text, named))


def _claims(report_ids: Sequence[int]) -> Claims:
    found: Claims = defaultdict(list)
    for part in batches(report_ids):
        rows = Claim.of_reports(part).filter(is_current=True).order_by("pk")
        for report, pk, *tail in rows.values_list("report_id", "pk", *TAIL):
            found[report].append((pk, tuple(tail)))
    return found


def _versions(reports: Mapping[int, HeldReport]) -> dict[int, tuple[str, str, str]]:
    found: dict[int, tuple[str, str, str]] = {}
    for part in batches(list(reports)):
        rows = ReportVersion.objects.filter(report_id__in=part)
        for pk, number, *words in rows.values_list(
            "report_id", "number", "title", "text", "published"
        ):
            if number == reports[pk].current:
                found[pk] = (words[0], words[1], words[2])
    return found


def dated_grades(source_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the dated grades of sources, oldest first, as (day, letter)."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = SourceGrade.objects.filter(source_id__in=list(source_ids)).order_by("since", "pk")
    for source, since, letter in rows.values_list("source_id", "since", "reliability"):
        found[source].append((since.toordinal(), letter))
    return found


def weight(
    report: HeldReport, published: str, grades: Mapping[int, list[tuple[int, str]]]
) -> tuple[str, int, int | None, float]:
    """Return reliability, credibility, the day the source dates it to, and when it came in.

    The grade is the one valid on the day the report speaks of, or came in where it names none.
    """
    received = report.received_at.date().toordinal()
    seconds = report.received_at.hour * 3600 + report.received_at.minute * 60
    seconds += report.received_at.second
    day = report.first_day if report.first_day is not None else received
    letter = "F"
    for since, given in grades.get(report.source_id, ()):
        if since <= day:
            letter = given
    return letter, report.credibility or 6, _day(published), received + seconds / 86_400


def _day(published: str) -> int | None:
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


def _add_decisions(held: Holdings) -> None:
    """Read what the team decided, where a rule says that the team decides."""
    ids = [
        pk
        for pk, own in held.items()
        if "team" in (own.rules.date, own.rules.place, own.rules.type, own.rules.toll)
    ]
    if not ids:
        return
    choices: dict[int, list[RuleChoice]] = defaultdict(list)
    rows = RuleChoice.objects.filter(incident_id__in=ids, rule="team").select_related("claim")
    for choice in rows.order_by("pk"):
        choices[choice.incident_id].append(choice)
    for pk, made in choices.items():
        held[pk].team = team_of(made)


def team_of(choices: Iterable[RuleChoice]) -> Team:
    """Return the latest decision of the team for each value, and for each toll."""
    single: dict[str, Any] = {}
    tolls: dict[tuple[str, str], Decision] = {}
    for choice in choices:
        if choice.field == "toll":
            tolls[_toll_key(choice)] = decision(choice)
        else:
            single[choice.field] = decision(choice)
    return Team(**single, tolls=tolls)


def _toll_key(choice: RuleChoice) -> tuple[str, str]:
    if choice.claim is not None:
        return choice.claim.measure, choice.claim.category
    return choice.value.get("measure", "killed"), choice.value.get("category", "all")


def decision(choice: RuleChoice) -> Decision:
    """Return one choice as `methods.derive` takes it."""
    if choice.claim_id is not None:
        return Decision(claim=choice.claim_id)
    value: dict[str, Any] = choice.value
    names = ("low", "best", "high", "place", "latitude", "longitude", "radius_m")
    given = {name: value[name] for name in names if value.get(name) is not None}
    span = parse(value["edtf"]) if value.get("edtf") else None
    return Decision(span=span, code=value.get("code", ""), **given)
