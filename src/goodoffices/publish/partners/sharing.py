"""From an agreement to rows: which incidents may leave, and what is said of each.

One function makes the rows of files and of the API, so that neither can say more than the other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from goodoffices.core.models import Membership, Party, Place
from goodoffices.methods.coarsening import cell_of, widened, withheld
from goodoffices.monitor.models import Incident, IncidentParty
from goodoffices.monitor.queries.selection import NOTHING, period, places_under, types_below
from goodoffices.publish.models import SharingAgreement
from goodoffices.publish.partners.fields import columns_of

CHUNK = 1000
CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz"
)
LEVELS = tuple(SharingAgreement.Level.values)
"""From the widest to the finest kind of place; a site is finer than any of them."""

Row = dict[str, Any]


def agreed(agreement: SharingAgreement, member: Membership) -> QuerySet[Incident]:
    """Return the incidents an agreement lets out, of those that the member may see."""
    return within(agreement, member).filter(tlp__lte=agreement.ceiling)


def within(agreement: SharingAgreement, member: Membership) -> QuerySet[Incident]:
    """Return what the filters of an agreement leave, whatever its mark."""
    asked = period(agreement.first_day, agreement.last_day)
    if agreement.types:
        asked &= Q(event_type__in=types_below(tuple(agreement.types)))
    if agreement.states:
        asked &= Q(state__in=agreement.states)
    if agreement.places:
        asked &= _in_places(agreement.places, member)
    return Incident.objects.visible_to(member).filter(asked)


def _in_places(codes: Sequence[str], member: Membership) -> Q:
    found = NOTHING
    for code in codes:
        places = places_under(code, member)
        if places is not None:
            found |= Q(place__in=places.values("pk"))
    return found


def partner_id(key: str, code: str) -> str:
    """Return the id under which one partner knows a record: nobody can compute it without the key.

    130 bits of HMAC-SHA-256 over the record's code; two partners' ids have nothing in common.
    """
    made = hmac.new(bytes.fromhex(key), f"incident:{code}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made).translate(CROCKFORD)[:26].decode()


@dataclass(slots=True)
class Rows:
    """The rows of some incidents, with counts of what is left out of them while they are made.

    The member's sight and the agreement's ceiling also hold for the places and parties named.
    """

    agreement: SharingAgreement
    member: Membership
    left_out: Counter[str] = field(default_factory=Counter)
    places: dict[int, Place | None] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The columns that the agreement allows, the partner's id first."""
        return columns_of(self.agreement.fields)

    def of(self, incidents: Iterable[Incident]) -> Iterator[Row]:
        """Yield one row for each incident, with the allowed columns and no others."""
        remaining, columns = iter(incidents), self.columns
        while part := list(islice(remaining, CHUNK)):
            self._know_places(part)
            parties = self._parties(part) if "parties" in columns else {}
            for one in part:
                row = self._row(one, parties.get(one.pk, []))
                yield {name: row[name] for name in columns}

    def _row(self, one: Incident, parties: list[str]) -> Row:
        return {
            "id": partner_id(self.agreement.partner.key, one.code),
            "event_type": one.event_type,
            "state": one.state,
            "harm_state": one.harm_state,
            "attribution_state": one.attribution_state,
            "parties": parties,
            "changed": self._period(_local_day(one), _local_day(one))[0],
            **self._days(one),
            **self._place(one),
            **self._point(one),
            **self._killed(one),
        }

    def _days(self, one: Incident) -> Row:
        first, last = one.first_day, one.last_day
        begin, end = self._period(first if first is not None else last, last or first)
        open_ended = {"date_from": first is None, "date_to": last is None}
        known = {"date_from": begin, "date_to": end}
        return {name: None if open_ended[name] else day for name, day in known.items()}

    def _period(self, first: int | None, last: int | None) -> tuple[date | None, date | None]:
        if first is None or last is None:
            return None, None
        begin, end = widened(first, last, self.agreement.time_unit)
        return date.fromordinal(begin), date.fromordinal(end)

    def _place(self, one: Incident) -> Row:
        place = self._coarse(one)
        if place is None:
            return {"place": None, "place_kind": None}
        named = place.labels.get(self.agreement.language) or place.name
        return {"place": named, "place_kind": place.kind}

    def _coarse(self, one: Incident) -> Place | None:
        """Return the smallest place around an incident that may be named."""
        if one.place is None:
            return None
        finest = LEVELS.index(self.agreement.place_level)
        for pk in reversed(_chain(one.place)):
            place = self.places.get(pk)
            if place and place.kind in LEVELS and LEVELS.index(place.kind) <= finest:
                return place
        return None

    def _point(self, one: Incident) -> Row:
        if one.latitude is None or one.longitude is None:
            return {"latitude": None, "longitude": None, "radius_m": None}
        cell = cell_of(one.latitude, one.longitude, self.agreement.grid_km)
        radius = max(cell.radius_m, _rounded_up(one.radius_m or 0, self.agreement.grid_km))
        return {"latitude": cell.latitude, "longitude": cell.longitude, "radius_m": radius}

    def _killed(self, one: Incident) -> Row:
        figures = one.killed_low, one.killed_best, one.killed_high
        few = withheld(figures, self.agreement.smallest)
        if few and "killed" in self.agreement.fields:
            self.left_out["few"] += 1
        low, best, high = (None, None, None) if few else figures
        return {
            "killed_low": low,
            "killed_best": best,
            "killed_high": high,
            "killed_few": few,
        }

    def _know_places(self, part: list[Incident]) -> None:
        chains = {pk for one in part if one.place for pk in _chain(one.place)}
        unknown = chains - self.places.keys()
        visible = Place.objects.visible_to(self.member).filter(tlp__lte=self.agreement.ceiling)
        found = visible.in_bulk(list(unknown))
        self.places.update({pk: found.get(pk) for pk in unknown})

    def _parties(self, part: list[Incident]) -> Mapping[int, list[str]]:
        visible = Party.objects.visible_to(self.member).filter(tlp__lte=self.agreement.ceiling)
        rows = IncidentParty.objects.filter(incident__in=[one.pk for one in part])
        named = {party.pk: party for party in visible.filter(pk__in=rows.values("party"))}
        found: dict[int, list[str]] = defaultdict(list)
        for incident, pk, role in rows.values_list("incident_id", "party_id", "role"):
            if pk in named:
                name = named[pk].labels.get(self.agreement.language) or named[pk].name
                found[incident].append(f"{name} ({role})")
        return {incident: sorted(names) for incident, names in found.items()}


def sorted_rows(agreement: SharingAgreement, member: Membership) -> tuple[list[Row], Counter[str]]:
    """Return every row that may leave, in the order of the partner's ids, and what was left out.

    That order says nothing: not what happened first, nor what came in first.
    """
    making = Rows(agreement, member)
    found = agreed(agreement, member).select_related("place").defer("summary", "tolls")
    rows = sorted(making.of(found.order_by("pk").iterator(CHUNK)), key=lambda row: str(row["id"]))
    return rows, making.left_out


ALIKE = ("date_from", "date_to", "place", "latitude", "longitude", "event_type")


def alone(rows: Iterable[Row]) -> int:
    """Count the rows that no other row is like in place, period and type, as far as shared."""
    seen = Counter(tuple(row.get(name) for name in ALIKE) for row in rows)
    return sum(1 for many in seen.values() if many == 1)


def _chain(place: Place) -> list[int]:
    return [int(part) for part in place.path.split("/") if part]


def _rounded_up(metres: int, km: int) -> int:
    """Return a radius as whole steps of half a cell, so that it does not recognise the record."""
    step = km * 500
    return -(-metres // step) * step


def _local_day(one: Incident) -> int:
    return timezone.localtime(one.updated_at).date().toordinal()
