"""Template tags of forms: findings in the reader's language, labels in the form's languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from goodoffices.field.models import Form
from goodoffices.formats.xlsforms.messages import MESSAGES

register = template.Library()

LEVELS = {"error": _("Error"), "warning": _("Warning"), "note": _("Note")}
KINDS = {"error": "tag--warm", "warning": "tag--accent", "note": ""}
TYPES = {
    "text": _("Text"),
    "integer": _("Whole number"),
    "decimal": _("Number"),
    "range": _("Number on a scale"),
    "date": _("Date"),
    "time": _("Time"),
    "dateTime": _("Date and time"),
    "select_one": _("One choice"),
    "select_one_external": _("One choice"),
    "select_multiple": _("Several choices"),
    "rank": _("Order of choices"),
    "geopoint": _("Point"),
    "geotrace": _("Line"),
    "geoshape": _("Area"),
    "image": _("Picture"),
    "audio": _("Sound"),
    "video": _("Video"),
    "file": _("File"),
    "barcode": _("Barcode"),
    "acknowledge": _("Confirmation"),
    "note": _("Text to read"),
    "calculate": _("Worked out"),
    "hidden": _("Hidden"),
    "start": _("Begun at"),
    "end": _("Ended at"),
    "today": _("Day of filling"),
}
"""What the types of questions are called; others are shown by their own word."""

LANGUAGES = {"default": "und"}
"""What a form calls its texts where it names no language, as HTML has it."""

STATES = {"draft": "", "open": "tag--accent", "closing": "tag--warm", "closed": "tag--warm"}


@register.simple_tag
def finding_text(finding: Mapping[str, Any]) -> SafeString:
    """Say a finding in the reader's language; the converter's own words stay English."""
    code = finding["code"]
    if code in MESSAGES:
        return format_html("{}", gettext(MESSAGES[code]) % finding["facts"])
    return format_html('<span lang="en" dir="ltr">{}</span>', finding["message"])


@register.simple_tag
def finding_place(finding: Mapping[str, Any]) -> SafeString:
    """Say where a finding stands: sheet, row, heading of the column; or the question's path."""
    code = '<bdi class="mono" dir="ltr">{}</bdi>'
    parts = [format_html(code, finding["sheet"])] if finding["sheet"] else []
    if finding["row"]:
        parts.append(format_html("{}", gettext("row %(row)s") % {"row": finding["row"]}))
    if finding["column"]:
        parts.append(format_html(code, finding["column"]))
    elif finding["path"]:
        parts.append(format_html(code, finding["path"]))
    if not parts:
        return format_html('<span class="quiet">{}</span>', gettext("the whole form"))
    return format_html_join(" · ", "{}", ((part,) for part in parts))


@register.simple_tag
def finding_level(finding: Mapping[str, Any]) -> SafeString:
    """Say how grave a finding is."""
    level = finding["level"]
    return format_html('<span class="tag {}">{}</span>', KINDS.get(level, ""), LEVELS[level])


@register.simple_tag
def question_label(question: Mapping[str, Any], default: str = "") -> SafeString:
    """Print what a question or choice asks, in the reader's language if the form has it."""
    labels: dict[str, str] = question["labels"]
    wanted = (get_language() or "en").split("-")[0]
    for code in (wanted, default, *labels):
        if labels.get(code):
            return format_html('<bdi lang="{}">{}</bdi>', LANGUAGES.get(code, code), labels[code])
    return format_html('<bdi class="mono" dir="ltr">{}</bdi>', question["name"])


@register.simple_tag
def question_type(kind: str) -> SafeString:
    """Say the type of a question in words."""
    if kind in TYPES:
        return format_html("{}", TYPES[kind])
    return format_html('<bdi class="mono" dir="ltr">{}</bdi>', kind)


@register.simple_tag
def form_state(form: Form) -> SafeString:
    """Say whether a form is handed out and taken."""
    look = STATES.get(form.state, "")
    return format_html('<span class="tag {}">{}</span>', look, form.get_state_display())


@register.simple_tag
def version_text(text: str) -> SafeString:
    """Print the text that phones know a version by, or that there is none."""
    if not text:
        return format_html('<span class="quiet">{}</span>', _("without a version"))
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.simple_tag
def form_language(code: str) -> SafeString:
    """Name a language of a form in the reader's language, or as the form names it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(get_language() or "en").languages.get(code.split("-")[0], code)
    except (UnknownLocaleError, ValueError):
        name = code
    return format_html("<bdi>{}</bdi>", name)


@register.simple_tag
def localized(texts: Mapping[str, str]) -> SafeString:
    """Print the one of several translations that the reader reads."""
    wanted = (get_language() or "en").split("-")[0]
    return format_html("<bdi>{}</bdi>", texts.get(wanted) or texts["en"])
