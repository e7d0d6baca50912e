"""Reports as linkage compares them, read in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from goodoffices.methods.images import whole
from goodoffices.methods.linkage import Record, toll
from goodoffices.methods.linkage.records import Toll
from goodoffices.methods.text import fold
from goodoffices.monitor.models import Claim, Report, ReportEvidence, ReportVersion
from goodoffices.monitor.services.intake.words import batches

PLACE_RADIUS_M = 10_000
"""How far the true point may lie where only a place of the gazetteer is known."""

OWN_COLUMN = ("killed", "injured")
"""Tolls that linkage keeps apart from all others."""

_CLAIM = (
    *("report_id", "kind", "latitude", "longitude", "radius_m", "event_type", "party_id"),
    *("party_text", "measure", "category", "low", "best", "high"),
    *("place__latitude", "place__longitude", "place__radius_m", "place__path"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """A report for linkage, with the mark that says who may see it."""

    pk: int
    tlp: int
    record: Record


def known_of(report_ids: Iterable[int]) -> dict[int, Known]:
    """Return reports by id as linkage compares them: four queries for each few hundred."""
    found: dict[int, Known] = {}
    for part in batches(sorted(set(report_ids))):
        found |= _read(part)
    return found


def _read(ids: Sequence[int]) -> dict[int, Known]:
    claims, words, files = _claims(ids), _words(ids), _files(ids)
    names = ("pk", "tlp", "source_id", "first_day", "last_day", "received_at")
    rows = Report.known(ids).values_list(*names)
    return {
        pk: Known(
            pk,
            tlp,
            Record(
                id=str(pk),
                source=str(source),
                first_day=first,
                last_day=last,
                **claims[pk].values(),
                **words.get(pk, {}),
                files=tuple(digest for digest, _image in files[pk]),
                images=tuple(image for _digest, image in files[pk] if image is not None),
                received=int(received.timestamp()),
            ),
        )
        for pk, tlp, source, first, last, received in rows
    }


class Said:
    """What the claims of one report say, gathered for a `Record`."""

    def __init__(self) -> None:
        self.where: tuple[float | None, float | None, int | None] = (None, None, None)
        self.event_type = ""
        self.parties: dict[str, None] = {}
        self.areas: tuple[str, ...] = ()
        self.tolls: dict[str, Toll] = {}

    def values(self) -> dict[str, Any]:
        """Return them as arguments of a `Record`."""
        latitude, longitude, radius = self.where
        return {
            "latitude": latitude,
            "longitude": longitude,
            "radius_m": radius,
            "event_type": self.event_type,
            "parties": tuple(self.parties),
            "areas": self.areas,
            "killed": self.tolls.get("killed", toll()),
            "injured": self.tolls.get("injured", toll()),
            "counts": tuple(
                (name, figures) for name, figures in self.tolls.items() if name not in OWN_COLUMN
            ),
        }

    def hear(self, kind: str, row: Sequence[Any]) -> None:
        """Take one claim in; of several of a kind the first counts, of parties all."""
        latitude, longitude, radius, event_type, party, name, measure, category, *rest = row
        if kind == "place" and self.where[0] is None:
            self.where = _where(latitude, longitude, radius, rest[3:6])
            self.areas = tuple(key for key in str(rest[6] or "").split("/") if key)
        elif kind == "type":
            self.event_type = self.event_type or str(event_type)
        elif kind == "party":
            self.parties[f"#{party}" if party else fold(str(name)).strip()] = None
        elif kind == "toll":
            name = str(measure) if category == "all" else f"{measure} {category}"
            self.tolls[name] = toll(*rest[:3])


def row_of(claim: Claim) -> tuple[Any, ...]:
    """Return a claim as `Said.hear` takes it."""
    place = claim.place
    return (
        *(claim.latitude, claim.longitude, claim.radius_m, claim.event_type, claim.party_id),
        *(claim.party_text, claim.measure, claim.category, claim.low, claim.best, claim.high),
        *((place.latitude, place.longitude, place.radius_m) if place else (None, None, None)),
        place.path if place else "",
    )


def _where(
    latitude: float | None, longitude: float | None, radius: int | None, place: Sequence[Any]
) -> tuple[float | None, float | None, int | None]:
    """Return the point a report gives, else that of the place it names, with its radius."""
    if latitude is not None and longitude is not None:
        return latitude, longitude, radius
    own_latitude, own_longitude, own_radius = place
    if own_latitude is None or own_longitude is None:
        return None, None, None
    return own_latitude, own_longitude, own_radius or PLACE_RADIUS_M


def _claims(ids: Sequence[int]) -> dict[int, Said]:
    found: dict[int, Said] = defaultdict(Said)
    rows = Claim.of_reports(ids).filter(is_current=True).order_by("pk")
    for report, kind, *rest in rows.values_list(*_CLAIM):
        found[report].hear(kind, rest)
    return found


def _words(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return text, language and links of the current versions."""
    current = dict(Report.known(ids).values_list("pk", "current"))
    names = ("report_id", "number", "title", "text", "language", "links")
    rows = ReportVersion.of_reports(ids).values_list(*names)
    return {
        pk: {
            "text": f"{title}\n{text}".strip(),
            "language": language,
            "links": tuple(str(link) for link in links or ()),
        }
        for pk, number, title, text, language, links in rows
        if number == current.get(pk)
    }


def _files(ids: Sequence[int]) -> dict[int, list[tuple[str, int | None]]]:
    """Return the files that whoever may see the report may see too, each with what a picture
    shows: others are no reason."""
    found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    open_too = ReportEvidence.of_reports(ids).filter(evidence__tlp__lte=F("report__tlp"))
    looks = (f"evidence__file__looks__band{number}" for number in range(4))
    rows = open_too.order_by("pk").values_list("report_id", "evidence__file__sha256", *looks)
    for report, digest, *parts in rows:
        image = whole((parts[0], parts[1], parts[2], parts[3])) if parts[0] is not None else None
        found[report].append((digest, image))
    return found
