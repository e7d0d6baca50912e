"""Pages for loading files: what was loaded, a new file, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.core import audit
from goodoffices.core.access import require
from goodoffices.core.models import Job, Membership
from goodoffices.formats import csv_out
from goodoffices.formats.registry import reader
from goodoffices.monitor.forms.imports import ImportForm
from goodoffices.monitor.models import Import, ImportRejection
from goodoffices.monitor.queries import outcomes
from goodoffices.monitor.services import imports
from goodoffices.monitor.services.publishers import publisher
from goodoffices.monitor.templatetags.reports import why

LISTS = ("added", "changed", "withdrawn", "missing", "rejected")
"""What came of an import, as the result page lists it."""


def imports_of(member: Membership) -> QuerySet[Import]:
    """Return the imports a member may know of: those whose reports they may see, and their own."""
    known = Import.objects.filter(programme=member.programme)
    return known.filter(Q(tlp__lte=member.clearance) | Q(by=member.user))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the files that were loaded, newest first."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    found = imports_of(member).select_related("source", "job", "by").order_by("-created_at", "-pk")
    return render(request, "monitor/imports.html", {"page": _page(request, found)})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a file and start to load it."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    form = ImportForm(member, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            started = _started(member, form)
        except GoodOfficesError as error:
            form.add_error(None, error.message)
        else:
            return redirect("monitor:import", member.programme.slug, started.code)
    status = 400 if form.is_bound else 200
    return render(request, "monitor/import_new.html", {"form": form}, status=status)


def _started(member: Membership, form: ImportForm) -> Import:
    given, mapping = form.cleaned_data, form.chosen_mapping()
    name = "table" if mapping else given["reader"]
    source = form.chosen_source()
    names_source = bool(mapping and mapping.mapping.get("source"))
    if source is None and not names_source:
        source = publisher(
            programme=member.programme,
            reader=reader(name),
            by=member.user,
            name=mapping.name if mapping else "",
        )
    return imports.start(
        programme=member.programme,
        source=source,
        reader=name,
        file=given["file"],
        name=given["file"].name,
        by=member.user,
        mapping=mapping.mapping if mapping else None,
        release=given["release"],
        complete=given["complete"],
        tlp=given["tlp"],
        encoding=given["encoding"],
    )


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far an import has got, and what came of it."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    imported = _found(member, code)
    listed = request.GET.get("list", "")
    if listed not in LISTS:
        listed = outcomes.first_list(imported)
    page = _page(request, outcomes.listed(imported, listed, member))
    values: dict[str, Any] = {
        "imported": imported,
        "under_way": imported.job is not None and imported.job.state in imports.UNDER_WAY,
        "failed": imported.job is not None and imported.job.state == Job.State.FAILED,
        "listed": listed,
        "tabs": _tabs(imported, listed),
        "waits": bool(imported.missing) and imported.confirmed_at is None,
        "page": page,
    }
    if listed == "changed":
        values["changes"] = outcomes.changes(list(page.object_list))
    template = "monitor/parts/import.html" if request.htmx else "monitor/import.html"  # type: ignore[attr-defined]
    return render(request, template, values)


def _tabs(imported: Import, listed: str) -> list[tuple[str, str, bool]]:
    names = {
        "added": _("Added"),
        "changed": _("Changed"),
        "withdrawn": _("Withdrawn"),
        "missing": _("No longer in the file"),
        "rejected": _("Not taken"),
    }
    counted = [name for name in LISTS if getattr(imported, name) or name == "added"]
    return [
        (
            _("%(name)s (%(number)s)")
            % {"name": names[name], "number": f"{getattr(imported, name) or 0:,}"},
            f"?list={name}",
            name == listed,
        )
        for name in counted
    ]


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Mark what a complete release no longer holds as withdrawn."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    imports.confirm_missing(imported=_found(member, code), by=member.user)
    return redirect("monitor:import", member.programme.slug, code)


@require_safe
def rejections(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Download the rows that were not taken, with line, column, value and reason."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    imported = _found(member, code)
    from django.db import transaction

    with transaction.atomic():
        audit.record(
            "core.export",
            by=member.user,
            programme=member.programme,
            record=imported,
            data={"what": "rejections", "rows": imported.rejected, "format": "csv"},
        )
    labels = {
        "line": _("line"),
        "column": _("column"),
        "value": _("value"),
        "reason": _("reason"),
        "code": _("reason code"),
        "id": _("identifier"),
    }
    content = csv_out.write(_rejected(imported), tuple(labels), labels=labels, bom=True)
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejections-{imported.code}.csv"'
    return answer


def _rejected(imported: Import) -> Iterator[dict[str, Any]]:
    # Read in parts by key, because the answer is streamed after the view has left its scope.
    rows = list(imported.rejections.order_by("pk").values_list("pk", flat=True))
    return (
        {
            "line": item.line,
            "column": item.column,
            "value": item.value,
            "reason": why(item),
            "code": item.reason,
            "id": item.external_id,
        }
        for start in range(0, len(rows), 1000)
        for item in _part(imported, rows[start : start + 1000])
    )


def _part(imported: Import, ids: list[int]) -> list[ImportRejection]:
    from django_scopes import scope

    with scope(programme=imported.programme):
        return list(ImportRejection.objects.filter(pk__in=ids).order_by("pk"))


def _found(member: Membership, code: str) -> Import:
    found = imports_of(member).select_related("source", "job", "by", "file", "programme")
    imported = found.filter(code=code).first()
    if imported is None:
        raise Http404
    return imported


def _page(request: HttpRequest, rows: Any, size: int = 50) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))
