"""Who reports what when: the stream of reports of two years, with copies and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import exp

from goodoffices.demo.chance import stream
from goodoffices.demo.events import Ground
from goodoffices.demo.language.writer import Writer, Written
from goodoffices.demo.rows import report_row, sealed
from goodoffices.demo.tables import table
from goodoffices.demo.telling import Figure, Telling, tell
from goodoffices.demo.timeline import accord_day, first_day, phase_of, storyline
from goodoffices.demo.values import DemoEvent, DemoOffice, DemoReport, DemoSource, DemoStaff

LOCAL_TO_UTC = timedelta(hours=2)
"""Talmora keeps UTC-2 all year (time zone Etc/GMT+2)."""

COPIERS = ("paper", "radio", "posts")
COPIED = ("wire", "paper", "radio")
COPY_CHANCE = 0.9
FOLLOW_UP = {"field": 0.09, "wire": 0.07, "committee": 0.06, "lawyers": 0.2, "hospital": 0.04}
CORRECTED = 0.035
WITHDRAWN = 0.012
CONFUSED = {
    "drone": "remote_shelling",
    "shelling": "remote_air_strike",
    "clash": "civilians_attack",
    "attack": "battle_clash",
    "abduction": "detention_arrest",
    "dispersal": "riot_demonstration",
}
"""What a source far away takes one kind of event for: a codebook type."""

SENTENCE = re.compile(r"(?<=[.!؟?])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it has its number: the telling, its words, and when it came in."""

    told: Telling
    written: Written
    received_at: datetime
    copies: int = -1


class Newsroom:
    """Everybody who reports, and the words they use; makes the stream of reports."""

    def __init__(
        self,
        seed: int,
        today: date,
        ground: Ground,
        writer: Writer,
        sources: Sequence[DemoSource],
        offices: Sequence[DemoOffice],
        staff: Sequence[DemoStaff],
    ) -> None:
        self._rng = stream(seed, "reports")
        self._today = today
        self._now = datetime.combine(today, time(7), UTC)
        silent = table("history")["silent"]
        self._silent_office = silent["office"]
        self._silent_from = self._now - timedelta(days=silent["days"])
        self._ground, self._writer = ground, writer
        self._sources, self._offices, self._staff = sources, offices, staff
        self._numbers: dict[tuple[str, int], int] = {}

    def reports(self, events: Sequence[DemoEvent]) -> tuple[DemoReport, ...]:
        """Return all reports in the order in which they came in."""
        made: list[DemoReport] = []
        for event in events:
            drafts = sorted(self._drafts(event), key=lambda d: d.received_at)
            firsts = self._firsts(self._with_copies(drafts))
            made += firsts
            for draft, first in zip(drafts, firsts, strict=True):
                made += self._later(draft, first)
        made = [report for report in made if self._has_arrived(report)]
        made.sort(key=lambda r: (r.received_at, r.row.external_id, r.version))
        return tuple(
            replace(report, row=replace(report.row, line=line))
            for line, report in enumerate(made, 2)
        )

    def _has_arrived(self, report: DemoReport) -> bool:
        """Say whether the report has come in by now: nothing does from the office that is cut off.

        What others say of that office's districts goes to another office (`_office`).
        """
        cut_off = report.office_key == self._silent_office
        return report.received_at <= (self._silent_from if cut_off else self._now)

    def _drafts(self, event: DemoEvent) -> Iterator[Draft]:
        district = self._ground.district_of(event.place)
        for source in self._sources:
            if source.programme != event.programme or not self._tells(source, event, district):
                continue
            told = tell(self._rng, event, source, self._ground)
            if source.style == "hospital" and not any(f.best for f in told.figures.values()):
                continue
            received = self._received(event, source)
            if self._is_silent(source, received):
                continue
            yield Draft(told, self._writer.write(told, self._phase(event)), received)

    def _tells(self, source: DemoSource, event: DemoEvent, district: str) -> bool:
        """Draw whether a source reports an event: reach, kind, and how much happened."""
        if event.at.date() < source.model["from"]:
            return False
        if not event.happened:
            return source.style == "posts" or (source.style == "radio" and self._rng.random() < 0.3)
        if event.storyline == "accord":
            return source.style in ("field", "paper", "wire", "radio", "posts")
        line = storyline(event)
        if source.key in line.get("told_by", ()):
            return True
        if line.get("only"):
            return False
        chance = _chance(source, event)
        return district in source.districts and self._rng.random() < chance

    def _received(self, event: DemoEvent, source: DemoSource) -> datetime:
        median, spread = source.model["delay"]
        hours = median * exp(self._rng.gauss(0, spread))
        if event.storyline == "accord" or source.key in storyline(event).get("told_by", ()):
            hours = min(hours, 18)
        at = event.at + LOCAL_TO_UTC + timedelta(hours=max(0.5, hours))
        return at.replace(second=self._rng.randrange(60), microsecond=0, tzinfo=UTC)

    def _is_silent(self, source: DemoSource, received: datetime) -> bool:
        return source.offices == (self._silent_office,) and received >= self._silent_from

    def _phase(self, event: DemoEvent) -> str:
        if event.at.date() >= accord_day(self._today):
            return "after"
        name = phase_of((event.at.date() - first_day(self._today)).days)["name"]
        return "war" if name == "fighting" else "before"

    def _with_copies(self, drafts: list[Draft]) -> list[Draft]:
        """Turn some reports into copies of an earlier one in the same language."""
        for number, draft in enumerate(drafts):
            if draft.told.source.style not in COPIERS or self._rng.random() > COPY_CHANCE:
                continue
            models = [
                earlier
                for earlier, other in enumerate(drafts[:number])
                if other.told.source.style in COPIED
                and other.told.language in draft.told.source.languages
                and other.told.source.leans in ("", draft.told.source.leans)
                and other.told.source.key != draft.told.source.key
            ]
            if models:
                drafts[number] = self._copy(draft, drafts[models[0]], models[0])
        return drafts

    def _copy(self, draft: Draft, model: Draft, number: int) -> Draft:
        """Return the draft with the words of its model: credited, one sentence left out."""
        told = replace(model.told, source=draft.told.source)
        sentences = SENTENCE.split(model.written.text)
        if len(sentences) > 3:
            del sentences[self._rng.randrange(2, len(sentences))]
        credit = ""
        if self._rng.random() < 0.6:
            source = model.told.source.names[told.language]
            credit = self._writer.add("copy.credit", told, {"source": source}) + " "
        text = credit + " ".join(sentences)
        quotes = {name: quote for name, quote in model.written.quotes.items() if quote in text}
        written = Written(model.written.title, text, quotes)
        return Draft(told, written, max(draft.received_at, model.received_at), number)

    def _firsts(self, drafts: Sequence[Draft]) -> list[DemoReport]:
        made: list[DemoReport] = []
        for draft in drafts:
            copies = made[draft.copies].row.external_id if draft.copies >= 0 else ""
            made.append(self._report(draft, self._number(draft), copies=copies))
        return made

    def _number(self, draft: Draft) -> str:
        source, year = draft.told.source.key, draft.received_at.year
        number = self._numbers[source, year] = self._numbers.get((source, year), 0) + 1
        return f"{source.upper().replace('_', '-')}-{year}-{number:04}"

    def _report(self, draft: Draft, external_id: str, *, copies: str = "") -> DemoReport:
        told, event = draft.told, draft.told.event
        local = draft.received_at - LOCAL_TO_UTC
        office = self._office(told, draft.received_at)
        return DemoReport(
            row=report_row(
                told,
                draft.written,
                self._type(told),
                external_id,
                f"{local:%Y-%m-%d}",
                _links(told.source, external_id, local),
            ),
            source_key=told.source.key,
            office_key=office.key,
            tlp=self._tlp(told),
            received_at=draft.received_at,
            true_event_id=event.key,
            entered_by=self._entered_by(told.source, office),
            copies=copies,
            programme=event.programme,
        )

    def _type(self, told: Telling) -> str:
        far = told.source.style in ("posts", "radio", "paper")
        if far and told.event.kind in CONFUSED and self._rng.random() < 0.07:
            return CONFUSED[told.event.kind]
        return told.event.type_code

    def _office(self, told: Telling, received: datetime) -> DemoOffice:
        """Return the office that took the report in: the nearest of those the source talks to."""
        offices = [o for o in self._offices if o.key in told.source.offices]
        near = [o for o in offices if told.seat in o.districts]
        found = (near or offices)[0]
        if found.key == self._silent_office and received >= self._silent_from:
            return next(o for o in self._offices if o.key in told.source.offices and o != found)
        return found

    def _entered_by(self, source: DemoSource, office: DemoOffice) -> str:
        role = "field-officer" if source.style == "field" else "monitoring-officer"
        present = [s for s in self._staff if s.office == office.key]
        return next((s.key for s in present if s.role == role), present[-1].key)

    def _tlp(self, told: Telling) -> str:
        """Return the mark: the source's own, stricter where somebody could be in danger."""
        held = told.event.kind in ("abduction", "arrest")
        close = told.source.style in ("field", "lawyers", "committee")
        draw = self._rng.random()
        if held and close and draw < 0.09:
            return "RED"
        if close and (held or told.event.kind == "attack") and draw < 0.45:
            return "AMBER_STRICT"
        return told.source.tlp

    def _later(self, draft: Draft, first: DemoReport) -> Iterator[DemoReport]:
        """Yield what comes after a report: a follow-up, a correction, a withdrawal."""
        if draft.copies >= 0:
            return
        if self._rng.random() < FOLLOW_UP.get(draft.told.source.style, 0.0):
            yield self._follow_up(draft, first)
        draw = self._rng.random()
        if draw < CORRECTED and "toll" in draft.written.quotes:
            yield self._correction(draft, first)
        elif draw > 1 - WITHDRAWN or (not draft.told.event.happened and draw > 0.6):
            at = draft.received_at + timedelta(hours=self._rng.randint(5, 90))
            row = sealed(replace(first.row, withdrawn=True))
            yield replace(first, row=row, received_at=at, version=2)

    def _follow_up(self, draft: Draft, first: DemoReport) -> DemoReport:
        told = draft.told
        died = bool(told.figures.get("injured") and told.figures["injured"].best > 1)
        died = died and self._rng.random() < 0.4
        if died:
            told = replace(told, figures=_one_more_died(told.figures))
        more = {"old_title": draft.written.title}
        sentences = [
            self._writer.add("followup.lead", told, more),
            self._writer.add(f"followup.{'died' if died else 'same'}", told, more, figures=True),
            self._writer.add(f"{told.source.style}.close", told, more),
        ]
        if not told.figures.get("killed"):
            sentences[1] = self._writer.add("unsure", told, more)
        quotes = {"toll": sentences[1]} if told.figures.get("killed") else {}
        title = self._writer.add("followup.title", told, more)
        written = Written(title, " ".join(sentences), quotes)
        at = draft.received_at + timedelta(hours=self._rng.randint(20, 140))
        later = Draft(told, written, at)
        return replace(
            self._report(later, self._number(later)), follows=first.row.external_id, tlp=first.tlp
        )

    def _correction(self, draft: Draft, first: DemoReport) -> DemoReport:
        """Return a second version of a report, with figures nearer to the truth."""
        told = replace(draft.told, figures=_truer(draft.told))
        note = self._writer.add("correction.note", told, {}, figures=True)
        text = draft.written.text.replace(draft.written.quotes["toll"], "").strip()
        quotes = {n: q for n, q in draft.written.quotes.items() if n != "range"} | {"toll": note}
        written = Written(draft.written.title, f"{re.sub(r'  +', ' ', text)} {note}", quotes)
        at = draft.received_at + timedelta(hours=self._rng.randint(8, 100))
        second = self._report(Draft(told, written, at), first.row.external_id)
        return replace(second, version=2, tlp=first.tlp)


def _chance(source: DemoSource, event: DemoEvent) -> float:
    model = source.model
    harmed = event.toll("killed").total * 2 + event.toll("injured").total
    if model.get("harmed_only") and not harmed:
        return 0.0
    if "only" in model:
        return float(model["only"].get(event.kind, 0.0))
    weight = model.get("salience", 1.0)
    notice = 0.66 + 0.45 * weight * min(1.0, harmed / 5)
    return float(min(0.97, model["share"] * model.get("kinds", {}).get(event.kind, 1.0) * notice))


def _links(source: DemoSource, external_id: str, local: datetime) -> tuple[str, ...]:
    url = source.model["url"]
    return (f"{url}/{local:%Y/%m/%d}/{external_id.lower()}",) if url else ()


def _one_more_died(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the figures after one of the injured has died."""
    killed = figures["killed"].best + 1 if "killed" in figures else 1
    injured = figures["injured"].best - 1
    return dict(figures) | {"killed": _plain(killed), "injured": _plain(injured)}


def _truer(told: Telling) -> dict[str, Figure]:
    """Return the figures after a second look: the true ones."""
    truth = {m: told.event.toll(m).total for m in ("killed", "injured")}
    return dict(told.figures) | {m: _plain(count) for m, count in truth.items()}


def _plain(count: int) -> Figure:
    return Figure(count, count, count, (("person", count),) if count else ())
