"""Some hundred incidents with everything a filter can ask for, and the same as plain values.

`World.expected` answers every filter by looking at each incident in turn: the judge of the SQL.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from goodoffices import codebook
from goodoffices.core import search
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, Party, Place, Programme
from goodoffices.core.tlp import TLP
from goodoffices.methods import geo
from goodoffices.methods.text import index_text
from goodoffices.monitor.models import Incident, IncidentParty, IncidentSource, Source
from goodoffices.monitor.queries.filters import IncidentFilter
from tests.cast import Cast

TODAY = 740_000
COMMON = ("government", "الحكومة", "הממשלה")
RARE = ("ceasefire", "هدنة", "הפוגה", "harbour", "checkpoint")
TYPES = ("battle_clash", "remote_shelling", "civilians_attack", "protest_peaceful", "battle", "")
STATES = ("unverified", "verified", "contested", "pending")
SPOTS = (
    (31.2, 35.1),
    (31.25, 35.0),
    (32.9, 35.4),
    (0.001, 0.001),
    (-17.2, 179.99),
    (-17.3, -179.97),
)


@dataclass
class Known:
    """One incident as the judge knows it."""

    pk: int
    programme: int
    tlp: int
    named: bool
    first: int | None
    last: int | None
    path: str
    point: tuple[float, float] | None
    radius_m: int | None
    event_type: str
    state: str
    killed: int | None
    words: set[str]
    parties: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    updated: int = 0


@dataclass
class World:
    """A filled programme, and a few incidents of another one."""

    cast: Cast
    places: dict[str, Place]
    parties: dict[str, Party]
    sources: dict[str, Source]
    incidents: list[Known]

    def seen_by(self, member: Membership) -> list[Known]:
        """Return what a member may see; names on records are the director's."""
        director = member.pk == self.cast.director.pk
        return [
            one
            for one in self.incidents
            if one.programme == member.programme_id
            and (one.tlp <= member.clearance or (one.named and director))
        ]

    def expected(self, asked: IncidentFilter, member: Membership) -> set[int]:
        """Return the ids a filter selects for a member."""
        return {one.pk for one in self.seen_by(member) if self._holds(one, asked, member)}

    def _holds(self, one: Known, asked: IncidentFilter, member: Membership) -> bool:
        return (
            _touches(one, asked.first_day, asked.last_day)
            and _between(one.killed, asked.killed_from, asked.killed_to)
            and (not asked.states or one.state in asked.states)
            and (not asked.types or one.event_type in _below(asked.types))
            and (not asked.place or self._under(one, asked.place))
            and (not asked.sources or bool(one.sources & self._known(asked.sources, member)))
            and (not asked.parties or bool(one.parties & self._with_children(asked.parties)))
            and (asked.near is None or _near(one, asked))
            and _says(one, asked.text)
        )

    def _known(self, codes: tuple[str, ...], member: Membership) -> set[str]:
        known = {one.code for one in self.sources.values() if one.tlp <= member.clearance}
        return known & set(codes)

    def _under(self, one: Known, code: str) -> bool:
        tops = [place.path for place in self.places.values() if place.code == code]
        return any(one.path.startswith(top) for top in tops)

    def _with_children(self, codes: tuple[str, ...]) -> set[str]:
        tops = [party.path for party in self.parties.values() if party.code in codes]
        return {
            party.code
            for party in self.parties.values()
            if any(party.path.startswith(top) for top in tops)
        }


def _touches(one: Known, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    if one.first is None or one.last is None:
        return False
    return (last is None or one.first <= last) and (first is None or one.last >= first)


def _between(value: int | None, low: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def _below(types: tuple[str, ...]) -> set[str]:
    book = codebook.load()
    return {below for one in types for below in book.descendants("event_types", one)}


def _near(one: Known, asked: IncidentFilter) -> bool:
    assert asked.near is not None
    if one.point is None:
        return False
    away = geo.haversine_km(asked.near.latitude, asked.near.longitude, *one.point)
    reach = asked.near.km
    if asked.possibly and one.radius_m and one.radius_m <= 100_000:
        reach += one.radius_m / 1000
    return away <= reach


def _says(one: Known, text: str) -> bool:
    return all(
        (word[1:] not in one.words) if word.startswith("-") else (word in one.words)
        for word in text.split()
    )


def make_world(cast: Cast, *, size: int = 260, seed: int = 7) -> World:
    """Fill the programme of the cast (inside its scope)."""
    world = World(cast, _places(cast.programme), _parties(cast.programme), {}, [])
    for name, tlp in (("Radio", 2), ("Hospital", 2), ("Paper", 0), ("Whisper", TLP.RED)):
        world.sources[name] = Source.objects.create(
            programme=cast.programme, name=name, kind="media", tlp=tlp
        )
    chance = random.Random(seed)
    rows = [_incident(world, chance, cast.programme, number) for number in range(size)]
    other = cast.other_programme
    rows += [_incident(world, chance, other, size + number) for number in range(20)]
    _write(world, rows)
    return world


def _places(programme: Programme) -> dict[str, Place]:
    tree = [
        ("Talmora", None, "country"),
        ("North", "Talmora", "region"),
        ("Harrow", "North", "district"),
        ("Harrow town", "Harrow", "town"),
        ("South", "Talmora", "region"),
        ("Sarend", "South", "town"),
        ("Elsewhere", None, "country"),
    ]
    found: dict[str, Place] = {}
    for name, above, kind in tree:
        place = Place.objects.create(
            programme=programme, name=name, kind=kind, parent=found.get(above or "")
        )
        place.path = (found[above].path if above else "/") + f"{place.pk}/"
        place.save(update_fields=["path"])
        found[name] = place
    return found


def _parties(programme: Programme) -> dict[str, Party]:
    found: dict[str, Party] = {}
    tree = [("Front", None, 1), ("Front youth", "Front", 1), ("League", None, 1)]
    for name, above, tlp in tree:
        party = Party.objects.create(
            programme=programme, name=name, kind="group", tlp=tlp, parent=found.get(above or "")
        )
        party.path = (found[above].path if above else "/") + f"{party.pk}/"
        party.save(update_fields=["path"])
        found[name] = party
    return found


def _incident(world: World, chance: random.Random, programme: Programme, number: int) -> Incident:
    first, last = _days(chance)
    place = chance.choice([*world.places.values(), None])
    point = _point(chance)
    words = _words(chance)
    tlp = chance.choice([0, 1, 2, 2, 2, 3, 4])
    best = chance.choice([None, 0, 0, 1, 3, 12])
    known = Known(
        pk=0,
        programme=programme.pk,
        tlp=tlp,
        named=tlp == TLP.RED and chance.random() < 0.5,
        first=first,
        last=last,
        path=place.path if place else "",
        point=point,
        radius_m=chance.choice([None, 0, 3_000, 20_000, 90_000, 250_000]) if point else None,
        event_type=chance.choice(TYPES),
        state=chance.choice(STATES),
        killed=best,
        words=words,
    )
    if programme == world.cast.programme:
        known.sources = _some(chance, world.sources, [1, 1, 1, 2, 3])
        known.parties = _some(chance, world.parties, [0, 1, 1, 2])
    world.incidents.append(known)
    return _row(world, known, programme, place, number)


def _some(chance: random.Random, named: Mapping[str, Source | Party], many: list[int]) -> set[str]:
    """Return the codes of as many of them as chance would have it."""
    return {named[name].code for name in chance.sample(sorted(named), chance.choice(many))}


def _days(chance: random.Random) -> tuple[int | None, int | None]:
    kind = chance.random()
    if kind < 0.05:
        return None, None
    first = TODAY - chance.randrange(900)
    if kind < 0.15:
        return first, first + chance.randrange(367, 1200)
    return first, first + chance.choice([0, 0, 0, 6, 30, 365, 366, 367])


def _point(chance: random.Random) -> tuple[float, float] | None:
    if chance.random() < 0.1:
        return None
    latitude, longitude = chance.choice(SPOTS)
    longitude += chance.gauss(0, 0.3)
    return latitude + chance.gauss(0, 0.3), geo.distance.around(longitude)


def _words(chance: random.Random) -> set[str]:
    found = {word for word in COMMON if chance.random() < 0.8}
    return found | {word for word in RARE if chance.random() < 0.1}


def _row(
    world: World, known: Known, programme: Programme, place: Place | None, number: int
) -> Incident:
    sources = [one for one in world.sources.values() if one.code in known.sources]
    latitude, longitude = known.point or (None, None)
    return Incident(
        programme=programme,
        tlp=known.tlp,
        own_tlp=0,
        state=known.state,
        first_day=known.first,
        last_day=known.last,
        place=place,
        latitude=latitude,
        longitude=longitude,
        cell=None if known.point is None else geo.cell(*known.point),
        radius_m=known.radius_m,
        event_type=known.event_type,
        killed_low=known.killed,
        killed_best=known.killed,
        killed_high=None if known.killed is None else known.killed + number % 3,
        source_count=len(sources),
        sole_source=sources[0] if len(sources) == 1 else None,
    )


def _write(world: World, rows: list[Incident]) -> None:
    """Store all incidents, what hangs on them, and their words."""
    pairs = list(zip(world.incidents, Incident.objects.bulk_create(rows), strict=True))
    for known, row in pairs:
        known.pk = row.pk
    IncidentSource.objects.bulk_create(
        IncidentSource(incident=row, source=one)
        for known, row in pairs
        for one in world.sources.values()
        if len(known.sources) > 1 and one.code in known.sources
    )
    IncidentParty.objects.bulk_create(
        IncidentParty(incident=row, party=one, role="side_a")
        for known, row in pairs
        for one in world.parties.values()
        if one.code in known.parties
    )
    search.index(
        "incident",
        (
            (known.pk, known.programme, known.tlp, index_text(" ".join(sorted(known.words))))
            for known, _row in pairs
        ),
    )
    for known, row in pairs:
        if known.named and known.programme == world.cast.programme.pk:
            name_on(row, [world.cast.director], by=None)
