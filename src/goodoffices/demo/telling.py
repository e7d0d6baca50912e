"""What one source makes of one true event: whom it names, how many, where and when.

The model of each source stands in ``data/people.yaml``: hospitals count who was brought in,
partisan papers count what the other side did twice and what their own did half, committees
remember roughly when, posts scatter widely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import cos, exp, hypot, radians
from random import Random

from goodoffices.demo.chance import pick
from goodoffices.demo.events import METRES_IN_A_DEGREE, OTHER, WINGS, Ground, district_key
from goodoffices.demo.timeline import storyline
from goodoffices.demo.values import DemoEvent, DemoPlace, DemoSource, DemoToll

COUNTED = ("killed", "injured", "detained", "abducted", "released", "displaced", "participants")
SEEN_BY_STAFF = ("field", "observer")
WELL_PLACED = ("accord", "disputed_toll", "night_shelling")
"""Storylines whose place every source gets right."""

VAGUE_STYLES = ("committee", "relief", "lawyers", "posts")


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people, by one source; ``parts`` are counted nouns, as precise as it knows."""

    best: int
    low: int
    high: int
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """Where it was, by one source: a codebook precision, the place named, how it was spelt."""

    precision: str
    place: DemoPlace | None
    shown: str = ""
    chain: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    gazetteer_id: str = ""


@dataclass(frozen=True, slots=True)
class ToldDate:
    """When it was, by one source: EDTF, codebook precision, first and last day."""

    edtf: str
    precision: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Telling:
    """One source's account of one event, before it is put into words."""

    event: DemoEvent
    source: DemoSource
    language: str
    actor: str
    other: str
    place: ToldPlace
    date: ToldDate
    figures: Mapping[str, Figure]
    things: Mapping[str, int]
    spot: str
    seat: str


def tell(rng: Random, event: DemoEvent, source: DemoSource, ground: Ground) -> Telling:
    """Return what the source says of the event."""
    language = pick(rng, source.languages)
    place = told_place(rng, event, source, language, ground)
    actor, other = _sides(rng, event, source)
    vague = place.precision != "exact" or (source.style in VAGUE_STYLES and rng.random() < 0.15)
    return Telling(
        event=event,
        source=source,
        language=language,
        actor=actor,
        other=other,
        place=place,
        date=told_date(rng, event, source),
        figures=figures(rng, event, source, actor),
        things=_things(rng, event, source),
        spot="unnamed" if vague else event.spot,
        seat=ground.district_of(event.place),
    )


def _sides(rng: Random, event: DemoEvent, source: DemoSource) -> tuple[str, str]:
    """Return who acted and who was acted upon, as this source has it."""
    armed = event.side_a in (*WINGS.values(), "unknown")
    if source.leans and armed and event.kind not in ("arrest", "closure", "release", "clash"):
        own = WINGS[source.leans]
        blamed = WINGS[OTHER[source.leans]]
        return (own if event.side_a == own and rng.random() < 0.6 else blamed), event.side_b
    doubts = {"posts": 0.15, "relief": 0.8, "committee": 0.1, "radio": 0.2, "wire": 0.25}
    hides = source.style == "observer" or rng.random() < doubts.get(source.style, 0.1)
    if hides and event.side_a in WINGS.values() and event.kind in ("shelling", "drone", "device"):
        return "unknown", event.side_b
    return event.side_a, event.side_b


def figures(rng: Random, event: DemoEvent, source: DemoSource, actor: str) -> dict[str, Figure]:
    """Return the figures the source gives: killed and injured always as a pair."""
    said = _written_figures(event, source)
    if said:
        return said
    found = {}
    for measure in COUNTED:
        toll = event.toll(measure)
        if toll.total or (measure in ("killed", "injured") and event.toll("killed").total):
            found[measure] = _figure(rng, toll, source, _factor(event, source, actor, measure))
    if event.toll("injured").total and "killed" not in found:
        found["killed"] = Figure(0, 0, 0, ())
    if source.style == "hospital":
        found = {m: f for m, f in found.items() if m in ("killed", "injured")}
    return found


def _written_figures(event: DemoEvent, source: DemoSource) -> dict[str, Figure]:
    """Return figures that a storyline puts into the mouth of a source."""
    said: Mapping[str, Mapping[str, int]] = storyline(event).get("said", {})
    return {
        measure: Figure(count, count, count, (("person", count),))
        for measure, count in said.get(source.key, {}).items()
    }


def _factor(event: DemoEvent, source: DemoSource, actor: str, measure: str) -> float:
    factor = float(source.model["figures"][0])
    if source.leans and measure in ("killed", "injured", "detained", "displaced"):
        own = actor == WINGS[source.leans]
        if actor in WINGS.values():
            factor *= source.model["own"] if own else source.model["against"]
    return factor


def _figure(rng: Random, toll: DemoToll, source: DemoSource, factor: float) -> Figure:
    spread = float(source.model["figures"][1])
    best = round(toll.total * factor * exp(rng.gauss(0, spread)))
    if source.style == "hospital":
        best = sum(rng.random() < factor for _ in range(toll.total))
    if toll.total > 60:
        best = round(best, -1)
    low = high = best
    if best and rng.random() < source.model["range"]:
        low = max(0, best - max(1, round(best * rng.uniform(0.1, 0.5))))
        high = best + max(1, round(best * rng.uniform(0.1, 0.6)))
    return Figure(best, low, high, _parts(rng, toll, best, source))


def _parts(
    rng: Random, toll: DemoToll, best: int, source: DemoSource
) -> tuple[tuple[str, int], ...]:
    """Return who they were where the source knows all of them, else a number of people."""
    close = source.style in ("hospital", "field", "committee", "lawyers", "relief")
    if best == 0:
        return ()
    if best != toll.total or best > 12 or rng.random() > (0.85 if close else 0.4):
        return (("person", best),)
    child = ("girl", "boy")[(toll.men + toll.women) % 2] if toll.children == 1 else "child"
    fighters = "man" if source.style == "hospital" else "fighter"
    men = toll.men + (toll.fighters if fighters == "man" else 0)
    rest = 0 if fighters == "man" else toll.fighters
    named = (("man", men), ("woman", toll.women), (child, toll.children), (fighters, rest))
    return tuple((noun, count) for noun, count in named if count)


def _things(rng: Random, event: DemoEvent, source: DemoSource) -> dict[str, int]:
    """Return the counts texts mention, a little off where the source was not there."""
    near = source.style in SEEN_BY_STAFF
    told = dict(event.things)
    for name in ("shells", "houses", "families", "vehicles", "shops", "hours", "amount"):
        if name in told and not near and told[name] > 3:
            told[name] = max(2, round(told[name] * exp(rng.gauss(0, 0.18))))
    return told


def told_date(rng: Random, event: DemoEvent, source: DemoSource) -> ToldDate:
    """Return when the source says it was: mostly the day, now and then days, about, or a month."""
    day = event.at.date()
    if rng.random() >= source.model["dates"]:
        if source.style == "paper" and event.at.hour >= 20 and rng.random() < 0.35:
            day += timedelta(days=1)
        return ToldDate(day.isoformat(), "day", day, day)
    draw = rng.random()
    if draw < 0.45:
        first, last = day - timedelta(days=rng.randint(0, 1)), day + timedelta(days=1)
        return ToldDate(f"{first.isoformat()}/{last.isoformat()}", "days", first, last)
    if draw < 0.75:
        said = day + timedelta(days=rng.randint(-1, 1))
        return ToldDate(f"{said.isoformat()}~", "days", said, said)
    month = day.replace(day=1)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return ToldDate(f"{day:%Y-%m}", "month", month, last)


def told_place(
    rng: Random, event: DemoEvent, source: DemoSource, language: str, ground: Ground
) -> ToldPlace:
    """Return where the source says it was: the place, a town nearby, the district, or nothing."""
    chances = dict(zip(("exact", "near", "admin2", "none"), source.model["places"], strict=True))
    precision = "exact" if event.storyline in WELL_PLACED else pick(rng, chances)
    if precision == "none":
        return ToldPlace("none", None)
    place = ground.places[event.place]
    if precision == "near":
        place, distance = _larger_place_near(event, ground)
        radius = max(3_000, int(round(distance * 1.3, -2)))
        return _told(rng, precision, place, source, language, ground, radius)
    if precision == "admin2":
        place = ground.places[district_key(place, ground)]
    elif source.style in SEEN_BY_STAFF and rng.random() < 0.5:
        told = _told(rng, precision, place, source, language, ground, 150)
        return replace(told, latitude=event.latitude, longitude=event.longitude)
    return _told(rng, precision, place, source, language, ground, place.radius_m)


def _told(
    rng: Random,
    precision: str,
    place: DemoPlace,
    source: DemoSource,
    language: str,
    ground: Ground,
    radius_m: int,
) -> ToldPlace:
    spellings = place.alternates[language]
    varied = bool(spellings) and rng.random() < source.model["spelling"]
    shown = rng.choice(spellings) if varied else place.names[language]
    above = tuple(p.names[language] for p in chain(place, ground))
    known = place.key if source.style in SEEN_BY_STAFF else ""
    return ToldPlace(
        precision,
        place,
        shown,
        (*above, shown),
        place.latitude,
        place.longitude,
        radius_m,
        known,
    )


def chain(place: DemoPlace, ground: Ground) -> Sequence[DemoPlace]:
    """Return the places above one, widest first."""
    above: list[DemoPlace] = []
    while place.parent:
        place = ground.places[place.parent]
        above.insert(0, place)
    return above


def _larger_place_near(event: DemoEvent, ground: Ground) -> tuple[DemoPlace, float]:
    """Return the nearest town other than the true place, and its distance in metres."""
    towns = [
        p for p in ground.places.values() if p.kind in ("city", "town") and p.key != event.place
    ]
    town = min(towns, key=lambda p: _metres(event, p))
    return town, _metres(event, town)


def _metres(event: DemoEvent, place: DemoPlace) -> float:
    north = (event.latitude - place.latitude) * METRES_IN_A_DEGREE
    east = (event.longitude - place.longitude) * METRES_IN_A_DEGREE
    return hypot(north, east * cos(radians(place.latitude)))
