"""Tags of the pages of estimates: figures with their interval first, and the lines beside them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from goodoffices.rights.forms.estimates import SIGNS
from goodoffices.rights.queries.estimates import Told
from goodoffices.rights.total_words import number

register = template.Library()


@register.filter
def sign(place: int) -> str:
    """Return the letter that stands for a list before it has a name."""
    return SIGNS[place]


@register.filter
def plain(share: float) -> str:
    """Return a share in percent as an attribute of a drawing takes it, in any language."""
    return f"{share:.2f}"


@register.filter
def from_start(share: float) -> str:
    """Return where a bar of that share begins: at the side where the reader's lines begin."""
    return plain(100 - share if get_language_bidi() else 0)


@register.simple_tag
def interval(total: Mapping[str, float | None] | None) -> SafeString:
    """Print a total: the interval first, then where it weighs out."""
    if total is None:
        return format_html('<span class="quiet">{}</span>', _("cannot be estimated"))
    low, middle = number(round(total["low"] or 0)), number(round(total["estimate"] or 0))
    high = total["high"]
    if high is None:
        said = _("%(low)s or more (%(middle)s)") % {"low": low, "middle": middle}
    else:
        parts = {"low": low, "high": number(round(high)), "middle": middle}
        said = _("%(low)s to %(high)s (%(middle)s)") % parts
    return format_html('<bdi class="num">{}</bdi>', said)


@register.simple_tag
def weight(share: float) -> SafeString:
    """Print a weight with the digits that matter."""
    said = "< 0.001" if 0 < share < 0.001 else f"{share:.3f}"
    return format_html('<bdi class="num">{}</bdi>', said)


@register.simple_tag
def range_line(one: Told) -> SafeString:
    """Draw an interval with its middle on the line that all rows of a table share."""
    places = (one.left, one.middle, one.right)
    left, middle, right = (plain(100 - at if get_language_bidi() else at) for at in places)
    return format_html(
        '<svg class="range" aria-hidden="true" width="100%" height="12">'
        '<line x1="{}%" x2="{}%" y1="6" y2="6"/>'
        '<circle cx="{}%" cy="6" r="3.5"/></svg>',
        left,
        right,
        middle,
    )
