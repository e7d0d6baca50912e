"""Many places at once: gazetteers, the demonstration country, countries that reports name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from goodoffices.core import audit, bulk, search
from goodoffices.core.codes import new_codes
from goodoffices.core.models import Place, PlaceName, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.services.places.values import BulkPlace, GivenName
from goodoffices.methods.text import fold, index_text, language_of

_PLACE = [
    "id",
    "programme_id",
    "code",
    "tlp",
    "kind",
    "parent_id",
    "path",
    "depth",
    "name",
    "latitude",
    "longitude",
    "radius_m",
    "population",
    "external_ids",
    "origin",
    "labels",
]
_NAME = ("place_id", "language", "name", "folded", "status")


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where a place stands: its id and the chain above it."""

    pk: int
    path: str
    depth: int


def add_many(
    *, programme: Programme, rows: Sequence[BulkPlace], by: User | None, origin: str
) -> dict[str, int]:
    """Add places of a list, parents before their children; returns their ids by key."""
    permitted(by, programme, "core.places")
    with transaction.atomic():
        made = insert(programme, rows, origin=origin)
        audit.record(
            "core.place.added",
            by=by,
            programme=programme,
            data={"origin": origin, "count": len(rows)},
        )
    return made


def insert(programme: Programme, rows: Sequence[BulkPlace], *, origin: str) -> dict[str, int]:
    """Write places in the caller's transaction; the caller puts them on record."""
    if not rows:
        return {}
    seats = _known_seats(programme, rows)
    ids = bulk.reserve_ids(Place, len(rows))
    made: dict[str, int] = {}
    columns = []
    for pk, code, row in zip(ids, new_codes(len(rows)), rows, strict=True):
        seat = _seat(pk, row, seats)
        seats[row.key] = seats[pk] = seat
        made[row.key] = pk
        columns.append(_columns(programme, code, row, seat, seats, origin))
    bulk.insert(Place, _PLACE, columns)
    bulk.insert(PlaceName, _NAME, _name_rows(zip(ids, rows, strict=True)))
    search.index(
        "place",
        ((pk, programme.pk, row.tlp, words(row)) for pk, row in zip(ids, rows, strict=True)),
    )
    return made


def add_countries(*, programme: Programme, names: Sequence[str], by: User | None) -> list[Place]:
    """Return the programme's countries of these names, adding those that it lacks.

    A country known to CLDR and GeoNames gets its names in our languages and its ids.
    """
    from goodoffices.core.services.gazetteer.countries import country_named

    with transaction.atomic():
        found = {name: _country_here(programme, name) for name in names}
        missing = [name for name, place in found.items() if place is None]
        rows = [_country_row(name, country_named(name)) for name in missing]
        if rows:
            made = insert(programme, rows, origin="cldr")
            data = {"kind": Place.Kind.COUNTRY.value, "count": len(rows)}
            audit.record("core.place.added", by=by, programme=programme, data=data)
            places = Place.objects.in_bulk(list(made.values()))
            found |= {name: places[made[row.key]] for name, row in zip(missing, rows, strict=True)}
    return [place for name in names if (place := found[name]) is not None]


def words(row: BulkPlace) -> str:
    """Return what a place is found by: each of its names, folded."""
    return index_text(" ".join(dict.fromkeys((row.name, *(given.name for given in row.names)))))


def labels(names: Sequence[GivenName]) -> dict[str, str]:
    """Return the name to show by language: the first preferred one of each."""
    found: dict[str, str] = {}
    for given in names:
        if given.status == PlaceName.Status.PREFERRED:
            found.setdefault(given.language, given.name[:200])
    return found


def _country_here(programme: Programme, name: str) -> Place | None:
    from goodoffices.core.services.gazetteer.countries import country_named

    known = country_named(name)
    spelled = [fold(other).strip() for other in (name, *(known.spellings if known else ()))]
    places = Place.objects.filter(programme=programme, kind=Place.Kind.COUNTRY)
    return places.filter(names__folded__in=spelled).order_by("pk").first()


def _country_row(name: str, known: object) -> BulkPlace:
    from goodoffices.core.services.gazetteer.countries import Country

    preferred = PlaceName.Status.PREFERRED
    if not isinstance(known, Country):
        given = (GivenName(language_of(name), name, preferred),)
        return BulkPlace(name, Place.Kind.COUNTRY, name, given)
    names = [GivenName(language, said, preferred) for language, said in known.names.items()]
    others = dict.fromkeys((name, *known.also))
    names += [GivenName(language_of(other), other) for other in others]
    ids = {"iso": known.iso, "geonames": known.geonames}
    return BulkPlace(name, Place.Kind.COUNTRY, known.names["en"], _once(names), external_ids=ids)


def _once(names: Sequence[GivenName]) -> tuple[GivenName, ...]:
    """Leave out a name that an earlier one says already, however it is spelled."""
    kept: dict[str, GivenName] = {}
    for given in names:
        kept.setdefault(fold(given.name).strip(), given)
    return tuple(kept.values())


def _known_seats(programme: Programme, rows: Sequence[BulkPlace]) -> dict[str | int, _Seat]:
    wanted = {row.parent for row in rows if isinstance(row.parent, int)}
    found = Place.objects.filter(programme=programme, pk__in=wanted)
    return {
        pk: _Seat(pk, path, depth) for pk, path, depth in found.values_list("pk", "path", "depth")
    }


def _seat(pk: int, row: BulkPlace, seats: dict[str | int, _Seat]) -> _Seat:
    if row.parent is None:
        return _Seat(pk, f"/{pk}/", 0)
    above = seats[row.parent]
    return _Seat(pk, f"{above.path}{pk}/", above.depth + 1)


def _columns(
    programme: Programme,
    code: str,
    row: BulkPlace,
    seat: _Seat,
    seats: dict[str | int, _Seat],
    origin: str,
) -> list[object]:
    parent = None if row.parent is None else seats[row.parent].pk
    place = [
        seat.pk,
        programme.pk,
        code,
        int(row.tlp),
        str(row.kind),
        parent,
        seat.path,
        seat.depth,
    ]
    facts = [row.name[:200], row.latitude, row.longitude, row.radius_m, row.population]
    return [*place, *facts, dict(row.external_ids), origin, labels(row.names)]


def _name_rows(rows: Iterator[tuple[int, BulkPlace]]) -> Iterator[tuple[object, ...]]:
    """Yield the names of places; the principal name is always among them."""
    for pk, row in rows:
        given = row.names or (
            GivenName(language_of(row.name), row.name, PlaceName.Status.PREFERRED),
        )
        for one in given:
            name = one.name[:200]
            yield pk, one.language, name, fold(name).strip()[:200], str(one.status)
