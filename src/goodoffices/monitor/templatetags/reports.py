"""Template tags for reports: why a row was refused, where a report stands, its days as EDTF."""

from __future__ import annotations

from datetime import date

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodoffices.formats.reasons import explain
from goodoffices.formats.values import Rejection
from goodoffices.methods.dates import from_dates
from goodoffices.monitor.models import ImportRejection, Report
from goodoffices.monitor.queries.outcomes import reason

register = template.Library()


@register.simple_tag
def why(item: ImportRejection | Rejection) -> str:
    """Say in one sentence why a row of a file was not taken."""
    given = Rejection(item.line, item.column, item.value, item.reason, "", item.detail)
    return reason(given) or explain(given)


@register.simple_tag(takes_context=True)
def report_link(context: template.Context, report: Report) -> SafeString:
    """Link a report by its title, or by its code where its source gave none."""
    shown = report.title or _("Report %(code)s") % {"code": report.code}
    try:
        url = reverse("monitor:report", args=[context["programme"].slug, report.code])
    except NoReverseMatch:
        return format_html("<bdi>{}</bdi>", shown)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', url, shown)


@register.simple_tag
def edtf_of(first: int | None, last: int | None) -> str:
    """Return the days from first to last (proleptic Gregorian ordinals) as EDTF, or nothing."""
    if first is None:
        return ""
    end = date.fromordinal(last) if last is not None else None
    return from_dates(date.fromordinal(first), end).edtf
