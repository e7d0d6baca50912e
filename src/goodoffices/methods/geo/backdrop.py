"""Outlines of the world cut to what a map shows, and as light as its scale allows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .distance import Box
from .svg import Projection

COARSE_PX = 0.9
"""How far a drawn line may lie from the true one, in view-box units."""

SMALLEST_PX2 = 3.0
"""Islands that would cover less than this are left out of a drawing."""

MARGIN_PX = 6
"""How far outlines go on beyond the edge, so that the cut itself is not seen."""


DIGITS = 0
"""Decimals of view-box units: whole units are finer than the outlines themselves."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """Land (areas) and the lines upon it, in degrees WGS 84; shapely geometries.

    Longitudes may run on beyond 180, so that no outline leaps across the map.
    """

    land: Sequence[Any]
    lines: Sequence[Any]

    @classmethod
    def of(cls, features: Iterable[Mapping[str, Any]]) -> Backdrop:
        """Read GeoJSON features: areas are land, lines are lines; anything else is left out."""
        import shapely
        from shapely.geometry import shape

        land, lines = [], []
        for feature in features:
            found = shape(feature["geometry"])
            if found.geom_type.endswith("Polygon"):
                land += shapely.get_parts(found).tolist()
            elif found.geom_type.endswith("LineString"):
                lines += shapely.get_parts(found).tolist()
        # What crosses itself is mended once, not for every drawing.
        return cls(shapely.make_valid(land), lines)

    def drawn(self, drawing: Projection) -> tuple[str, str]:
        """Return the path data of the land and of the lines that a drawing shows."""
        view = window(drawing)
        step = COARSE_PX * 360 / drawing.scale
        smallest = SMALLEST_PX2 * (360 / drawing.scale) ** 2
        land = [one for one in _cut(self.land, view, step, smallest) if one.area > smallest]
        lines = _cut(self.lines, view, step)
        return _path(land, drawing), _path(lines, drawing)


def window(drawing: Projection) -> Box:
    """Return the degrees that a view box shows, a little beyond its edges.

    It is never wider than once round the world; ``east`` may exceed 180 and ``west`` -180.
    """
    turn = 360 / drawing.scale
    west = drawing.west + (drawing.left - MARGIN_PX) * turn
    east = drawing.west + (drawing.left + drawing.width + MARGIN_PX) * turn
    if east - west > 360:
        middle = (west + east) / 2
        west, east = middle - 180, middle + 180
    top = (drawing.top - MARGIN_PX) / drawing.scale
    bottom = (drawing.top + drawing.height + MARGIN_PX) / drawing.scale
    return Box(south=_latitude(bottom), west=west, north=_latitude(top), east=east)


def _latitude(down: float) -> float:
    """Return the latitude that lies so far down a world map 1 wide (Mercator turned round)."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(1.0, max(0.0, down))))))


def _cut(shapes: Sequence[Any], view: Box, step: float, smallest: float = -1.0) -> list[Any]:
    """Return what lies in view, also of shapes that come into it once round the world.

    What spans less than ``smallest`` (square degrees) is left out unseen.
    """
    import numpy as np
    import shapely

    if not len(shapes):
        return []
    whole = np.asarray(shapes, dtype=object)
    west, south, east, north = shapely.bounds(whole).T
    seen = ((east - west) * (north - south) > smallest) & (south < view.north)
    seen &= north > view.south
    found: list[Any] = []
    for turn in (-360, 0, 360):
        near = whole[seen & (west + turn < view.east) & (east + turn > view.west)]
        if turn:
            near = np.array([_turned(one, turn) for one in near], dtype=object)
        cut = shapely.clip_by_rect(near, view.west, view.south, view.east, view.north)
        found += shapely.get_parts(shapely.simplify(cut, step, preserve_topology=False)).tolist()
    return [part for part in found if not part.is_empty]


def _turned(shape: Any, turn: int) -> Any:
    import numpy as np
    import shapely

    return shapely.transform(shape, lambda degrees: np.add(degrees, (turn, 0)))


def _path(shapes: Sequence[Any], drawing: Projection) -> str:
    from shapely.geometry import mapping
    from shapely.geometry.polygon import orient

    turned = (orient(one) if one.geom_type == "Polygon" else one for one in shapes)
    return "".join(drawing.path(mapping(one), DIGITS) for one in turned)
