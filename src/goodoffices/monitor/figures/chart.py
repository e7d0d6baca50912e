"""The timeline: bars of incidents, each a link to its own period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date, format_interval
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from goodoffices.core.figures import PeriodCount, TimelineFigure, timeline
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.timeline import Bar

MOST_TICKS = 6


def timeline_figure(
    bars: Sequence[Bar], asked: IncidentFilter, *, usual: tuple[float, float] | None = None
) -> TimelineFigure:
    """Return the timeline of a page; ``usual`` is the band of one bar, or None: not known."""
    days = bars[0].last - bars[0].first + 1 if bars else 1
    low, high = usual or (None, None)
    periods = [
        PeriodCount(
            first=date.fromordinal(bar.first),
            last=date.fromordinal(bar.last),
            count=bar.count,
            label=days_in_words(bar.first, bar.last),
            url="?" + asked.in_period(bar.first, bar.last).address(),
            usual_low=low,
            usual_high=high,
            now=bar.now,
        )
        for bar in bars
    ]
    return timeline(
        periods,
        title=_("Incidents over time"),
        caption=_caption(days, has_band=usual is not None),
        ticks=_ticks(periods, days),
        rtl=get_language_bidi(),
    )


def days_in_words(first: int, last: int) -> str:
    """Say a period in the reader's language: ``16–22 November 2026``, in Western digits."""
    locale = _locale()
    start, end = date.fromordinal(first), date.fromordinal(last)
    if start == end:
        return format_date(start, "d MMMM y", locale=locale)
    return str(format_interval(start, end, "yMMMd", locale=locale))


def _locale() -> str:
    """Return the reader's locale; English with the day before the month, as everywhere here."""
    language = get_language() or "en"
    return "en_GB" if language.startswith("en") else language


def _caption(days: int, *, has_band: bool) -> str:
    if days == 1:
        bars = _("Incidents a day.")
    else:
        bars = ngettext("Incidents in %(count)s day.", "Incidents in %(count)s days each.", days)
        bars = bars % {"count": days}
    return f"{bars} {_('Shaded: the usual range.')}" if has_band else bars


def _ticks(periods: Sequence[PeriodCount], days: int) -> list[tuple[int, str]]:
    if not periods:
        return []
    locale = _locale()
    form = "d MMM" if days == 1 else "MMM y" if days < 364 else "y"
    step = max(1, len(periods) // MOST_TICKS)
    marks = range(step // 2, len(periods), step)
    return [(i, format_date(periods[i].first, form, locale=locale)) for i in marks]
