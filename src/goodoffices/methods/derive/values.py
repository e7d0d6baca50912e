"""What goes into a derived value and what comes out: frozen values, no database.

Ids are the caller's (numbers or text) and are handed back as they came. Days are proleptic
Gregorian ordinals, degrees WGS 84, tolls counts of people; None is "not known" and never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from goodoffices.methods.dates import Span

Id = int | str


@dataclass(frozen=True, slots=True)
class Said:
    """One claim and who made it.

    ``reliability`` A-F of the source, ``credibility`` 1-6 of the claim (Admiralty scale);
    ``as_of``: the day the source itself dates the value to; ``received``: when the report came
    in, in days with a fraction.
    """

    claim: Id
    source: Id
    reliability: str = field(default="F", kw_only=True)
    credibility: int = field(default=6, kw_only=True)
    as_of: int | None = field(default=None, kw_only=True)
    received: float = field(default=0.0, kw_only=True)


@dataclass(frozen=True, slots=True)
class TollClaim(Said):
    """How many, by one source: low <= best <= high, each a count or None."""

    measure: str
    category: str = "all"
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class DateClaim(Said):
    """When, by one source."""

    span: Span


@dataclass(frozen=True, slots=True)
class PlaceClaim(Said):
    """Where, by one source. ``place``: a known place's id; ``radius_m`` None: not stated."""

    place: Id | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None


@dataclass(frozen=True, slots=True)
class TypeClaim(Said):
    """What kind of event, by one source. ``depth``: of the code in the codebook's tree."""

    code: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PartyClaim(Said):
    """Who took part and as what, by one source."""

    party: Id
    role: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value came out as it did: a stable code and the figures a sentence about it needs."""

    code: str
    facts: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the team decided: a claim that holds, or values typed in by hand.

    ``claim`` None: the typed fields hold. Only the fields of the value in question are read.
    """

    claim: Id | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    span: Span | None = None
    place: Id | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class DerivedToll:
    """The toll shown for one measure and category. ``support``: the claims it rests on."""

    measure: str
    category: str
    low: int | None
    best: int | None
    high: int | None
    rule: str
    support: tuple[Id, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class DerivedDate:
    """The date shown."""

    span: Span
    rule: str
    support: tuple[Id, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class DerivedPlace:
    """The place shown."""

    place: Id | None
    latitude: float | None
    longitude: float | None
    radius_m: int | None
    rule: str
    support: tuple[Id, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class DerivedType:
    """The type of event shown."""

    code: str
    rule: str
    support: tuple[Id, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class DerivedParty:
    """A party shown with one of its roles. ``sources``: how many name it so."""

    party: Id
    role: str
    sources: int
    support: tuple[Id, ...]


ONLY_CLAIM = Reason("only-claim")
NOTHING_KNOWN = Reason("nothing-known")
TEAM_CLAIM = Reason("team-claim")
TEAM_VALUE = Reason("team-value")
