"""Places with all their names, boundaries, and parties with what others call them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from goodoffices.core import search
from goodoffices.core.models import (
    Boundary,
    BoundarySet,
    Party,
    PartyLabel,
    PartyName,
    Place,
    PlaceName,
)
from goodoffices.core.tlp import TLP
from goodoffices.demo.loading.house import House
from goodoffices.demo.tables import LANGUAGES
from goodoffices.demo.values import DemoParty, DemoPlace
from goodoffices.methods.text import fold, index_text

KINDS = {"city": Place.Kind.TOWN} | {
    kind: kind for kind in ("country", "region", "district", "town", "village")
}
"""Kinds of the core by the generator's; everything else is a site."""

UNNAMED = ("unknown", "residents")
"""Parties of the generator that nobody would keep a record of."""

DISPLAY_TOLERANCE = 0.004
"""Degrees by which display geometry may differ, about 400 m."""


def add_places(house: House) -> dict[str, Place]:
    """Add all places with their names; returns them by the generator's key."""
    placed = {demo.key: _place(house, demo) for demo in house.demo.places}
    Place.objects.bulk_create(placed.values())
    for demo in house.demo.places:
        place, parent = placed[demo.key], placed.get(demo.parent)
        place.parent = parent
        place.path = f"{parent.path if parent else '/'}{place.pk}/"
        place.depth = parent.depth + 1 if parent else 0
    Place.objects.bulk_update(placed.values(), ["parent", "path", "depth"])
    PlaceName.objects.bulk_create(
        name for demo in house.demo.places for name in _place_names(placed[demo.key], demo)
    )
    _file("place", house, ((placed[d.key], _all_names(d)) for d in house.demo.places))
    house.ledger.note(
        "core.gazetteer.loaded",
        at=house.opened + timedelta(hours=1),
        by=house.director,
        data={"places": len(placed)},
    )
    return placed


def _place(house: House, demo: DemoPlace) -> Place:
    return Place(
        programme=house.programme,
        tlp=TLP.CLEAR,
        kind=KINDS.get(demo.kind, Place.Kind.SITE),
        name=demo.names["en"],
        latitude=demo.latitude,
        longitude=demo.longitude,
        radius_m=demo.radius_m,
        population=demo.population,
        external_ids={house.key: demo.key},
        origin="demonstration",
        labels=dict(demo.names),
    )


def _place_names(place: Place, demo: DemoPlace) -> Iterable[PlaceName]:
    for language in LANGUAGES:
        given = {demo.names[language]: PlaceName.Status.PREFERRED}
        given |= {
            name: PlaceName.Status.ALTERNATE
            for name in demo.alternates[language]
            if name not in given
        }
        for name, status in given.items():
            yield PlaceName(
                place=place, language=language, name=name, folded=fold(name).strip(), status=status
            )


def _all_names(demo: DemoPlace | DemoParty) -> str:
    others = demo.alternates if isinstance(demo, DemoPlace) else demo.aliases
    return "\n".join([*demo.names.values(), *(n for found in others.values() for n in found)])


def _file(kind: str, house: House, named: Iterable[tuple[Place | Party, str]]) -> None:
    rows = ((r.pk, house.programme.pk, int(r.tlp), index_text(names)) for r, names in named)
    search.index(kind, rows)


def add_boundaries(house: House, placed: dict[str, Place]) -> BoundarySet:
    """Add the programme's own set of boundaries, with a lighter geometry for display."""
    content = json.dumps(house.demo.boundaries, sort_keys=True, separators=(",", ":")).encode()
    made = BoundarySet.objects.create(
        programme=house.programme,
        code="talmora",
        name="Talmora: country, regions, districts",
        source="Generated for the demonstration",
        licence="CC0",
        note="Invented. Shown as indicative: a line on this map is nobody's claim.",
        digest=hashlib.sha256(content).hexdigest(),
        loaded_at=house.opened,
        by=house.director,
    )
    features = house.demo.boundaries["features"]
    lighter = _lighter(features)
    Boundary.objects.bulk_create(
        _boundary(made, feature, placed, lighter[feature["id"]]) for feature in features
    )
    house.ledger.note(
        "core.boundaries.loaded",
        at=house.opened + timedelta(hours=2),
        by=house.director,
        data={"set": made.code, "areas": len(features)},
    )
    return made


def _lighter(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return display shapes by key; neighbours of a level keep sharing their border."""
    import shapely
    from shapely.geometry import shape

    found: dict[str, Any] = {}
    by_level: dict[int, list[dict[str, Any]]] = {}
    for feature in features:
        by_level.setdefault(feature["properties"]["level"], []).append(feature)
    for level in by_level.values():
        shapes = [shape(feature["geometry"]) for feature in level]
        light = shapely.coverage_simplify(shapes, DISPLAY_TOLERANCE)
        found |= {f["id"]: s for f, s in zip(level, light, strict=True)}
    return found


def _boundary(
    made: BoundarySet, feature: dict[str, Any], placed: dict[str, Place], light: Any
) -> Boundary:
    from shapely.geometry import mapping, shape

    west, south, east, north = shape(feature["geometry"]).bounds
    names = {code: feature["properties"][f"name_{code}"] for code in LANGUAGES}
    return Boundary(
        set=made,
        name=names["en"],
        names=names,
        level=feature["properties"]["level"],
        place=placed[feature["id"]],
        properties=feature["properties"],
        geometry=feature["geometry"],
        display=json.loads(json.dumps(mapping(light))),
        west=west,
        south=south,
        east=east,
        north=north,
    )


def add_parties(house: House) -> dict[str, Party]:
    """Add the parties with their names, and what others call them, as theirs."""
    wanted = [demo for demo in house.demo.parties if demo.key not in UNNAMED]
    made = {demo.key: _party(house, demo) for demo in wanted}
    Party.objects.bulk_create(made.values())
    for demo in wanted:
        party, parent = made[demo.key], made.get(demo.parent)
        party.parent = parent
        party.path = f"{parent.path if parent else '/'}{party.pk}/"
    Party.objects.bulk_update(made.values(), ["parent", "path"])
    PartyName.objects.bulk_create(
        name for demo in wanted for name in _party_names(made[demo.key], demo)
    )
    called = {source.key: source.names["en"] for source in house.demo.sources}
    PartyLabel.objects.bulk_create(
        PartyLabel(party=made[demo.key], label=label, language=language, used_by=called[source])
        for demo in wanted
        for language, label, source in demo.labels
    )
    _file("party", house, ((made[demo.key], _all_names(demo)) for demo in wanted))
    for number, party in enumerate(made.values()):
        at = house.opened + timedelta(hours=3, minutes=number)
        house.ledger.note("core.party.added", at=at, by=house.director, record=party)
    return made


def _party(house: House, demo: DemoParty) -> Party:
    return Party(
        programme=house.programme,
        kind=demo.kind,
        name=demo.names["en"],
        labels=dict(demo.names),
        external_ids={"talmora": demo.key},
    )


def _party_names(party: Party, demo: DemoParty) -> Iterable[PartyName]:
    for language in LANGUAGES:
        preferred = demo.names[language]
        for name in dict.fromkeys([preferred, *demo.aliases[language]]):
            yield PartyName(
                party=party,
                language=language,
                name=name,
                folded=fold(name).strip()[:250],
                preferred=name == preferred,
            )
