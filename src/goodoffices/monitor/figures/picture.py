"""What a situation page shows of a selection: figures, what is usual, timeline and map.

Reading a whole archive takes long, and most who look ask for the same. What took long is kept
until anything in the programme changes; it is kept apart for everyone who may see other records.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from goodoffices.core.figures import MapFigure, TimelineFigure
from goodoffices.core.models import Membership
from goodoffices.monitor.figures.chart import timeline_figure
from goodoffices.monitor.figures.drawn_map import map_figure
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import history, listing, situation, timeline
from goodoffices.monitor.queries.history import AreaChange
from goodoffices.monitor.queries.periods import Period, today_in
from goodoffices.monitor.queries.selection import Selection, select
from goodoffices.monitor.queries.situation import Days, Figures
from goodoffices.monitor.queries.sought import Condition, sought
from goodoffices.monitor.queries.window import Window, stamp

LATEST = 8
WORTH_KEEPING = 0.1
"""Seconds a picture must have taken to be kept."""
KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Picture:
    """One look at a selection; ``before`` and ``usual`` are None where nothing compares."""

    now: Figures
    before: Figures | None
    usual: tuple[int, int] | None
    changes: list[AreaChange]
    timeline: TimelineFigure
    map: MapFigure
    latest: list[int]

    @property
    def latest_incidents(self) -> list[Incident]:
        """The newest incidents of the selection."""
        return listing.in_order(self.latest)


def picture(window: Window, member: Membership) -> Picture:
    """Return what the page shows; from what was kept where nothing changed since."""
    key = _key(window, member)
    kept: Picture | None = cache.get(key)
    if kept is not None:
        return kept
    began = time.perf_counter()
    made = drawn(window, member)
    if time.perf_counter() - began >= WORTH_KEEPING:
        cache.set(key, made, KEPT_SECONDS)
    return made


def _key(window: Window, member: Membership) -> str:
    period = window.period
    parts = (
        stamp(member),
        get_language(),
        today_in(member.programme),
        f"{period.first}-{period.last}-{period.is_all}",
        window.asked.address(),
    )
    return "picture:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def drawn(window: Window, member: Membership) -> Picture:
    """Read the database for what the page shows."""
    with sought(window.wide, member) as found:
        rows = select(window.narrow, member, found)
        if window.period.is_all:
            now, days = situation.figures_and_days(rows.rows)
            return _picture(window, rows, now, days)
        wide = select(window.wide, member, found)
        days = situation.days(wide.rows)
        return _compared(window, rows, wide, days, found)


def _compared(
    window: Window, rows: Selection, wide: Selection, days: Days, found: Condition | None
) -> Picture:
    before = select(window.before, rows.member, found)
    past = {} if window.asked.is_narrow else history.history(wide.rows, window.period)
    return _picture(
        window,
        rows,
        situation.figures(rows.rows),
        days,
        before=situation.figures(before.rows),
        usual=history.usual(days, window.period),
        changes=history.changes(past, rows.member),
    )


def _picture(
    window: Window,
    selection: Selection,
    now: Figures,
    days: Days,
    *,
    before: Figures | None = None,
    usual: tuple[int, int] | None = None,
    changes: list[AreaChange] | None = None,
) -> Picture:
    rows, period = selection.rows, window.period
    bars = timeline.bars(days, period)
    newest = rows.order_by(*listing.ORDERS["newest"]).values_list("pk", flat=True)
    return Picture(
        now=now,
        before=before,
        usual=usual,
        changes=changes or [],
        timeline=timeline_figure(bars, window.asked, usual=_usual_bar(bars, period)),
        map=map_figure(rows, now, window.narrow, selection.member),
        latest=list(newest[:LATEST]),
    )


def _usual_bar(bars: list[timeline.Bar], period: Period) -> tuple[int, int] | None:
    return None if period.is_all else history.band([bar.count for bar in bars if not bar.now])
