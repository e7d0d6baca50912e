"""What a device may fetch: the list of its forms, each form, and what the form needs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core import evidence
from goodoffices.core.models import StoredFile
from goodoffices.field.models import FormMedia, FormVersion
from goodoffices.field.openrosa.answers import XML
from goodoffices.field.openrosa.entering import for_devices
from goodoffices.field.queries.handing_out import Listed, handed_out, listed
from goodoffices.field.services.receiving import Sender

LIST = "http://openrosa.org/xforms/xformsList"
R = TypeVar("R", bound=HttpResponseBase)
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
    found = listed(sender.member)
    if wanted := request.GET.get("formID", ""):
        found = [one for one in found if one.xform_id == wanted]
    where = address(request, "forms")
    tag = _tag(repr((where, get_language(), found)).encode())
    same = get_conditional_response(request, etag=tag)
    if same is not None:
        return _unchanging(same, tag)
    form, manifest = (address(request, name, pk=0) for name in ("form", "manifest"))
    by_title = sorted(found, key=lambda one: (one.title, one.pk))
    parts = "".join(_listed(one, form, manifest) for one in by_title)
    body = f'<xforms xmlns="{LIST}">{parts}</xforms>'
    return _unchanging(HttpResponse(body, content_type=XML), tag)


def _listed(one: Listed, form: str, manifest: str) -> str:
    lines = [
        f"<formID>{escape(one.xform_id)}</formID>",
        f"<name>{escape(one.title)}</name>",
        f"<version>{escape(one.version)}</version>",
        f"<hash>md5:{one.md5}</hash>",
        f"<downloadUrl>{escape(form.removesuffix('0.xml'))}{one.pk}.xml</downloadUrl>",
    ]
    if one.has_media:
        where = f"{escape(manifest.removesuffix('0'))}{one.pk}"
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
    body = f'<manifest xmlns="{MANIFEST}">{parts}</manifest>'
    tag = _tag(body.encode())
    same = get_conditional_response(request, etag=tag)
    return _unchanging(same or HttpResponse(body, content_type=XML), tag)


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


def _tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def _unchanging(answer: R, tag: str) -> R:
    """Let the phone keep an answer, and ask each time whether it still holds."""
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _file(request: HttpRequest, file: StoredFile, kind: str) -> HttpResponseBase:
    """Stream a file, or answer that it has not changed."""
    tag = f'"{file.sha256}"'
    same = get_conditional_response(request, etag=tag)
    if same is not None:
        return _unchanging(same, tag)
    answer = FileResponse(evidence.open(file), content_type=kind)
    answer["Content-Length"] = str(file.size)
    return _unchanging(answer, tag)


form_list, form, manifest, media = map(require_safe, (form_list, form, manifest, media))
