"""Arrivals over time as a chart with its table: each bar leads to its submissions."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from goodoffices.core.days import days_in_words, ticks
from goodoffices.core.figures import PeriodCount, TimelineFigure, timeline
from goodoffices.core.models import Membership
from goodoffices.field.queries.arrivals import LENGTHS, Arrivals
from goodoffices.field.queries.asked import SubmissionFilter


def arrivals_figure(
    found: Arrivals, asked: SubmissionFilter, by: str, member: Membership
) -> TimelineFigure:
    """Return the chart of a period; the usual range is drawn where it is known."""
    listed = reverse("field:submissions", kwargs={"programme": member.programme.slug})
    low, high = found.usual or (None, None)
    begun = next((i for i, bar in enumerate(found.bars, 1) if bar.count), len(found.bars))
    periods = [
        PeriodCount(
            first=date.fromordinal(bar.first),
            last=date.fromordinal(bar.last),
            count=bar.count,
            label=days_in_words(bar.first, bar.last),
            url=f"{listed}?{asked.address(first_day=bar.first, last_day=bar.last, look='table')}",
            usual_low=low if number >= begun else None,
            usual_high=high if number >= begun else None,
            now=number == len(found.bars),
        )
        for number, bar in enumerate(found.bars, start=1)
    ]
    said = _("Submissions a day.") if by == "day" else _("Submissions a week.")
    caption = f"{said} {_('Shaded: the usual range.')}" if found.usual else said
    return timeline(
        periods,
        title=_("Submissions over time"),
        caption=caption,
        ticks=ticks([period.first for period in periods], LENGTHS[by][0]),
        rtl=get_language_bidi(),
    )
