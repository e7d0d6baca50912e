"""What a reader hands on: frozen values, one per report, and rejections that say why.

A reader never touches a database. It yields `ReportRow` and `Rejection` in file order; codes are
already mapped through the codebook, with the publisher's own code kept beside ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DateClaim:
    """When one source says it happened. ``edtf``: EDTF level 1; precision: codebook code."""

    edtf: str
    precision: str = "day"
    source_code: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class PlaceClaim:
    """Where one source says it happened.

    ``names`` runs from the widest to the narrowest ("Syria", "Aleppo", "Kafr Hamrah"); degrees
    are WGS 84 or None; ``radius_m`` is how far the true point may lie from the one given.
    ``country`` is the source's own name of the country, ``gazetteer_id`` a known place code.
    """

    names: tuple[str, ...] = ()
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "exact"
    radius_m: int | None = None
    source_code: str = ""
    gazetteer_id: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class TypeClaim:
    """What kind of event one source says it was: our code, and the publisher's own."""

    code: str
    source_code: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class PartyClaim:
    """Who one source names. ``role``: side_a, side_b, initiator, target, associated, victim.

    ``kind`` is a codebook code of ``party_kinds`` where the source gives one, else empty.
    """

    name: str
    role: str
    external_id: str = ""
    quote: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TollClaim:
    """How many, by one source: low <= best <= high, each a count of people or None (not known).

    ``remark`` is ``bounds_reordered`` where the source's own figures were out of order and have
    been put in order; the raw row keeps what was written.
    """

    measure: str
    category: str = "all"
    low: int | None = None
    best: int | None = None
    high: int | None = None
    remark: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as a file gave it, with the claims read from it.

    ``external_id`` is stable over the publisher's releases; ``raw`` is the row as received
    (canonical JSON of the columns as text); ``digest`` is the SHA-256 hex of ``raw``; ``line`` is
    the line (or row) of the file, counted from 1 with the header as line 1.
    """

    external_id: str
    raw: str
    digest: str
    line: int
    title: str = ""
    text: str = ""
    language: str = "en"
    published: str = ""
    dates: tuple[DateClaim, ...] = ()
    places: tuple[PlaceClaim, ...] = ()
    types: tuple[TypeClaim, ...] = ()
    parties: tuple[PartyClaim, ...] = ()
    tolls: tuple[TollClaim, ...] = ()
    links: tuple[str, ...] = ()
    withdrawn: bool = False
    source_name: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look through the whole file found, before any row is handed on.

    ``rows`` counts data rows (for a progress bar); ``form`` says what the file is in a few words
    for the import's record ("ucdp-ged, 49 columns, no header row"); the rest is how it was read.
    """

    rows: int
    kind: str
    columns: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    form: str = ""
    withdrawals: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that was not taken: where it stands, what it held, and why in a stable code.

    ``reason`` is a code of `goodoffices.formats.reasons.REASONS`; ``line`` as in `ReportRow`.
    """

    line: int
    column: str
    value: str
    reason: str
    external_id: str = ""
    detail: dict[str, str] = field(default_factory=dict)
