"""Template tags of linkage: why reports may be of one event, and how sure that is."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodoffices.methods.shares import Share
from goodoffices.monitor.linkage_words import band_in_words, in_words, rivals_in_words
from goodoffices.monitor.queries.records.origins import OneOrigin
from goodoffices.monitor.queries.suggestions import Offered

register = template.Library()


@register.simple_tag
def why_same(one: Offered) -> str:
    """Say in one line what speaks for two reports being of one event, and what against."""
    return in_words(one.reasons)


@register.simple_tag
def rivals(one: Offered) -> str:
    """Say how many others fit about as well."""
    return rivals_in_words(one.rivals)


@register.simple_tag
def why_one_origin(origin: OneOrigin) -> str:
    """Say in one line why reports count as one origin, each reason once."""
    return in_words({(one.code, str(one.values)): one for one in origin.reasons}.values())


@register.simple_tag
def band_mark(band: str) -> SafeString:
    """Print how sure a suggestion is, as a tag."""
    tone = " tag--accent" if band == "near_certain" else ""
    return format_html('<span class="tag{}">{}</span>', tone, band_in_words(band))


@register.simple_tag
def share(value: Share) -> SafeString:
    """Print a share with its interval, ``91 % (86–94)``; of nothing there is none."""
    if value.value is None or value.low is None or value.high is None:
        return format_html('<span class="unknown">{}</span>', _("not known"))
    ends = f"{100 * value.low:.0f}–{100 * value.high:.0f}"
    return format_html('<bdi class="num">{} % ({})</bdi>', f"{100 * value.value:.0f}", ends)
