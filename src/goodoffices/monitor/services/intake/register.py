"""Which places and parties of the programme a claim speaks of, looked up in bulk.

A place is the narrowest one whose name fits, inside the country that the source names, and near
the point where one is given; a name that fits several places equally well is not guessed. A
country or a party that the programme lacks is added, but never from a RED report: its name would
stand where people who may not read the report can see it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goodoffices.core.models import Place, PlaceName, Programme
from goodoffices.core.tlp import TLP
from goodoffices.formats.values import PartyClaim, PlaceClaim, ReportRow
from goodoffices.methods.geo import haversine_km
from goodoffices.methods.text import fold
from goodoffices.monitor.services.intake.newcomers import add_countries
from goodoffices.monitor.services.intake.parties import PartyRegister
from goodoffices.monitor.services.intake.words import batches

NEAR_KM = 50.0
"""A place further than this from the claimed point is another place of the same name."""

MOST = 200_000
"""Claims whose place is remembered; then the memory starts afresh."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that bears a name."""

    pk: int
    path: str
    kind: str
    latitude: float | None
    longitude: float | None


class ProgrammeRegister:
    """The places and parties of one programme, as far as the reports at hand name them."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._parties = PartyRegister(programme)
        self._named: dict[str, list[Candidate]] = {}
        self._found: dict[PlaceClaim, int | None] = {}

    def learn(self, rows: Sequence[ReportRow], tlp: int) -> None:
        """Look up what these rows name, and add countries and parties that are missing."""
        places = {claim for row in rows for claim in row.places}
        self._learn_places([claim for claim in places if claim not in self._found], tlp)
        self._parties.learn({claim for row in rows for claim in row.parties}, tlp)

    def place_id(self, claim: PlaceClaim) -> int | None:
        """Return the id of the place a claim speaks of, or None."""
        if claim not in self._found:
            if len(self._found) >= MOST:
                self._found.clear()
            self._learn_places([claim], TLP.RED)
            self._found[claim] = self._find(claim)
        return self._found[claim]

    def party_id(self, claim: PartyClaim) -> int | None:
        """Return the id of the party a claim names, or None."""
        return self._parties.party_id(claim)

    def _learn_places(self, claims: Iterable[PlaceClaim], tlp: int) -> None:
        claims = list(claims)
        wanted = {key for claim in claims for name in names_of(claim) for key in keys(name)}
        self._load(wanted - self._named.keys())
        missing = {
            claim.country.strip()
            for claim in claims
            if claim.country.strip() and self._country(claim.country) is None
        }
        if missing and tlp < TLP.RED:
            added = add_countries(self._programme, sorted(missing))
            for pk, name in added:
                place = Candidate(pk, f"/{pk}/", Place.Kind.COUNTRY, None, None)
                self._named.setdefault(fold(name).strip(), []).append(place)

    def _load(self, folded: set[str]) -> None:
        self._named |= {name: [] for name in folded}
        columns = ("folded", "place_id", "place__path", "place__kind")
        point = ("place__latitude", "place__longitude")
        for part in batches(sorted(folded)):
            rows = PlaceName.objects.filter(place__programme=self._programme, folded__in=part)
            for name, *place in rows.values_list(*columns, *point).distinct():
                candidate = Candidate(*place)
                if candidate not in self._named[name]:
                    self._named[name].append(candidate)

    def _country(self, name: str) -> Candidate | None:
        for key in keys(name):
            for place in self._named.get(key, ()):
                if place.kind == Place.Kind.COUNTRY:
                    return place
        return None

    def _find(self, claim: PlaceClaim) -> int | None:
        chosen = self._chosen(claim.gazetteer_id) if claim.gazetteer_id else None
        if chosen is not None:
            return chosen
        country = self._country(claim.country) if claim.country else None
        within = country.path if country else "/"
        for name in reversed(claim.names):
            for key in keys(name):
                inside = [p for p in self._named.get(key, ()) if p.path.startswith(within)]
                place = _fitting(inside, claim)
                if place is not None:
                    return place.pk
        return country.pk if country else None

    def _chosen(self, code: str) -> int | None:
        """Return the place that a person chose by its code in the programme, or None."""
        places = Place.objects.filter(programme=self._programme, code=code)
        found: int | None = places.values_list("pk", flat=True).first()
        return found


def names_of(claim: PlaceClaim) -> Iterable[str]:
    """Return every name a claim gives of a place, the country's too."""
    return (*claim.names, claim.country) if claim.country else claim.names


def keys(name: str) -> list[str]:
    """Return the folded forms by which a name is looked up, the name as written first.

    ``DR Congo (Zaire)`` is also tried without its bracket.
    """
    plain = name.split("(", 1)[0]
    return [key for key in dict.fromkeys((fold(name).strip(), fold(plain).strip())) if key]


def _fitting(places: Sequence[Candidate], claim: PlaceClaim) -> Candidate | None:
    """Return the place meant: the nearest where there is a point, else the only one."""
    if claim.latitude is None or claim.longitude is None:
        return places[0] if len(places) == 1 else None
    near: dict[float, Candidate] = defaultdict()
    for place in places:
        if place.latitude is None or place.longitude is None:
            near[NEAR_KM] = place
            continue
        km = haversine_km(claim.latitude, claim.longitude, place.latitude, place.longitude)
        if km <= NEAR_KM or place.kind in (Place.Kind.COUNTRY, Place.Kind.REGION):
            near[km] = place
    return near[min(near)] if near else None
