"""Tags of the pages of partners."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.simple_tag
def day_of(ordinal: int | None) -> str:
    """Print a day that is kept as a number of days; an open end as three dots."""
    return "…" if ordinal is None else date_format(date.fromordinal(ordinal), "j M Y")
