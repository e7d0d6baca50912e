"""Drawing a part of the map as SVG: projection, outlines, circles of doubt, a scale bar.

Spherical Mercator fitted into the view box, so shapes and angles are right locally; good for the
areas a programme works in, not beyond 85 degrees north or south.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .clusters import mercator
from .distance import EARTH_KM, Box

_SMALLEST = 1e-5  # degrees; a box around a single place is widened to this


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a round length. ``km`` it stands for, ``px`` how long it is drawn."""

    km: float
    px: float


@dataclass(frozen=True, slots=True)
class Projection:
    """How degrees become view-box units: x grows to the east, y grows to the south.

    ``scale``: units that the whole world is wide; ``left``, ``top``: the view box's corner in
    those units.
    """

    west: float
    scale: float
    left: float
    top: float
    width: float
    height: float
    middle_lat: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the place of a point; longitudes east of the 180th meridian go on to the right."""
        turned = (lon - self.west + 90) % 360 - 90
        return turned / 360 * self.scale - self.left, mercator(lat) * self.scale - self.top

    def radius(self, km: float, lat: float) -> float:
        """Return how many units a distance is drawn long at a latitude."""
        return km / (2 * math.pi * EARTH_KM * math.cos(math.radians(lat))) * self.scale

    def path(self, geometry: Mapping[str, Any], digits: int = 1) -> str:
        """Return the path of a GeoJSON geometry (polygons, lines, their multiples, collections).

        Coordinates are rounded to ``digits``; points that fall together are drawn once.
        """
        kind, inner = geometry["type"], geometry.get("coordinates", ())
        if kind == "GeometryCollection":
            return "".join(self.path(part, digits) for part in geometry["geometries"])
        if kind in ("Polygon", "MultiLineString"):
            return self._lines(inner, digits, closed=kind == "Polygon")
        if kind == "MultiPolygon":
            return "".join(self._lines(rings, digits, closed=True) for rings in inner)
        return self._lines([inner], digits, closed=False) if kind == "LineString" else ""

    def _lines(self, lines: Iterable[Sequence[Any]], digits: int, *, closed: bool) -> str:
        return "".join(self._line(line, digits, closed=closed) for line in lines)

    def _line(self, line: Sequence[Any], digits: int, *, closed: bool) -> str:
        drawn: list[str] = []
        near = None
        for position in line:
            lon = position[0] if near is None else near + (position[0] - near + 180) % 360 - 180
            near = lon
            x = (lon - self.west) / 360 * self.scale - self.left
            y = mercator(position[1]) * self.scale - self.top
            step = f"{_short(x, digits)} {_short(y, digits)}"
            if not drawn or drawn[-1] != step:
                drawn.append(step)
        if closed and len(drawn) > 1 and drawn[0] == drawn[-1]:
            drawn.pop()
        if len(drawn) < (3 if closed else 2):
            return ""
        return "M" + "L".join(drawn) + ("Z" if closed else "")

    def scale_bar(self, most_px: float = 120) -> ScaleBar:
        """Return the longest bar of 1, 2 or 5 times a power of ten km that fits."""
        km_per_px = 1 / self.radius(1, self.middle_lat)
        most_km = most_px * km_per_px
        power = 10.0 ** math.floor(math.log10(most_km))
        km = max(step * power for step in (1, 2, 5) if step * power <= most_km * (1 + 1e-12))
        km = round(km, 6)
        return ScaleBar(int(km) if km >= 1 else km, km / km_per_px)


def _short(number: float, digits: int) -> str:
    """Return a number without needless zeros; never '-0'."""
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def projection(box: Box, width: float, height: float, margin: float = 0) -> Projection:
    """Return the projection that fits a box, centred, into a view box of width by height units.

    ``margin``: units left free on each side. A box that is a single place is drawn as about a
    metre across.
    """
    wide = (box.east - box.west) % 360 or (360.0 if box.east != box.west else 0.0)
    top, bottom = mercator(box.north), mercator(box.south)
    high = max(bottom - top, _SMALLEST / 360)
    scale = min((width - 2 * margin) / (max(wide, _SMALLEST) / 360), (height - 2 * margin) / high)
    return Projection(
        west=box.west,
        scale=scale,
        left=wide / 360 * scale / 2 - width / 2,
        top=(top + bottom) / 2 * scale - height / 2,
        width=width,
        height=height,
        middle_lat=(box.south + box.north) / 2,
    )
