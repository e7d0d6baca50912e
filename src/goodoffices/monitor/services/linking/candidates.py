"""Which reports one report is compared with: those of about its days and place, or its files.

Days and places count within the precision with which they are stated. Incidents are found in the
columns of the ledger, waiting reports by the index of their days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import F

from goodoffices.core.queries.likeness import near_files
from goodoffices.methods import geo
from goodoffices.methods.columns import Columns
from goodoffices.methods.geo.distance import EARTH_KM
from goodoffices.methods.images import bands
from goodoffices.monitor.ledger.reading import of_all
from goodoffices.monitor.models import Claim, Report, ReportEvidence, ReportLink, ReportVersion
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.records import Known

if TYPE_CHECKING:
    from goodoffices.methods.columns.packing import Column

DAYS, KM = 5, 60.0
"""How far apart two reports of one event may be, beyond what their precision allows."""

MOST_RADIUS_KM = 100.0
"""A place known no better than this is compared as if it were known to this."""

MOST = 120
"""Reports one report is compared with: the nearest in days and place."""

MOST_WAITING = 1_000
AROUND_RECEIPT = 7
"""Days around its receipt in which a report without a date is compared."""

Near = tuple[float, int, int]
"""How far a report is, its id, and that of its incident; 0 for one that waits."""

NAMES = ("first_day", "last_day", "latitude", "longitude", "radius_m")


@dataclass(frozen=True, slots=True)
class Around:
    """The days and the circle within which others may tell of the same event."""

    first_day: int
    last_day: int
    latitude: float | None
    longitude: float | None
    km: float


def around(known: Known) -> Around:
    """Return where and when others are looked for."""
    record = known.record
    first, last = record.first_day, record.last_day
    if first is None:
        received = datetime.fromtimestamp(record.received or 0, UTC).date().toordinal()
        first, last, spare = received, received, AROUND_RECEIPT
    else:
        last, spare = last if last is not None else first, DAYS
    km = KM + min((record.radius_m or 0) / 1000, MOST_RADIUS_KM)
    return Around(first - spare, last + spare, record.latitude, record.longitude, km)


class Candidates:
    """Finds who one report is compared with; keep one for many reports of a programme."""

    def __init__(self, programme_id: int) -> None:
        self._programme = programme_id
        self._columns: Columns | None = None

    def of(self, known: Known) -> list[int]:
        """Return the ids of the nearest reports, itself among them, and of all that came with the
        same file, or with a picture that looks the same."""
        asked = around(known)
        near = sorted([*self._of_incidents(asked), *self._that_wait(asked)])
        ids = [*_with_its_files(known), *self._with_its_pictures(known)]
        ids += _of_each_message(near) if len(near) > MOST else [pk for _far, pk, _of in near]
        return list(dict.fromkeys(ids))[: MOST + 1]

    def _with_its_pictures(self, known: Known) -> list[int]:
        files: set[int] = set()
        for image in known.record.images:
            files.update(pk for pk, _bits in near_files(self._programme, bands(image)))
        rows = ReportEvidence.objects.filter(
            evidence__file__in=sorted(files)[:MOST], report__withdrawn_at=None
        )
        found = rows.order_by("-report_id").values_list("report_id", flat=True)
        return list(found[:MOST]) if files else []

    def _of_incidents(self, asked: Around) -> list[Near]:
        if self._columns is None:
            self._columns = of_all(self._programme, NAMES)
        found = _within(self._columns, asked)
        far = _far(found, asked)
        nearest = np.argsort(far, kind="stable")[:MOST]
        by_incident = dict(zip(found["id"][nearest].tolist(), far[nearest].tolist(), strict=True))
        links = ReportLink.standing_in(by_incident).filter(report__withdrawn_at=None)
        rows = links.values_list("report_id", "incident_id")
        return [(by_incident[incident], report, incident) for report, incident in rows]

    def _that_wait(self, asked: Around) -> Iterable[Near]:
        rows = Report.objects.filter(
            WAITING, first_day__gte=asked.first_day - DAYS, first_day__lte=asked.last_day
        )
        days = dict(rows.order_by("-first_day").values_list("pk", "first_day")[:MOST_WAITING])
        points = _points(list(days))
        for pk, day in days.items():
            km = _km(asked, points.get(pk))
            if km is None or km <= asked.km + MOST_RADIUS_KM:
                middle = (asked.first_day + asked.last_day) / 2
                yield abs((day or middle) - middle) / DAYS + (km or 0) / KM, pk, 0


def _of_each_message(near: Sequence[Near]) -> list[int]:
    """Return the ids, of what one source said in the same words only the nearest two of each
    incident and of those that wait: a thousand copies must not crowd out all else.

    Two, because one of them may be the report itself.
    """
    said: dict[int, object] = {}
    for part in batches([pk for _far, pk, _of in near]):
        current = ReportVersion.of_reports(part).filter(number=F("report__current"))
        rows = current.values_list("report_id", "report__source_id", "title", "text")
        said |= {pk: (source, title, text) for pk, source, title, text in rows if text}
    count: Counter[object] = Counter()
    kept = []
    for _far, pk, incident in near:
        message = incident, said.get(pk, pk)
        count[message] += 1
        kept += [pk] if count[message] <= 2 else []
    return kept


def _within(columns: Columns, asked: Around) -> Columns:
    """Return the incidents whose days touch the period and whose circle touches the circle."""
    began, ended = columns["first_day"], columns["last_day"]
    found = columns.where((began <= asked.last_day) & (ended >= asked.first_day))
    if asked.latitude is None or asked.longitude is None:
        return found
    latitude, longitude, radius = found["latitude"], found["longitude"], found["radius_m"]
    reach = asked.km + np.clip(radius, 0, MOST_RADIUS_KM * 1000) / 1000
    metres = _distances(latitude, longitude, asked)
    return found.where(np.isnan(latitude) | (metres <= reach))


def _distances(latitude: Column, longitude: Column, asked: Around) -> Column:
    assert asked.latitude is not None
    assert asked.longitude is not None
    lat, lat0 = np.radians(latitude), np.radians(asked.latitude)
    east = np.radians(longitude - asked.longitude)
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin(east / 2) ** 2
    distances: Column = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    return distances


def _far(found: Columns, asked: Around) -> Column:
    """Say how far each incident is, days and kilometres taken together; less is nearer."""
    middle = (asked.first_day + asked.last_day) / 2
    days = np.abs(found["first_day"] - middle) / DAYS
    if asked.latitude is None:
        return days
    return (
        days + np.nan_to_num(_distances(found["latitude"], found["longitude"], asked), nan=KM) / KM
    )


def _points(ids: Sequence[int]) -> dict[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    for part in batches(ids):
        rows = Claim.of_reports(part).filter(
            is_current=True, kind=Claim.Kind.PLACE, latitude__isnull=False
        )
        for report, latitude, longitude in rows.values_list("report_id", "latitude", "longitude"):
            if latitude is not None and longitude is not None:
                found.setdefault(report, (latitude, longitude))
    return found


def _km(asked: Around, point: tuple[float, float] | None) -> float | None:
    if point is None or asked.latitude is None or asked.longitude is None:
        return None
    return geo.haversine_km(asked.latitude, asked.longitude, *point)


def _with_its_files(known: Known) -> list[int]:
    """Return the reports that came with one of its files, byte for byte."""
    if not known.record.files:
        return []
    rows = ReportEvidence.objects.filter(
        evidence__file__sha256__in=known.record.files, report__withdrawn_at=None
    )
    return list(rows.order_by("-report_id").values_list("report_id", flat=True)[:MOST])
