"""The timeline: bars of incidents, each a link to its own period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from goodoffices.core.days import days_in_words, ticks
from goodoffices.core.figures import PeriodCount, TimelineFigure, timeline
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.timeline import Bar


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
        ticks=ticks([period.first for period in periods], days),
        rtl=get_language_bidi(),
    )


def _caption(days: int, *, has_band: bool) -> str:
    if days == 1:
        bars = _("Incidents a day.")
    else:
        bars = ngettext("Incidents in %(count)s day.", "Incidents in %(count)s days each.", days)
        bars = bars % {"count": days}
    return f"{bars} {_('Shaded: the usual range.')}" if has_band else bars
