"""True events: each moment filled with a place, people who acted, people harmed, and things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import cos, pi, radians, sin, sqrt
from random import Random
from typing import Any

from goodoffices.demo.chance import pick, poisson, stream
from goodoffices.demo.geography.gazetteer import area_key
from goodoffices.demo.tables import table
from goodoffices.demo.timeline import Moment, moments
from goodoffices.demo.values import DemoEvent, DemoPlace, DemoToll

WINGS = {"lantern": "lantern_guard", "anchor": "anchor_companies"}
OTHER = {"lantern": "anchor", "anchor": "lantern"}
CIVIC = ("third_shore", "growers", "open_ledger", "harvest_party", "residents")
SITES = {"closure": ("crossing",), "release": ("crossing",)}
ON_SITE = {"crossing": "gate", "port": "harbour_wall", "bridge": "bridge"}
NOT_LIVED_IN = ("crossing", "hospital", "waterworks", "power_station", "quarry")
METRES_IN_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things can happen: places by key, those of each district, the camp of each."""

    places: Mapping[str, DemoPlace]
    of_district: Mapping[str, Sequence[DemoPlace]]
    camp: Mapping[str, str]

    @classmethod
    def of(cls, places: Sequence[DemoPlace]) -> Ground:
        """Sort the places by district; a site in a town counts to the town's district."""
        by_key = {p.key: p for p in places}
        areas = {p.key: p for p in places if p.kind == "district"}
        inside: dict[str, list[DemoPlace]] = {seat_of(key): [] for key in areas}
        for place in places:
            area = place.parent if place.parent in areas else ""
            if place.parent in by_key and by_key[place.parent].parent in areas:
                area = by_key[place.parent].parent
            if area:
                inside[seat_of(area)].append(place)
        camps = table("history")["camps"]
        camp = {seat_of(key): camps.get(area.parent, "") for key, area in areas.items()}
        return cls(by_key, inside, camp)

    def district_of(self, place: str) -> str:
        """Return the seat of the district that holds a place."""
        return next(s for s, inside in self.of_district.items() if self.places[place] in inside)


def seat_of(area: str) -> str:
    """Return the key of a district's seat."""
    return area.removesuffix("_district")


def true_events(seed: int, today: date, ground: Ground) -> tuple[DemoEvent, ...]:
    """Return what truly happened in the twenty-four months, in order, and a few rumours."""
    rng = stream(seed, "events")
    weights = {d["name"].lower(): sqrt(d["population"]) / 100 for d in table("places")["districts"]}
    found = [_event(rng, m, ground) for m in moments(rng, today, weights)]
    rumours = sorted(rng.sample(range(len(found)), table("history")["rumours"]))
    for number in rumours:
        if found[number].storyline == "":
            found[number] = replace(found[number], happened=False, storyline="rumour")
    return tuple(replace(e, key=f"E{n:04}") for n, e in enumerate(found, 1))


def second_events(seed: int, today: date, ground: Ground) -> tuple[DemoEvent, ...]:
    """Return what happened in the small second programme: quiet matters on the far coast."""
    rng = stream(seed, "second")
    second = table("people")["second"]
    days = sorted(rng.sample(range(2, 200), 28), reverse=True)
    found = []
    for number, ago in enumerate(days, 1):
        kind = rng.choice(("closure", "protest", "property", "crowd", "services", "arrest"))
        at = datetime.combine(today - timedelta(days=ago), time(rng.randint(6, 20), 10))
        event = _event(rng, Moment(at, kind, second["office"][0]), ground)
        found.append(replace(event, key=f"S{number:03}", programme=second["key"]))
    return tuple(found)


def _event(rng: Random, moment: Moment, ground: Ground) -> DemoEvent:
    kind = table("kinds")[moment.kind]
    settled = moment.settled
    place = ground.places[settled["place"]] if "place" in settled else _place(rng, moment, ground)
    latitude, longitude = _spot_near(rng, place)
    side_a, side_b = _sides(rng, kind["sides"], ground.camp[moment.district], moment.kind)
    things = _things(rng, kind["things"])
    tolls = _tolls(rng, moment, kind["toll"])
    return DemoEvent(
        key="",
        kind=moment.kind,
        type_code=kind["type"],
        at=moment.at,
        place=place.key,
        latitude=latitude,
        longitude=longitude,
        spot=settled.get("spot") or ON_SITE.get(place.kind) or rng.choice(kind["spots"]),
        side_a=side_a,
        side_b=side_b,
        tolls=tolls + _crowds(moment.kind, things),
        things=things,
        storyline=moment.storyline,
    )


def _place(rng: Random, moment: Moment, ground: Ground) -> DemoPlace:
    """Choose a place of the district: where people are, or the kind of site it needs."""
    inside = ground.of_district[moment.district]
    fitting = [p for p in inside if p.kind in SITES.get(moment.kind, ())]
    if fitting and rng.random() < 0.6:
        return rng.choice(fitting)
    weights = {p.key: sqrt(p.population or 4_000) for p in inside if p.kind not in NOT_LIVED_IN}
    return ground.places[pick(rng, weights)]


def _spot_near(rng: Random, place: DemoPlace) -> tuple[float, float]:
    reach = place.radius_m * sqrt(rng.random()) * 0.9
    angle = rng.uniform(0, 2 * pi)
    north, east = reach * sin(angle), reach * cos(angle)
    latitude = place.latitude + north / METRES_IN_A_DEGREE
    longitude = place.longitude + east / METRES_IN_A_DEGREE / cos(radians(place.latitude))
    return round(latitude, 5), round(longitude, 5)


def _sides(rng: Random, rule: str, camp: str, kind: str) -> tuple[str, str]:
    """Return who acted and who was acted upon, by the kind's rule and whose area it is."""
    holder = camp or rng.choice(("lantern", "anchor"))
    if rule == "fight":
        return _fight(rng, holder)
    if rule == "across":
        return WINGS[OTHER[holder]], "" if rng.random() < 0.7 else WINGS[holder]
    if rule == "hidden":
        return "unknown" if rng.random() < 0.75 else WINGS[OTHER[holder]], ""
    if rule == "armed":
        return pick(rng, {"unknown": 5.0, WINGS[holder]: 2.0, "quarry_group": 2.0}), "residents"
    if rule == "authority":
        return pick(rng, {"police": 4.0, WINGS[holder]: 5.0}), "residents"
    return _calm_sides(rng, rule, holder, kind)


def _fight(rng: Random, holder: str) -> tuple[str, str]:
    pairs = {
        (WINGS[OTHER[holder]], WINGS[holder]): 7.0,
        (WINGS[holder], WINGS[OTHER[holder]]): 2.0,
        ("wells_front", "police"): 1.0,
        ("wells_front", WINGS[holder]): 1.0,
    }
    return pick(rng, pairs)


def _calm_sides(rng: Random, rule: str, holder: str, kind: str) -> tuple[str, str]:
    if rule == "holder":
        return pick(rng, {WINGS[holder]: 4.0, "police": 3.0, "joint_committee": 2.0}), "residents"
    if rule == "civic":
        return rng.choice(CIVIC), ""
    if rule == "talks":
        return (
            ("lantern", "anchor")
            if kind == "accord" or rng.random() < 0.8
            else (
                "growers",
                holder,
            )
        )
    return "", "residents"


def _tolls(rng: Random, moment: Moment, toll: Mapping[str, Any]) -> tuple[DemoToll, ...]:
    settled = moment.settled
    if "killed" in settled:
        return (
            DemoToll("killed", men=1, women=1, fighters=settled["killed"] - 2),
            DemoToll("injured", men=3, women=1, children=1, fighters=settled["injured"] - 5),
        )
    if rng.random() >= settled.get("harm", toll["chance"]):
        return ()
    found = [
        _harmed(rng, measure, toll[measure], toll["fighters"])
        for measure in ("killed", "injured")
        if measure in toll
    ]
    for measure in ("detained", "abducted", "released"):
        if measure in toll:
            men = 1 + poisson(rng, max(0.0, toll[measure] - 1))
            women = 1 if rng.random() < 0.15 else 0
            extra = 2 if measure == "released" else 0
            found.append(DemoToll(measure, men=max(1, men - women) + extra, women=women))
    return tuple(t for t in found if t.total)


def _crowds(kind: str, things: Mapping[str, int]) -> tuple[DemoToll, ...]:
    """Return those who took part or had to leave, where texts count heads or families."""
    if kind == "displacement":
        families = things["families"]
        return (DemoToll("displaced", families, round(families * 1.2), round(families * 2.3)),)
    if kind in ("protest", "dispersal", "crowd"):
        women = things["crowd"] // 3 if kind == "protest" else 0
        return (DemoToll("participants", men=things["crowd"] - women, women=women),)
    return ()


def _harmed(rng: Random, measure: str, mean: float, fighters: float) -> DemoToll:
    """Draw who was harmed; now and then many at once (a heavy tail), mostly few or none."""
    heavy = 3.2 if rng.random() < 0.06 else 1.0
    counts = {"men": 0, "women": 0, "children": 0, "fighters": 0}
    shares = {"men": 0.55, "women": 0.27, "children": 0.18}
    for _ in range(poisson(rng, mean * heavy)):
        counts["fighters" if rng.random() < fighters else pick(rng, shares)] += 1
    return DemoToll(measure, **counts)


def _things(rng: Random, spans: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Draw the counts and choices that texts may mention; large spans lean to small values."""
    drawn = {}
    for name, (low, high) in spans.items():
        lean = 1 if high - low < 8 else 2
        drawn[name] = low + int((high - low + 0.999) * rng.random() ** lean)
    if drawn.get("crowd", 0) > 60:
        drawn["crowd"] = round(drawn["crowd"], -1)
    return drawn | {"direction": rng.randrange(6), "variant": rng.randrange(1_000)}


def district_key(place: DemoPlace, ground: Ground) -> str:
    """Return the key of the district (the area, not its seat) a place lies in."""
    return area_key(ground.district_of(place.key))
