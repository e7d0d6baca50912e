"""Pages for column mappings: upload a table, see what each row becomes, correct, save, load."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput
from goodoffices.core import evidence
from goodoffices.core.access import require
from goodoffices.core.models import Membership, StoredFile
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.formats.mapping import ColumnMapping, Preview, preview, suggest_mapping
from goodoffices.formats.values import Rejection
from goodoffices.monitor.forms.mappings import LoadMappedForm, MappingForm, UploadForm
from goodoffices.monitor.models import Import, SavedMapping
from goodoffices.monitor.services import imports
from goodoffices.monitor.services.sources import named_source

SHOWN, SAMPLED = 20, 2_000
"""Rows that the page shows, and rows whose words for types it gathers."""

SALT, DAY = "monitor.mapping", 86_400


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the saved column mappings."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    saved = SavedMapping.objects.filter(programme=member.programme).select_related("by")
    return render(request, "monitor/mappings.html", {"saved": saved.order_by("name")})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str = "") -> HttpResponse:
    """Take a table whose columns are to be mapped, with a saved mapping as a start if named."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    saved = get_object_or_404(SavedMapping, programme=member.programme, code=code) if code else None
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_kept(member, form, saved))
        except GoodOfficesError as error:
            form.add_error(None, error.message)
    status = 400 if form.is_bound else 200
    values = {"form": form, "saved": saved}
    return render(request, "monitor/mapping_upload.html", values, status=status)


def _kept(member: Membership, form: UploadForm, saved: SavedMapping | None) -> str:
    from django.conf import settings

    file = form.cleaned_data["file"]
    kept = evidence.store_file(file, programme=member.programme, limit=settings.IMPORT_LIMIT_BYTES)
    preview(evidence.path(kept), rows=1)
    told = {"file": kept.pk, "name": file.name[:255], "member": member.pk}
    token = signing.dumps(told, salt=SALT, compress=True)
    address = reverse("monitor:mapping", args=[member.programme.slug, token])
    return f"{address}?from={saved.code}" if saved else address


class Table:
    """The uploaded table behind a signed address: its file and its first rows."""

    def __init__(self, member: Membership, token: str) -> None:
        try:
            told = signing.loads(token, salt=SALT, max_age=DAY)
        except signing.BadSignature:
            raise Http404 from None
        if told["member"] != member.pk:
            raise Http404
        self.name: str = told["name"]
        self.file = get_object_or_404(StoredFile, pk=told["file"], programme=member.programme)
        self.top: Preview = preview(evidence.path(self.file), rows=SAMPLED)

    def words(self, column: str) -> list[str]:
        """Return the words a column holds in the rows looked at, in their order."""
        if column not in self.top.columns:
            return []
        at = self.top.columns.index(column)
        cells = (row[at].strip() for row in self.top.rows if at < len(row))
        return [word for word in dict.fromkeys(cells) if word]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the columns mean and what each row becomes; save the mapping; load the table."""
    member = require(request.member, "monitor.import")  # type: ignore[attr-defined]
    table = Table(member, token)
    form, mapping = _form(request, member, table)
    loading = LoadMappedForm(member, request.POST or None)
    act = request.POST.get("act", "show")
    if mapping is not None and act in ("save", "load"):
        try:
            return _done(member, table, form, mapping, loading if act == "load" else None)
        except GoodOfficesError as error:
            form.add_error(None, error.message)
    values = {
        "form": form,
        "loading": loading,
        "table": table,
        "rows": _rows(table, mapping, form),
        "columns": table.top.columns,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "monitor/mapping.html", values, status=status)


def _form(
    request: HttpRequest, member: Membership, table: Table
) -> tuple[MappingForm, ColumnMapping | None]:
    if request.method == "POST":
        words = table.words(request.POST.get("type", ""))
        form = MappingForm(table.top.columns, words, request.POST)
        return form, form.mapping()
    mapping, name = _start(request, member, table)
    words = table.words(mapping.type)
    initial = {**MappingForm.initial_of(mapping, words), "name": name}
    return MappingForm(table.top.columns, words, initial=initial), mapping


def _start(request: HttpRequest, member: Membership, table: Table) -> tuple[ColumnMapping, str]:
    """Return the mapping to begin with: the saved one asked for if it fits, else a guess."""
    code = asked_for(request, "from")
    saved = SavedMapping.objects.filter(programme=member.programme, code=code).first()
    if saved is not None:
        mapping = ColumnMapping.from_dict(saved.mapping)
        if set(mapping.columns()) <= set(table.top.columns):
            return mapping, saved.name
    return suggest_mapping(table.top.columns, table.top.rows[:SHOWN]), ""


def _rows(table: Table, mapping: ColumnMapping | None, form: MappingForm) -> list[dict[str, Any]]:
    """Return the first rows with what the mapping makes of each."""
    results: tuple[Any, ...] = ()
    if mapping is not None:
        try:
            results = preview(evidence.path(table.file), mapping, rows=SHOWN).results
        except InvalidInput as error:
            if form.is_bound:
                form.add_error(None, error.message)
    return [
        {
            "cells": cells,
            "taken": None if isinstance(result, Rejection) else result,
            "refused": result if isinstance(result, Rejection) else None,
        }
        for cells, result in zip(
            table.top.rows[:SHOWN],
            results or (None,) * SHOWN,
            strict=False,
        )
    ]


def _done(
    member: Membership,
    table: Table,
    form: MappingForm,
    mapping: ColumnMapping,
    loading: LoadMappedForm | None,
) -> HttpResponse:
    name = form.cleaned_data["name"]
    import json

    given = json.loads(mapping.to_json())
    preview(evidence.path(table.file), mapping, rows=1)
    imports.save_mapping(programme=member.programme, name=name, mapping=given, by=member.user)
    if loading is None:
        return redirect("monitor:mappings", member.programme.slug)
    started = _loaded(member, table, given, loading)
    return redirect("monitor:import", member.programme.slug, started.code)


def _loaded(
    member: Membership, table: Table, mapping: dict[str, Any], loading: LoadMappedForm
) -> Import:
    if not loading.is_valid():
        raise InvalidInput(_("Say who may see what is loaded."), code="bad-tlp")
    name, programme = loading.cleaned_data["source_name"].strip(), member.programme
    if not name and not mapping["source"]:
        raise InvalidInput(_("Name the source of the table."), code="no-source")
    source = None
    if not mapping["source"]:
        source = named_source(
            programme=programme, name=name, by=member.user, tlp=loading.cleaned_data["tlp"]
        )
    with evidence.open(table.file) as stream:
        return imports.start(
            programme=programme,
            source=source,
            reader="table",
            file=stream,
            name=table.name,
            by=member.user,
            mapping=mapping,
            tlp=loading.cleaned_data["tlp"],
            encoding=table.top.encoding,
        )
