"""In which area of a set of boundaries a point lies: places are moved within their own."""

from __future__ import annotations

from collections.abc import Callable

from goodoffices.core.models import BoundarySet
from goodoffices.core.models.places import Boundary

Inside = Callable[[float, float], bool]


class Areas:
    """The finest areas of a set, as they were loaded (never the lighter ones for display)."""

    def __init__(self, boundaries: BoundarySet) -> None:
        import shapely
        from shapely.geometry import shape

        areas = Boundary.objects.filter(set=boundaries)
        finest = areas.order_by("-level").values_list("level", flat=True).first()
        loaded = areas.filter(level=finest or 0).order_by("pk").values_list("geometry", flat=True)
        self._areas = [shape(one) for one in loaded.iterator()]
        shapely.prepare(self._areas)
        self._tree = shapely.STRtree(self._areas)

    def inside(self, latitude: float, longitude: float) -> Inside | None:
        """Return what says whether another point lies in the same area; None outside all."""
        import shapely

        found = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        if not len(found):
            return None
        area = self._areas[int(min(found))]
        return lambda lat, lon: bool(shapely.contains_xy(area, lon, lat))
