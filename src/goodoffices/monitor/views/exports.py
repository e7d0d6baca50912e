"""What a list holds, as a file: the same filters in the same address, written to the audit log."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_export
from goodoffices.monitor.queries import listing
from goodoffices.monitor.queries import reports as report_list
from goodoffices.monitor.queries.filters import parse
from goodoffices.monitor.queries.periods import settle
from goodoffices.monitor.queries.selection import select
from goodoffices.monitor.queries.sought import narrowed
from goodoffices.monitor.services import exports as files
from goodoffices.monitor.services.exports import Sheet
from goodoffices.monitor.views.acts import acting

INCIDENT_FORMS = ("csv", "xlsx", "geojson", "parquet")
REPORT_FORMS = ("csv", "xlsx", "parquet")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def endings(member: Membership, forms: tuple[str, ...]) -> list[str]:
    """Return the forms in which a member may take a list out: none without the permission."""
    return list(forms) if member.may("core.export") else []


@require_GET
def incidents(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Send the incidents that the address selects."""
    member = acting(request, "core.export")
    _known(ending, INCIDENT_FORMS)
    asked = parse(request.GET)
    _understood(asked.problems)
    if asked.preset not in ("", "all"):
        period = settle(asked, member)
        asked = asked.in_period(period.first, period.last)
    rows = narrowed(select(asked, member)).order_by(*listing.ORDERS[asked.sort])
    note_export(
        member=member, kind="monitor.incident", form=ending, filters=_names(asked.address())
    )
    language = (get_language() or "en")[:2]
    return _sent(files.incident_sheet(rows, member, language), ending, member)


@require_GET
def reports(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Send the reports that the address selects."""
    member = acting(request, "core.export")
    _known(ending, REPORT_FORMS)
    asked = report_list.parse(request.GET)
    _understood(asked.problems)
    rows = report_list.matching(asked, member).order_by("-received_at", "-pk")
    note_export(member=member, kind="monitor.report", form=ending, filters=_names(asked.address()))
    return _sent(files.report_sheet(rows, member), ending, member)


def _names(address: str) -> list[str]:
    """Return the names of the filters used: what was typed into them stays out of the log."""
    return sorted(dict(parse_qsl(address)))


def _known(ending: str, forms: tuple[str, ...]) -> None:
    if ending not in forms:
        raise Http404


def _understood(problems: tuple[str, ...]) -> None:
    """Refuse an address that a page would only partly follow: a file does not say so."""
    if problems:
        raise InvalidInput(" ".join(problems), code="bad-filter")


def _sent(sheet: Sheet, ending: str, member: Membership) -> HttpResponseBase:
    stamp = timezone.localtime().strftime("%Y-%m-%d")
    name = f"{member.programme.slug}-{sheet.name}-{stamp}.{ending}"
    if ending in ("csv", "geojson"):
        pieces = files.as_csv(sheet) if ending == "csv" else files.as_geojson(sheet, member)
        answer: Any = StreamingHttpResponse(pieces, content_type=KINDS[ending])
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer  # type: ignore[no-any-return]
    if ending == "xlsx":
        content = files.as_xlsx(sheet)
    else:
        name, content = files.as_parquet(sheet, member)
    return FileResponse(content, as_attachment=True, filename=name, content_type=KINDS[ending])
