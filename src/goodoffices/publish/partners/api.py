"""What a partner's own token reaches: what is shared with it, and the records themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from goodoffices.formats import exchange
from goodoffices.monitor.api.schemas import Problem
from goodoffices.publish.partners import walking
from goodoffices.publish.partners.services import readings
from goodoffices.publish.partners.services.tokens import Opened
from goodoffices.publish.partners.writing import coarsening, columns_told, mark_of

router = Router(tags=["for partners"])
ANSWERS: Any = {400: Problem, 401: Problem, 429: Problem, 503: Problem}


class SharedIncident(Schema):
    """One incident as the agreement lets it out; a field that is not agreed on is absent."""

    id: str = Field(description=exchange.COLUMNS["id"].about)
    date_from: date | None = Field(None, description=exchange.COLUMNS["date_from"].about)
    date_to: date | None = Field(None, description=exchange.COLUMNS["date_to"].about)
    place: str | None = Field(None, description=exchange.COLUMNS["place"].about)
    place_kind: str | None = Field(None, description=exchange.COLUMNS["place_kind"].about)
    latitude: float | None = Field(None, description=exchange.COLUMNS["latitude"].about)
    longitude: float | None = Field(None, description=exchange.COLUMNS["longitude"].about)
    radius_m: int | None = Field(None, description=exchange.COLUMNS["radius_m"].about)
    event_type: str | None = Field(None, description=exchange.COLUMNS["event_type"].about)
    killed_low: int | None = Field(None, description=exchange.COLUMNS["killed_low"].about)
    killed_best: int | None = Field(None, description=exchange.COLUMNS["killed_best"].about)
    killed_high: int | None = Field(None, description=exchange.COLUMNS["killed_high"].about)
    killed_few: bool | None = Field(None, description=exchange.COLUMNS["killed_few"].about)
    state: str | None = Field(None, description=exchange.COLUMNS["state"].about)
    harm_state: str | None = Field(None, description=exchange.COLUMNS["harm_state"].about)
    attribution_state: str | None = Field(
        None, description=exchange.COLUMNS["attribution_state"].about
    )
    parties: list[str] = Field([], description=exchange.COLUMNS["parties"].about)
    changed: date | None = Field(None, description=exchange.COLUMNS["changed"].about)


class SharedPage(Schema):
    """Some incidents."""

    incidents: list[SharedIncident]
    next: str = Field(description="pass it as `cursor`; empty at the end")
    since: str = Field(description="keep it: passed as `since` later, only what changed comes")


class SharedAgreement(Schema):
    """What is shared, and how coarsely."""

    version: int = Field(description="of the agreement")
    format_version: int
    since: date
    until: date
    tlp: str = Field(description="the strictest mark a record may bear")
    purpose: str
    columns: dict[str, dict[str, str]] = Field(description="every column, and what it means")
    coarsening: dict[str, Any]


class SharedQuery(Schema):
    """How the records are walked."""

    cursor: str = Field("", max_length=600, description="`next` of the page before")
    since: str = Field("", max_length=600, description="`since` of an earlier walk")
    limit: int = Field(100, ge=1, le=500, description="so many on a page")


@router.get(
    "/agreement",
    response={200: SharedAgreement, **ANSWERS},
    url_name="partner_agreement",
    summary="What is shared",
)
def agreement(request: HttpRequest) -> SharedAgreement:
    """Say what the agreement of this token shares, and how coarsely."""
    opened = _opened(request)
    readings.count(opened.token, rows=0)
    held = opened.agreement
    return SharedAgreement(
        version=held.number,
        format_version=exchange.VERSION,
        since=held.since,
        until=held.until,
        tlp=mark_of(held),
        purpose=held.purpose,
        columns=columns_told(held),
        coarsening=coarsening(held),
    )


@router.get(
    "/incidents",
    response={200: SharedPage, **ANSWERS},
    exclude_unset=True,
    url_name="partner_incidents",
    summary="The records that are shared",
)
def incidents(request: HttpRequest, asked: Query[SharedQuery]) -> dict[str, Any]:
    """Return one page of the records, coarsened as agreed; no column but those agreed on."""
    opened = _opened(request)
    found = walking.page(opened, cursor=asked.cursor, since=asked.since, limit=asked.limit)
    readings.count(opened.token, rows=len(found.rows))
    return {"incidents": found.rows, "next": found.next, "since": found.since}


def _opened(request: HttpRequest) -> Opened:
    found: Opened = request.auth  # type: ignore[attr-defined]
    return found
