"""What a situation page shows of a selection: figures, what is usual, timeline and map.

Reading a whole archive takes long, and most who look ask for the same. What took long is kept
until anything in the programme changes; it is kept apart for everyone who may see other records.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from goodoffices.core.figures import MapFigure, TimelineFigure
from goodoffices.core.models import Membership
from goodoffices.methods.columns import Columns, first_of
from goodoffices.monitor.figures.chart import timeline_figure
from goodoffices.monitor.figures.drawn_map import map_figure
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import history, listing, maps, situation, timeline
from goodoffices.monitor.queries.chosen import choose, in_period
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.history import AreaChange
from goodoffices.monitor.queries.periods import Period, today_in
from goodoffices.monitor.queries.situation import Figures
from goodoffices.monitor.queries.window import Window, stamp

COLUMNS = {*situation.FIGURES, *maps.PLACED, "first_day", "last_day"}
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
    """Read the ledger for what the page shows."""
    wide = choose(window.wide, member, COLUMNS)
    if window.period.is_all:
        return _picture(window, member, wide, wide)
    before = situation.figures(_during(window.before, wide))
    past = {} if window.asked.is_narrow else history.history(wide, window.period)
    changes = history.changes(past, member)
    return _picture(window, member, _during(window.narrow, wide), wide, before, changes)


def _during(asked: IncidentFilter, wide: Columns) -> Columns:
    """Return those incidents that touch the period of a filter within the wide one."""
    return wide.where(in_period(wide, asked.first_day, asked.last_day))


def _picture(
    window: Window,
    member: Membership,
    found: Columns,
    wide: Columns,
    before: Figures | None = None,
    changes: Sequence[AreaChange] = (),
) -> Picture:
    period, days, now = window.period, situation.days(wide), situation.figures(found)
    bars = timeline.bars(days, period)
    return Picture(
        now=now,
        before=before,
        usual=None if before is None else history.usual(days, period),
        changes=list(changes),
        timeline=timeline_figure(bars, window.asked, usual=_usual_bar(bars, period)),
        map=map_figure(found, now, window.narrow, member),
        latest=found["id"][first_of(found["first_day"], 0, LATEST)].tolist(),
    )


def _usual_bar(bars: list[timeline.Bar], period: Period) -> tuple[int, int] | None:
    return None if period.is_all else history.band([bar.count for bar in bars if not bar.now])
