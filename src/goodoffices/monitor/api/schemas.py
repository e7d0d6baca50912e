"""What goes over the wire: the fields of incidents, reports, claims and sources."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a text cannot hold the character NUL")
    return text


Text = Annotated[str, AfterValidator(_no_nul)]
Mark = Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
Count = Annotated[int, Field(ge=0, le=100_000_000)]


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(description="stable; programs decide by this")
    detail: str = ""
    errors: list[dict[str, str]] = []


class Walk(Schema):
    """How a list is walked."""

    cursor: str = Field("", description="`next` of the page before", max_length=100)
    limit: int = Field(100, ge=1, le=500, description="so many on a page")


class Paged(Walk):
    """How a list is walked that says since when it was changed."""

    changed_since: datetime | None = Field(None, description="only what changed from then on")


class IncidentQuery(Paged):
    """The filters of the incident list, by the names its page uses."""

    from_: str = Field("", alias="from", description="first day, ISO 8601")
    to: str = Field("", description="last day, ISO 8601")
    period: str = Field("", description="7d, 30d, 90d, 365d or all")
    place: str = Field("", description="code of a place: everything under it")
    near: str = Field("", description="latitude,longitude,km")
    possibly: str = Field("", description="1: also what may lie in the circle")
    type: list[str] = Field([], description="event types of the codebook, and all under them")
    party: list[str] = Field([], description="codes of parties")
    source: list[str] = Field([], description="codes of sources")
    state: list[str] = Field([], description="verification states")
    killed_from: str = Field("", description="at least so many killed")
    killed_to: str = Field("", description="at most so many killed")
    q: str = Field("", description="text, in any of the languages")


class ReportQuery(Paged):
    """The filters of reports."""

    source: str = Field("", description="code of a source", max_length=16)
    linked: bool | None = Field(None, description="whether an incident holds it")


class Named(Schema):
    """A place, party or source by its code, and what it is called."""

    code: str
    name: str


class Toll(Schema):
    """A count of people with its interval; null is not known, and never 0."""

    low: int | None
    best: int | None
    high: int | None


class Aspects(Schema):
    """The verification state of each aspect; ``event`` is the incident's own state."""

    event: str
    harm: str
    attribution: str


class AssessmentOut(Schema):
    """The judgement that an aspect rests on."""

    aspect: str = Field(description="codebook: verification_aspects")
    state: str = Field(description="codebook: verification_states")
    standard: str = Field(description="step of the programme's ladder; empty: none stated")
    rule_holds: bool | None = Field(description="null: the programme's rule was not asked")
    second_person: bool = Field(description="whether another person confirmed it")
    since: datetime


class IncidentOut(Schema):
    """What happened, as far as known; shown values are derived by the rules named beside them."""

    code: str
    title: str
    title_language: str
    state: str = Field(description="verification state of the event aspect")
    aspects: Aspects
    tlp: Mark
    date: str = Field(description="EDTF level 1; empty: not known")
    place: Named | None
    place_text: str
    place_precision: str
    latitude: float | None
    longitude: float | None
    radius_m: int | None = Field(description="how far off the point may be")
    event_type: str
    killed: Toll
    changed: datetime


class IncidentPage(Schema):
    """Some incidents."""

    incidents: list[IncidentOut]
    next: str = Field(description="cursor of the next page; empty at the end")


class ClaimOut(Schema):
    """One value that one report gives."""

    kind: str
    quote: str
    date: str | None = None
    place: Named | None = None
    place_text: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    precision: str | None = None
    event_type: str | None = None
    party: Named | None = None
    party_text: str | None = None
    role: str | None = None
    measure: str | None = None
    category: str | None = None
    toll: Toll | None = None


class ReportOut(Schema):
    """What one source said, as received."""

    code: str
    source: Named | None
    external_id: str
    language: str
    title: str
    tlp: Mark
    credibility: int | None
    channel: str
    received: datetime
    withdrawn: datetime | None
    linked: bool


class ReportPage(Schema):
    """Some reports."""

    reports: list[ReportOut]
    next: str = Field(description="cursor of the next page; empty at the end")


class ReportWithClaims(ReportOut):
    """A report with the claims of its current version."""

    claims: list[ClaimOut]


class ReportDetail(ReportWithClaims):
    """A report with its words and the incidents it is linked to."""

    text: str
    links: list[str]
    version: int
    digest: str = Field(description="SHA-256 of what was received")
    incidents: list[str] = Field(description="codes of incidents")


class IncidentDetail(IncidentOut):
    """An incident with the reports beneath it and the rules its values are derived by."""

    summary: str
    summary_language: str
    rules: dict[str, str]
    assessments: list[AssessmentOut] = Field(description="one of each aspect that was judged")
    tolls: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    reports: list[ReportWithClaims]


class SourceOut(Schema):
    """Who says things."""

    code: str
    name: str
    kind: str
    reliability: str


class _Given(Schema):
    """What is handed in: a misspelt field is refused, not lost."""

    model_config = ConfigDict(extra="forbid")


class PlaceIn(_Given):
    """Where, from the widest name to the narrowest."""

    names: list[Annotated[Text, Field(max_length=200)]] = Field([], max_length=8)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    radius_m: int | None = Field(None, ge=0, le=2_000_000)
    precision: str = Field("unstated", description="codebook: place_precision")
    quote: Text = Field("", max_length=500)


class PartyIn(_Given):
    """Who is named."""

    name: Text = Field(min_length=1, max_length=250)
    role: str = Field(description="codebook: party_roles")
    quote: Text = Field("", max_length=500)


class TollIn(_Given):
    """How many people."""

    measure: str = Field(description="codebook: toll_measures")
    category: str = Field("all", description="codebook: toll_categories")
    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    quote: Text = Field("", max_length=500)


class ReportIn(_Given):
    """A report to hand in."""

    source: str = Field(description="code of a source", max_length=16)
    external_id: Text = Field("", max_length=100, description="the source's own id")
    title: Text = Field("", max_length=300)
    text: Text = Field("", max_length=200_000)
    language: str = Field("", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{1,4})?)?$", max_length=8)
    tlp: Mark | None = Field(None, description="the programme's default if not given")
    dates: list[str] = Field([], max_length=10, description="EDTF level 1")
    places: list[PlaceIn] = Field([], max_length=20)
    event_types: list[str] = Field([], max_length=10, description="codebook: event_types")
    parties: list[PartyIn] = Field([], max_length=30)
    tolls: list[TollIn] = Field([], max_length=30)
    links: list[Annotated[Text, Field(max_length=1000)]] = Field([], max_length=20)
    open_incident: bool = Field(False, description="also open an unverified incident with it")
