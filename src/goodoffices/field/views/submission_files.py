"""The bytes of a submission: its XML as it came, the files that came with it."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import audit, evidence
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.evidence import SANDBOX
from goodoffices.field.models import Attachment, Submission, SubmissionVersion
from goodoffices.field.queries import record

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""What a browser may show in the page; a drawing that could hold scripts is not among them."""


def safely(answer: HttpResponseBase) -> HttpResponseBase:
    """Mark bytes from outside: they run nothing, fetch nothing, and are kept in no cache."""
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer


def note_opened(submission: Submission, member: Membership) -> None:
    """Put on record that somebody took the bytes of a submission or of one of its files."""
    with transaction.atomic():
        audit.record(
            "field.submission.opened",
            by=member.user,
            programme=member.programme,
            record=submission,
        )


@require_safe
def original(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Send the XML of a version byte for byte, as a download."""
    member = acting(request, "field.submissions")
    submission = record.find(code, member)
    version = SubmissionVersion.objects.filter(submission=submission, number=number).first()
    if version is None or submission.purged_at is not None:
        raise NotFound(_("There is nothing at this address."))
    note_opened(submission, member)
    answer = HttpResponse(bytes(version.xml), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{submission.code}-{number}.xml"'
    return safely(answer)


@require_safe
def download(request: HttpRequest, code: str, sha256: str) -> HttpResponseBase:
    """Send a file that came with a submission, whole, as a download."""
    member = acting(request, "field.submissions")
    submission = record.find(code, member)
    found = _attachment(submission, sha256)
    assert found.file is not None, "asked for"
    stream = evidence.open(found.file)
    note_opened(submission, member)
    answer = FileResponse(
        stream,
        as_attachment=True,
        filename=evidence.clean_name(found.name),
        content_type=found.file.media_type or "application/octet-stream",
    )
    return safely(answer)


@require_safe
def picture(request: HttpRequest, code: str, sha256: str) -> HttpResponseBase:
    """Send a photo to be shown in a page; the page itself is what goes on record."""
    member = acting(request, "field.submissions")
    submission = record.find(code, member)
    found = _attachment(submission, sha256)
    if found.file is None or found.file.media_type not in PICTURES:
        raise NotFound(_("There is nothing at this address."))
    note_read(submission, member=member, channel="picture")
    return safely(FileResponse(evidence.open(found.file), content_type=found.file.media_type))


def _attachment(submission: Submission, sha256: str) -> Attachment:
    files = Attachment.objects.select_related("file")
    found = files.filter(version__submission=submission, file__sha256=sha256).first()
    if found is None or submission.purged_at is not None:
        raise NotFound(_("There is nothing at this address."))
    return found
