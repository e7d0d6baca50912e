"""Taking what a device sends: answered only when every byte and row is on the disk."""

from __future__ import annotations

from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from goodoffices.field.openrosa.answers import received, refusal
from goodoffices.field.openrosa.body import Arrived, take_apart
from goodoffices.field.openrosa.entering import for_devices
from goodoffices.field.openrosa.listing import address
from goodoffices.field.refusals import WITH_THE_SUBMISSION, Refused
from goodoffices.field.services import quarantine
from goodoffices.field.services.receiving import Post, Sender, receive

BATCH_BYTES = 10 * 2**20
"""What phones are told to send at once. More is taken, but a batch that breaks off is sent whole
again, so small ones get through where the link is bad."""


@for_devices
def submission(request: HttpRequest, sender: Sender) -> HttpResponse:
    """Say where and how much to send (HEAD), or take a submission (POST)."""
    if request.method == "HEAD":
        answer = HttpResponse(status=204)
        answer["X-OpenRosa-Accept-Content-Length"] = str(BATCH_BYTES)
        answer["Location"] = address(request, "submission")
        return answer
    with ExitStack() as stack:
        try:
            return _taken(take_apart(request, sender.programme.pk, stack), request, sender)
        except Refused as error:
            answer = refusal(error)
            if error.code == "too-large":
                answer["Connection"] = "close"
            return answer


def _taken(arrived: Arrived, request: HttpRequest, sender: Sender) -> HttpResponse:
    try:
        _check(arrived, request)
        assert arrived.xml is not None, "checked above"
        receipt = receive(Post(arrived.xml, arrived.files), sender)
    except Refused as error:
        if error.code not in WITH_THE_SUBMISSION:
            _quarantined(error.code, arrived, sender)
        raise
    return received(receipt)


def _check(arrived: Arrived, request: HttpRequest) -> None:
    if arrived.broken:
        raise Refused(arrived.broken)
    # No header at all is taken: phones that lack it are no reason to lose a report.
    if request.headers.get("X-OpenRosa-Version", "1.0").strip() not in {"1.0", ""}:
        raise Refused("openrosa-version")


def _quarantined(reason: str, arrived: Arrived, sender: Sender) -> None:
    quarantine.keep(
        reason,
        body=arrived.xml or b"",
        files=arrived.files,
        sender=sender,
        is_xml=arrived.xml is not None,
    )


submission = csrf_exempt(require_http_methods(["HEAD", "POST"])(submission))
