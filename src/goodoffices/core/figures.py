"""What a drawn map and a drawn timeline hold: plain values between a room's view and the page.

A room fills these from its queries; ``components/map.html`` and ``components/timeline.html`` draw
them as SVG with a table beside, and the islands in the browser read the same values from the
page. Coordinates are SVG user units with the origin at the top left (`methods.geo.svg` projects);
texts are in the reader's language already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt


@dataclass(frozen=True, slots=True)
class MapCluster:
    """Incidents drawn as one dot. ``count`` sizes it, ``url`` leads to the list beneath it.

    ``label`` says in words what the dot stands for, the number included.
    """

    x: float
    y: float
    count: int
    label: str
    url: str = ""

    @property
    def r(self) -> float:
        """Radius in SVG units: the area grows with the count."""
        return round(min(5 + 2.4 * sqrt(self.count), 30), 1)

    @property
    def tone(self) -> int:
        """Step on the single-hue ramp: 1 below ten, 2 below a hundred, 3 above."""
        return 1 if self.count < 10 else 2 if self.count < 100 else 3


@dataclass(frozen=True, slots=True)
class MapCircle:
    """How uncertain a place is: the true place lies within ``r`` of the point."""

    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class MapLabel:
    """The name of a place, set under its point."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One line of the table beside the map."""

    label: str
    count: int
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapFigure:
    """A map as the server draws it, with the addresses the living map asks.

    ``land`` and ``lines`` are SVG path data, ``beneath`` the land around them, drawn first.
    ``bounds`` is (west, south, east, north) in degrees.
    ``src`` answers GeoJSON for the filters of the page (``bbox`` and ``zoom`` are appended),
    ``boundaries`` are addresses of GeoJSON boundary sets. ``note`` names the boundaries' source
    and says that they are indicative. ``can_filter`` offers "Filter to this area".
    """

    title: str
    width: int
    height: int
    bounds: tuple[float, float, float, float]
    land: Sequence[str] = ()
    lines: Sequence[str] = ()
    beneath: str = ""
    circles: Sequence[MapCircle] = ()
    clusters: Sequence[MapCluster] = ()
    labels: Sequence[MapLabel] = ()
    rows: Sequence[MapRow] = ()
    note: str = ""
    src: str = ""
    boundaries: Sequence[str] = ()
    can_filter: bool = True

    @property
    def bounds_json(self) -> str:
        """The bounds as the living map reads them."""
        west, south, east, north = self.bounds
        return f"[[{west:.5f},{south:.5f}],[{east:.5f},{north:.5f}]]"


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """How many incidents began in one period (a day, a week, a month), both ends included."""

    first: date
    last: date
    count: int
    label: str
    url: str
    usual_low: float | None = None
    usual_high: float | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """One bar with its place on the axis."""

    x: float
    height: float
    period: PeriodCount


@dataclass(frozen=True, slots=True)
class TimelineTick:
    """A label under the axis, at the middle of its period."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class TimelineFigure:
    """A timeline as the server draws it. Mirrored for right-to-left readers when laid out."""

    title: str
    caption: str
    width: int
    height: int
    bars: Sequence[TimelineBar]
    band: str = ""
    ticks: Sequence[TimelineTick] = field(default=())
    axis: int = 0
    bar_width: float = 0
    peak: int = 0


AXIS = 16
"""Room under the axis for the tick labels, in SVG units."""


def timeline(
    periods: Sequence[PeriodCount],
    *,
    title: str,
    caption: str,
    ticks: Sequence[tuple[int, str]] = (),
    rtl: bool = False,
    width: int = 640,
    height: int = 84,
) -> TimelineFigure:
    """Lay periods out along an axis, the latest at the end of the line of reading.

    ``ticks`` are (index of a period, text). The usual range is drawn where both its ends are
    known, as one band. An empty sequence gives an empty figure.
    """
    axis = height - AXIS
    peak = max([*(p.count for p in periods), *(p.usual_high or 0 for p in periods)], default=0)
    scale = (axis - 6) / peak if peak else 0.0
    slot = width / len(periods) if periods else float(width)
    starts = [_start(index, slot, width, rtl) for index in range(len(periods))]
    inset = _gap(slot) / 2
    bars = [
        TimelineBar(round(x + inset, 1), round(p.count * scale, 1), p)
        for p, x in zip(periods, starts, strict=True)
    ]
    marks = [TimelineTick(round(starts[i] + slot / 2, 1), text) for i, text in ticks]
    band = _band(periods, starts, slot, axis, scale)
    return TimelineFigure(
        title,
        caption,
        width,
        height,
        bars,
        band,
        marks,
        axis,
        round(slot - _gap(slot), 1),
        round(peak),
    )


def _start(index: int, slot: float, width: int, rtl: bool) -> float:
    return width - (index + 1) * slot if rtl else index * slot


def _gap(slot: float) -> float:
    return min(slot * 0.25, 2)


def _band(
    periods: Sequence[PeriodCount],
    starts: Sequence[float],
    slot: float,
    axis: float,
    scale: float,
) -> str:
    known = [
        (x + slot / 2, p.usual_low, p.usual_high)
        for p, x in zip(periods, starts, strict=True)
        if p.usual_low is not None and p.usual_high is not None
    ]
    if len(known) < 2:
        return ""
    lower = [f"{x:.1f},{axis - low * scale:.1f}" for x, low, _ in known]
    upper = [f"{x:.1f},{axis - high * scale:.1f}" for x, _, high in reversed(known)]
    return "M" + "L".join([*lower, *upper]) + "Z"
