"""What our own web form asks as well: what has arrived, what is asked back, what there is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from goodoffices.codebook.errors import InvalidInput
from goodoffices.field.models import Attachment, FormVersion, SubmissionVersion
from goodoffices.field.openrosa.entering import for_devices
from goodoffices.field.openrosa.listing import address, here
from goodoffices.field.openrosa.submitting import BATCH_BYTES
from goodoffices.field.queries.conversation import Question, questions_of
from goodoffices.field.queries.handing_out import handed_out
from goodoffices.field.services import devices, reviewing
from goodoffices.field.services.receiving import Sender

MOST_ASKED = 200
LONGEST_BODY = 200_000


def sent_by(sender: Sender) -> Q:
    """Return the condition of versions that this device sent: it learns of no others."""
    return Q(device=sender.device)


@for_devices
def receipt(request: HttpRequest, sender: Sender, instance_id: str) -> HttpResponse:
    """Say which bytes of a submission are held, so that a device sends only the rest."""
    found = SubmissionVersion.objects.filter(sent_by(sender), instance_id=instance_id)
    rows = found.select_related("submission").defer("xml", "submission__answers")
    version = rows.order_by("-pk").first()
    if version is None:
        body = {"instanceID": instance_id, "state": "unknown", "files": [], "awaits": []}
        return JsonResponse(body, status=404)
    files = list(version.attachments.select_related("file"))
    return JsonResponse(
        {
            "instanceID": instance_id,
            "state": "received",
            "kept": version.submission.purged_at is None,
            "sha256": version.sha256,
            "files": [_held(one) for one in files if one.file],
            "awaits": [one.name for one in files if one.state == Attachment.State.EXPECTED],
        }
    )


def _held(one: Attachment) -> dict[str, Any]:
    assert one.file is not None, "asked for by the caller"
    return {"name": one.name, "sha256": one.file.sha256, "size": one.file.size}


@for_devices
def about(request: HttpRequest, sender: Sender) -> HttpResponse:
    """Say what the device is for: its programme, its name, its forms with every byte's hash."""
    programme, device = sender.programme, sender.device
    return JsonResponse(
        {
            "programme": {"slug": programme.slug, "names": programme.names},
            "device": {"code": device.code, "name": device.name} if device else None,
            "officer": {"name": sender.member.user.name, "language": sender.member.user.language},
            "forms": [_form(request, version) for version in handed_out(sender.member)],
            "limits": {"post": settings.FIELD_POST_LIMIT_BYTES, "batch": BATCH_BYTES},
        }
    )


def _form(request: HttpRequest, version: FormVersion) -> dict[str, Any]:
    return {
        "formID": version.form.xform_id,
        "version": version.version,
        "titles": version.form.titles or {"en": version.form.xform_id},
        "purpose": version.form.purpose,
        "languages": version.languages,
        "xml": {
            "url": address(request, "form", pk=version.pk),
            "sha256": version.xform.sha256,
            "size": version.xform.size,
        },
        "media": [
            {
                "name": one.name,
                "url": address(request, "media", pk=one.pk, name=one.name),
                "sha256": one.file.sha256,
                "size": one.file.size,
                "list": one.is_list,
            }
            for one in here(version)
            if one.file
        ],
    }


@for_devices
def state(request: HttpRequest, sender: Sender) -> HttpResponse:
    """Take what waits on the device; say what became of what it sent, and what is asked back."""
    said = _json(request)
    _note_queue(sender, said)
    asked = said.get("sent", [])
    if not isinstance(asked, list):
        raise InvalidInput(_("The list of what was sent could not be read."))
    ids = [str(one) for one in asked[:MOST_ASKED]]
    return JsonResponse({"submissions": _became(sender, ids)})


def _note_queue(sender: Sender, said: Mapping[str, Any]) -> None:
    waiting = said.get("waiting")
    if sender.device is None or not isinstance(waiting, int) or not 0 <= waiting < 10**6:
        return
    oldest = said.get("oldest")
    known = oldest if isinstance(oldest, str) and parse_datetime(oldest) else None
    queue = {"waiting": waiting, "oldest": known, "shell": str(said.get("shell", ""))[:40]}
    devices.note_queue(sender.device, queue=queue)


def _became(sender: Sender, ids: Sequence[str]) -> dict[str, Any]:
    found = list(
        SubmissionVersion.objects.filter(sent_by(sender), instance_id__in=ids)
        .select_related("submission")
        .defer("xml", "submission__answers")
        .prefetch_related("attachments")
    )
    asked = questions_of([version.submission_id for version in found])
    return {
        version.instance_id: _stands(version, asked[version.submission_id]) for version in found
    }


def _stands(version: SubmissionVersion, asked: Sequence[Question]) -> dict[str, Any]:
    awaited = Attachment.State.EXPECTED
    return {
        "arrived": True,
        "review": version.submission.review,
        "awaits": [one.name for one in version.attachments.all() if one.state == awaited],
        "questions": [
            {"id": one.id, "text": one.text, "at": one.at.isoformat(), "answered": one.answered}
            for one in asked
        ],
    }


@for_devices
def answer(request: HttpRequest, sender: Sender) -> HttpResponse:
    """Take the officer's answer to a question about what this device sent."""
    said = _json(request)
    found = SubmissionVersion.objects.filter(
        sent_by(sender), instance_id=str(said.get("instanceID", ""))
    )
    version = found.select_related("submission").defer("xml").first()
    if version is None:
        return JsonResponse({"code": "not-found"}, status=404)
    asked = said.get("question")
    reviewing.answer(
        submission=version.submission,
        text=str(said.get("text", "")),
        by=sender.member.user,
        question=asked if isinstance(asked, int) else None,
    )
    return HttpResponse(status=204)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.read(LONGEST_BODY) or b"{}")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise InvalidInput(_("What was sent is not JSON of the kind that is read here."))
    return said


receipt, about = require_safe(receipt), require_safe(about)
state, answer = csrf_exempt(require_POST(state)), csrf_exempt(require_POST(answer))
