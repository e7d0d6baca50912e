"""Monitoring over the API: reading incidents, reports and sources, and handing in reports."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Path, Query, Router, Status

from goodoffices.core.models import ApiToken, Membership
from goodoffices.core.views.acting import acting
from goodoffices.monitor.api import reading, receiving
from goodoffices.monitor.api.schemas import (
    IncidentDetail,
    IncidentPage,
    IncidentQuery,
    Problem,
    ReportDetail,
    ReportIn,
    ReportPage,
    ReportQuery,
    SourceOut,
)

IDEMPOTENCY_KEY: Any = Header(  # type: ignore[type-arg]
    alias="Idempotency-Key", max_length=255, description="a name of your own for this delivery"
)
router = Router(tags=["monitor"])
Slug = Annotated[str, Path(description="address of the programme")]
PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem}


@router.get("/incidents", response={200: IncidentPage, **PROBLEMS}, by_alias=True)
def incidents(request: HttpRequest, slug: Slug, asked: Query[IncidentQuery]) -> IncidentPage:
    """List incidents, last changed first, by the same filters as the page.

    What the address holds and cannot be understood is refused here, where a page would leave it
    out and say so.
    """
    return reading.incidents(request.GET, asked, _reader(request))


@router.get("/incidents/{code}", response={200: IncidentDetail, **PROBLEMS})
def incident(request: HttpRequest, slug: Slug, code: str) -> IncidentDetail:
    """Show one incident with the reports and claims beneath it."""
    return reading.incident(code, _reader(request))


@router.get("/reports", response={200: ReportPage, **PROBLEMS})
def reports(request: HttpRequest, slug: Slug, asked: Query[ReportQuery]) -> ReportPage:
    """List reports, last received first."""
    return reading.reports(asked, _reader(request))


@router.get("/reports/{code}", response={200: ReportDetail, **PROBLEMS})
def report(request: HttpRequest, slug: Slug, code: str) -> ReportDetail:
    """Show one report: its words as received, its claims, the incidents it is linked to."""
    return reading.report(code, _reader(request))


@router.post("/reports", response={200: ReportDetail, 201: ReportDetail, **PROBLEMS})
def add_report(
    request: HttpRequest,
    slug: Slug,
    given: ReportIn,
    idempotency_key: Annotated[str, IDEMPOTENCY_KEY] = "",
) -> Status[ReportDetail]:
    """Hand in a report.

    Give `external_id` (the source's own id) or an `Idempotency-Key`: sent twice, the same report
    is kept once and answered with 200; changed words under the same id become a new version.
    """
    member = acting(request, "monitor.report")
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    found, made = receiving.receive(given, member, token, idempotency_key)
    return Status(201 if made else 200, reading.shown(found, member))


@router.get("/sources", response={200: list[SourceOut], **PROBLEMS})
def sources(request: HttpRequest, slug: Slug) -> list[SourceOut]:
    """List the sources, with the codes by which reports name them."""
    return reading.sources(acting(request))


def _reader(request: HttpRequest) -> Membership:
    """Return the member; reading by program is taking records out, and needs that permission."""
    return acting(request, "core.export")
