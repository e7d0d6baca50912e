"""What phones are answered: OpenRosa's envelope of XML, always the same few words."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.field.services.receiving import Receipt

XML = "text/xml; charset=utf-8"
_RESPONSE = "http://openrosa.org/http/response"
_ORX = "http://www.opendatakit.org/xforms"


def said(status: int, words: str, *, nature: str = "", more: str = "") -> HttpResponse:
    """Answer with a status and words that the phone shows to its officer."""
    nature = nature or ("submit_success" if status < 300 else "error")
    body = (
        f'<OpenRosaResponse xmlns="{_RESPONSE}"><message nature="{nature}">{escape(words)}'
        f"</message>{more}</OpenRosaResponse>"
    )
    return HttpResponse(body, status=status, content_type=XML)


def refusal(error: GoodOfficesError) -> HttpResponse:
    """Answer with the words of one of our own errors."""
    answer = said(error.status, error.message)
    answer["X-GoodOffices-Reason"] = error.code
    return answer


def received(receipt: Receipt) -> HttpResponse:
    """Answer 201 for what was stored now, 202 for what was here already; both mean: delivered."""
    version, form = receipt.version, receipt.submission.form
    at = version.received_at.isoformat()
    more = (
        f'<submissionMetadata xmlns="{_ORX}" id={quoteattr(form.xform_id)}'
        f" instanceID={quoteattr(version.instance_id)} submissionDate={quoteattr(at)}"
        f' isComplete="true" markedAsCompleteDate={quoteattr(at)}/>'
    )
    if receipt.is_new:
        return said(201, _("Received. Thank you."), more=more)
    return said(202, _("This was received before. Thank you."), more=more)
