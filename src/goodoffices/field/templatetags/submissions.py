"""Template tags of the field: states, answers, names that not everybody may read."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodoffices.core.access import may_see
from goodoffices.field.flags import FLAGS
from goodoffices.field.models import Attachment, Form, Submission
from goodoffices.field.queries.record import Cell
from goodoffices.field.views.submission_files import PICTURES
from goodoffices.formats.submissions.typed import moment_of

register = template.Library()

TONES = {"question": " tag--warm", "edited": " tag--warm", "approved": " tag--accent"}


@register.simple_tag
def review_tag(submission: Submission) -> SafeString:
    """Say where the review of a submission stands."""
    if submission.deleted_at is not None:
        return format_html('<span class="tag">{}</span>', _("deleted"))
    tone = TONES.get(submission.review, "")
    return format_html('<span class="tag{}">{}</span>', tone, submission.get_review_display())


@register.simple_tag
def mapping_tag(submission: Submission) -> SafeString:
    """Say whether a submission became a report, where it did not."""
    state = Submission.MappingState
    if submission.mapping_state == state.MAPPED:
        return SafeString("")
    tone = " tag--warm" if submission.mapping_state == state.FAILED else ""
    said = submission.get_mapping_state_display()
    return format_html('<span class="tag{}">{}</span>', tone, said)


@register.simple_tag(takes_context=True)
def form_name(context: template.Context, form: Form) -> SafeString:
    """Name a form to those who may see it."""
    if not may_see(form, context.get("member")):
        return format_html('<span class="quiet">{}</span>', _("form not named"))
    return format_html("<bdi>{}</bdi>", form.title)


@register.simple_tag(takes_context=True)
def submission_name(context: template.Context, submission: Submission) -> SafeString:
    """Say what a submission is called: its own name, else its form's title."""
    if submission.name:
        return format_html('<bdi dir="auto">{}</bdi>', submission.name)
    return form_name(context, submission.form)


@register.simple_tag(takes_context=True)
def submission_address(context: template.Context, submission: Submission, query: str = "") -> str:
    """Return the address of a submission's page, with the filters of the list one comes from."""
    where = {"programme": context["programme"].slug, "code": submission.code}
    page = reverse("field:submission", kwargs=where)
    return f"{page}?{query}" if query else page


@register.inclusion_tag("field/parts/answer.html")
def answer(cell: Cell | None) -> dict[str, Any]:
    """Print an answer by its kind; one that was not given is a dash."""
    return {"cell": cell, "at": moment_of(cell.text) if cell else None}


@register.simple_tag
def flag_words(code: str) -> str:
    """Say a flag as a sentence; one of a later version stands for itself."""
    return str(FLAGS.get(code, code))


@register.filter
def is_picture(attachment: Attachment) -> bool:
    """Say whether a file can be shown in the page."""
    return attachment.file is not None and attachment.file.media_type in PICTURES


@register.filter
def size(number: int) -> str:
    """Say the size of a file."""
    return str(filesizeformat(number))


@register.simple_tag
def file_state(attachment: Attachment) -> SafeString:
    """Say of a file what is remarkable about it; nothing of one that is here as it should be."""
    if attachment.state == Attachment.State.PRESENT:
        return SafeString("")
    tone = " tag--warm" if attachment.state != Attachment.State.UNREFERENCED else ""
    return format_html('<span class="tag{}">{}</span>', tone, attachment.get_state_display())


@register.filter
def as_moment(text: Any) -> Any:
    """Read a moment that a phone has told us."""
    return parse_datetime(text) if isinstance(text, str) and text else None


@register.simple_tag
def channel_name(code: str) -> str:
    """Say by which way a submission came."""
    return {
        "openrosa": "ODK Collect",
        "web": pgettext("a way submissions come in", "Web form"),
        "carried": pgettext("a way submissions come in", "Carried by hand"),
    }.get(code, code)
