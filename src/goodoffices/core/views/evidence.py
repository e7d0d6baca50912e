"""Handing out a stored file: whole, as a download, to those who may see it."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import audit, evidence
from goodoffices.core.models import Evidence
from goodoffices.core.views.acting import acting

SANDBOX = "default-src 'none'; sandbox"
"""Whatever the file holds, it runs nothing and fetches nothing in our name."""


@require_safe
def download(request: HttpRequest, code: str) -> FileResponse:
    """Send a file to a member who may see it; each time is on record."""
    member = acting(request)
    item = Evidence.objects.visible_to(member).select_related("file").filter(code=code).first()
    if item is None:
        raise NotFound(_("There is nothing at this address."))
    stream = evidence.open(item.file)
    with transaction.atomic():
        audit.record(
            "core.evidence.opened", by=member.user, programme=member.programme, record=item
        )
    answer = FileResponse(
        stream,
        as_attachment=True,
        filename=item.original_name,
        content_type=item.file.media_type or "application/octet-stream",
    )
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer
