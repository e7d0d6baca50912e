"""From the values a reader hands on to rows of claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from goodoffices.formats.values import (
    DateClaim,
    PartyClaim,
    PlaceClaim,
    ReportRow,
    TollClaim,
    TypeClaim,
)
from goodoffices.methods import dates
from goodoffices.monitor.models import Claim

HEAD = ("report_id", "version", "is_current")
TAIL = (
    *("kind", "quote", "precision", "source_code"),
    *("edtf", "first_day", "last_day"),
    *("place_id", "place_text", "latitude", "longitude", "radius_m"),
    "event_type",
    *("party_id", "party_text", "role"),
    *("measure", "category", "low", "best", "high", "remark"),
)
CLAIM_COLUMNS = HEAD + TAIL
"""The columns that `Recorder.rows` fills, in order."""

Tail = tuple[Any, ...]
_DATE, _PLACE, _TYPE = (None, None), (None, "", None, None, None), ("",)
_PARTY, _TOLL = (None, "", ""), ("", "", None, None, None, "")
MOST = 100_000
"""Tails kept; an event table repeats its places, parties and days a thousandfold."""


class Register(Protocol):
    """Who knows which place and which party of the programme a claim speaks of."""

    def place_id(self, claim: PlaceClaim) -> int | None:
        """Return the id of the place, or None where the programme knows none."""

    def party_id(self, claim: PartyClaim) -> int | None:
        """Return the id of the party, or None where the programme knows none."""


class Recorder:
    """Writes the claims of reports as rows; equal claims are worked out once and shared."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._kept: dict[object, Tail] = {}

    def rows(self, report_id: int, version: int, row: ReportRow) -> list[Tail]:
        """Return one row per claim of the report, in the order of `CLAIM_COLUMNS`."""
        head = (report_id, version, True)
        return [head + tail for tail in self.tails(row)]

    def tails(self, row: ReportRow) -> Iterator[Tail]:
        """Yield what each claim says, in the order of `TAIL`."""
        for claims, make in (
            (row.dates, _date),
            (row.places, self._place),
            (row.types, _type),
            (row.parties, self._party),
            (row.tolls, _toll),
        ):
            for claim in claims:
                yield self._kept.get(claim) or self._made(claim, make)

    def _made(self, claim: Any, make: Callable[[Any], Tail]) -> Tail:
        if len(self._kept) >= MOST:
            self._kept.clear()
        tail = self._kept[claim] = make(claim)
        return tail

    def _place(self, claim: PlaceClaim) -> Tail:
        text = cut(", ".join(reversed(claim.names)) or claim.country, 300)
        place = (
            self._register.place_id(claim),
            text,
            claim.latitude,
            claim.longitude,
            claim.radius_m,
        )
        head = _head(Claim.Kind.PLACE, claim.quote, claim.precision, claim.source_code)
        return (*head, "", *_DATE, *place, *_TYPE, *_PARTY, *_TOLL)

    def _party(self, claim: PartyClaim) -> Tail:
        party = (self._register.party_id(claim), cut(claim.name, 250), cut(claim.role, 16))
        head = _head(Claim.Kind.PARTY, claim.quote, "", claim.external_id)
        return (*head, "", *_DATE, *_PLACE, *_TYPE, *party, *_TOLL)


def _date(claim: DateClaim) -> Tail:
    span = dates.parse(claim.edtf)
    days = (claim.edtf, span.first_day, span.last_day)
    head = _head(Claim.Kind.DATE, claim.quote, claim.precision, claim.source_code)
    return head + days + _PLACE + _TYPE + _PARTY + _TOLL


def _type(claim: TypeClaim) -> Tail:
    head = _head(Claim.Kind.TYPE, claim.quote, "", claim.source_code)
    return (*head, "", *_DATE, *_PLACE, claim.code, *_PARTY, *_TOLL)


def _toll(claim: TollClaim) -> Tail:
    toll = (claim.measure, claim.category, claim.low, claim.best, claim.high, claim.remark)
    head = _head(Claim.Kind.TOLL, claim.quote, "", "")
    return (*head, "", *_DATE, *_PLACE, *_TYPE, *_PARTY, *toll)


def _head(kind: str, quote: str, precision: str, source_code: str) -> Tail:
    return (str(kind), cut(quote, 500), precision, cut(source_code, 120))


def cut(text: str, most: int) -> str:
    """Shorten a text to what its column holds; the raw row keeps the whole."""
    return text if len(text) <= most else text[: most - 1] + "…"
