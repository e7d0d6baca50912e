"""When what kind of thing happened in which district: quiet, escalation, truce, erosion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from goodoffices.demo.chance import pick, poisson
from goodoffices.demo.tables import table
from goodoffices.demo.values import DemoEvent

HEAT = 4.0
"""How much likelier a district in the heat of a phase is than another."""

VIOLENT = ("clash", "shelling", "drone", "device", "attack", "dispersal", "crowd", "mine")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happened: day and hour, kind, where at least, and what is already settled."""

    at: datetime
    kind: str
    district: str
    storyline: str = ""
    settled: Mapping[str, Any] = field(default_factory=dict)


def first_day(today: date) -> date:
    """Return the first of the twenty-four months' days."""
    return today - timedelta(days=table("history")["days"])


def accord_day(today: date) -> date:
    """Return the day on which the Orinel Accord was signed."""
    return first_day(today) + timedelta(days=table("history")["accord_day"])


def moments(rng: Random, today: date, districts: Mapping[str, float]) -> list[Moment]:
    """Return all moments in order of time; ``districts`` maps a seat to its weight."""
    found = [*_daily(rng, today, districts), *_written(rng, today)]
    found += list(_echoes(rng, found, today))
    return sorted(found, key=lambda m: (m.at, m.kind, m.district))


def phase_of(day: int) -> Mapping[str, Any]:
    """Return the phase that holds the day, counted from the first."""
    phases = table("history")["phases"]
    found: Mapping[str, Any] = next((p for p in phases if day < p["to"]), phases[-1])
    return found


def storyline(event: DemoEvent) -> Mapping[str, Any]:
    """Return what is written of the storyline an event belongs to, or nothing."""
    found: Mapping[str, Any] = next(
        (
            line
            for line in table("history")["storylines"]
            if line["name"] == event.storyline and line["kind"] == event.kind
        ),
        {},
    )
    return found


def _daily(rng: Random, today: date, districts: Mapping[str, float]) -> Iterator[Moment]:
    for number in range(table("history")["days"]):
        day = first_day(today) + timedelta(days=number)
        phase = phase_of(number)
        weights = {
            kind: kinds["weight"][phase["column"]] * _season(kind, day)
            for kind, kinds in table("kinds").items()
        }
        total = sum(k["weight"][phase["column"]] for k in table("kinds").values())
        heat = {d: w * (HEAT if d in phase["heat"] else 1) for d, w in districts.items()}
        for _ in range(poisson(rng, phase["rate"] * sum(weights.values()) / total)):
            kind = pick(rng, weights)
            yield Moment(_hour(rng, day, table("kinds")[kind]["hours"]), kind, pick(rng, heat))


def _season(kind: str, day: date) -> float:
    """Return by how much season and weekday raise or lower one kind of event."""
    history = table("history")
    factor = 1.0
    for season in (history["winter"], history["harvest"]):
        if day.month in season["months"] and kind in season["kinds"]:
            factor *= season["factor"]
    if kind == "protest":
        factor *= 2.5 if day.weekday() == history["market_day"] else 0.75
    return factor


def _hour(rng: Random, day: date, spans: list[list[float]]) -> datetime:
    start, end = 0.0, 24.0
    draw = rng.random()
    for begin, finish, share in spans:
        if draw < share:
            start, end = begin, finish
            break
        draw -= share
    minutes = int(rng.uniform(start * 60, end * 60 - 1))
    return datetime.combine(day, time(minutes // 60, minutes % 60))


def _written(rng: Random, today: date) -> Iterator[Moment]:
    """Yield what the storylines say, and the accord itself."""
    signing = datetime.combine(accord_day(today), time(17, 20))
    yield Moment(signing, "accord", "orinel", "accord", {"place": "orinel", "spot": "grain_hall"})
    for line in table("history")["storylines"]:
        near, far = line["ago"]
        step = (far - near) / max(1, line["count"] - 1)
        for number in range(line["count"]):
            day = today - timedelta(days=round(far - number * step))
            at = _hour(rng, day, [[*line["hours"], 1.0]])
            yield Moment(at, line["kind"], line["place"].split("_")[0], line["name"], line)


def _echoes(rng: Random, found: list[Moment], today: date) -> Iterator[Moment]:
    """Yield events brought on by others: nearby, of a like kind, within four days."""
    echo = table("history")["echo"]
    for moment in found:
        if moment.kind not in echo["kinds"] or moment.storyline or rng.random() > echo["chance"]:
            continue
        day = moment.at.date() + timedelta(days=rng.randint(1, 4))
        if day < today:
            kind = rng.choice(echo["kinds"])
            hours = table("kinds")[kind]["hours"]
            yield Moment(_hour(rng, day, hours), kind, moment.district, "", {"echo": True})
