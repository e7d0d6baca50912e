"""What a device may fetch: the list of its forms, each form, and what the form needs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core import evidence
from goodoffices.core.models import StoredFile
from goodoffices.field.models import FormMedia, FormVersion
from goodoffices.field.openrosa.answers import XML
from goodoffices.field.openrosa.entering import for_devices
from goodoffices.field.queries.forms import handed_out
from goodoffices.field.services.receiving import Sender

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"


def address(request: HttpRequest, name: str, /, **parts: object) -> str:
    """Return an absolute address of this server, with the secret the device came with."""
    match = request.resolver_match
    given = match.kwargs if match else {}
    entered = {"slug": given["slug"]}
    if given.get("secret"):
        entered["secret"] = given["secret"]
        name = f"{name}-by-key"
    return request.build_absolute_uri(reverse(f"openrosa:{name}", kwargs={**entered, **parts}))


@for_devices
def form_list(request: HttpRequest, sender: Sender) -> HttpResponse:
    """List the open forms that the device's officer may see (``?formID=`` only that one)."""
    found = handed_out(sender.member)
    if wanted := request.GET.get("formID", ""):
        found = [version for version in found if version.form.xform_id == wanted]
    parts = "".join(_listed(request, version) for version in found)
    return _xml(request, f'<xforms xmlns="{LIST}">{parts}</xforms>')


def _listed(request: HttpRequest, version: FormVersion) -> str:
    lines = [
        f"<formID>{escape(version.form.xform_id)}</formID>",
        f"<name>{escape(version.form.title)}</name>",
        f"<version>{escape(version.version)}</version>",
        f"<hash>md5:{version.md5}</hash>",
        f"<downloadUrl>{escape(address(request, 'form', pk=version.pk))}</downloadUrl>",
    ]
    if version.media_count:  # type: ignore[attr-defined]
        where = escape(address(request, "manifest", pk=version.pk))
        lines.append(f"<manifestUrl>{where}</manifestUrl>")
    return f"<xform>{''.join(lines)}</xform>"


@for_devices
def form(request: HttpRequest, sender: Sender, pk: int) -> HttpResponseBase:
    """Hand out one form."""
    version = _version(sender, pk)
    return _file(request, version.xform, XML)


@for_devices
def manifest(request: HttpRequest, sender: Sender, pk: int) -> HttpResponse:
    """List the files that a form needs on the phone."""
    version = _version(sender, pk)
    parts = "".join(_media(request, one) for one in here(version))
    return _xml(request, f'<manifest xmlns="{MANIFEST}">{parts}</manifest>')


def here(version: FormVersion) -> Iterator[FormMedia]:
    """Yield the files of a version that have been handed in."""
    yield from version.media.filter(file__isnull=False).select_related("file").order_by("name")


def _media(request: HttpRequest, one: FormMedia) -> str:
    where = escape(address(request, "media", pk=one.pk, name=one.name))
    return (
        f"<mediaFile><filename>{escape(one.name)}</filename><hash>md5:{one.md5}</hash>"
        f"<downloadUrl>{where}</downloadUrl></mediaFile>"
    )


@for_devices
def media(request: HttpRequest, sender: Sender, pk: int, name: str) -> HttpResponseBase:
    """Hand out one file of a form."""
    known = {version.pk for version in handed_out(sender.member)}
    found = FormMedia.objects.select_related("file").filter(
        pk=pk, name=name, version__in=known, file__isnull=False
    )
    one = found.first()
    if one is None or one.file is None:
        raise Http404
    answer = _file(request, one.file, one.file.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.name)}"
    return answer


def _version(sender: Sender, pk: int) -> FormVersion:
    found = next((one for one in handed_out(sender.member) if one.pk == pk), None)
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return found


def _xml(request: HttpRequest, body: str) -> HttpResponse:
    """Answer with XML, or that it has not changed."""
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    same = get_conditional_response(request, etag=tag)
    answer = same or HttpResponse(body, content_type=XML)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _file(request: HttpRequest, file: StoredFile, kind: str) -> HttpResponseBase:
    """Stream a file, or answer that it has not changed."""
    tag = f'"{file.sha256}"'
    same = get_conditional_response(request, etag=tag)
    answer: HttpResponseBase = same or FileResponse(evidence.open(file), content_type=kind)
    if same is None:
        answer["Content-Length"] = str(file.size)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


form_list, form, manifest, media = map(require_safe, (form_list, form, manifest, media))
