"""One version of a form: what was found in it, its files, publishing it, handing it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodoffices.codebook.errors import GoodOfficesError, NotFound
from goodoffices.core import evidence
from goodoffices.core.models import Membership, StoredFile
from goodoffices.core.views.acting import acting
from goodoffices.core.views.evidence import SANDBOX
from goodoffices.field.forms.questionnaires import MediumForm
from goodoffices.field.models import FormMedia, FormVersion
from goodoffices.field.queries.forms import find_form, find_version, submissions_of
from goodoffices.field.services import forms
from goodoffices.field.services.forms.mapping import carried_from, current
from goodoffices.field.services.forms.permits import MANAGE
from goodoffices.field.views.forms import crumbs, version_address
from goodoffices.formats.xlsforms.shelf import ready_made

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLIENTS = ("collect", "web", "here")


def found(request: HttpRequest, code: str, number: int) -> tuple[Membership, FormVersion]:
    """Return the member and the version an address speaks of; raises where they may not."""
    member = acting(request, MANAGE)
    return member, find_version(find_form(code, member), number)


@require_safe
def show(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version: what stands in the way of publishing it, and what it asks."""
    member, version = found(request, code, number)
    return render(request, "field/form_version.html", _values(version, member))


def _values(version: FormVersion, member: Membership) -> dict[str, Any]:
    form = version.form
    draft = version.published_at is None
    mapping = current(version)
    return {
        "form": form,
        "version": version,
        "is_current": version.pk == form.current_id,
        "obstacles": forms.obstacles(version) if draft else [],
        "features": [(client, _of(version, client)) for client in CLIENTS if _of(version, client)],
        "media": version.media.select_related("file").order_by("pk"),
        "missing": version.media.filter(file__isnull=True).exists(),
        "mapping": mapping,
        "carried_from": carried_from(version),
        "submissions": submissions_of(version, member),
        "medium_form": MediumForm(),
        "crumbs": crumbs(member, form, version),
    }


def _of(version: FormVersion, client: str) -> list[dict[str, Any]]:
    """Return what one client cannot do with the form."""
    features: list[dict[str, Any]] = version.features
    return [finding for finding in features if finding["code"].startswith(f"{client}-")]


@require_POST
def publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand the version out from now on."""
    member, version = found(request, code, number)
    try:
        forms.publish(version=version, by=member.user)
    except GoodOfficesError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The version is published. Phones get it when they next ask."))
    return redirect(version_address(version, member))


@require_POST
def store_medium(request: HttpRequest, code: str, number: int, medium: int) -> HttpResponse:
    """Hand in a file that the form needs, or exchange it while the version is a draft."""
    member, version = found(request, code, number)
    needed = _medium(version, medium)
    given = MediumForm(request.POST, request.FILES)
    if not given.is_valid():
        messages.error(request, " ".join(map(str, given.errors["file"])))
        return redirect(version_address(version, member))
    try:
        forms.store_medium(medium=needed, file=given.cleaned_data["file"], by=member.user)
    except GoodOfficesError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The file is kept with the form."))
    return redirect(version_address(version, member))


def _medium(version: FormVersion, pk: int) -> FormMedia:
    needed = version.media.select_related("file").filter(pk=pk).first()
    if needed is None:
        raise NotFound(_("There is nothing at this address."))
    needed.version = version
    return needed


@require_safe
def medium(request: HttpRequest, code: str, number: int, medium: int) -> FileResponse:
    """Send a file that was handed in for a form."""
    _member, version = found(request, code, number)
    needed = _medium(version, medium)
    if needed.file is None:
        raise NotFound(_("There is nothing at this address."))
    return sent(needed.file, needed.name, needed.file.media_type)


@require_safe
def xlsx(request: HttpRequest, code: str, number: int) -> FileResponse:
    """Send the spreadsheet as it was uploaded."""
    _member, version = found(request, code, number)
    if version.source is None:
        raise NotFound(_("There is nothing at this address."))
    return sent(version.source, version.source_name or "form.xlsx", version.source.media_type)


@require_safe
def xform(request: HttpRequest, code: str, number: int) -> FileResponse:
    """Send the XForm that phones get."""
    _member, version = found(request, code, number)
    return sent(version.xform, f"{version.form.xform_id}.xml", "application/xml")


def sent(file: StoredFile, name: str, media_type: str) -> FileResponse:
    """Return a stored file as a download that runs nothing."""
    answer = FileResponse(
        evidence.open(file),
        as_attachment=True,
        filename=evidence.clean_name(name),
        content_type=media_type or "application/octet-stream",
    )
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer


@require_safe
def ready_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """Send the workbook of a ready-made form, to be changed into one's own."""
    acting(request, MANAGE)
    ready = ready_made(key)
    answer = HttpResponse(ready.workbook(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{ready.file_name}"'
    return answer
