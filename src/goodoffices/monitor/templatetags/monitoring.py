"""Template tags of monitoring: addresses of the filter bar with one part changed."""

from __future__ import annotations

from django import template

from goodoffices.monitor.views.bar import FilterBar

register = template.Library()


@register.simple_tag
def preset_address(bar: FilterBar, preset: str) -> str:
    """Return the bar's query string with its period exchanged for one by name."""
    return bar.asked.address(first_day=None, last_day=None, preset=preset)


@register.simple_tag
def without(bar: FilterBar, part: str) -> str:
    """Return the bar's query string without one of its single filters."""
    empty = {"place": "", "near": None, "text": ""}
    return bar.asked.address(**{part: empty[part]})
