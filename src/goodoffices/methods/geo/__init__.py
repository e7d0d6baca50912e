"""Places as numbers: distances, cells for circle searches, clusters, and SVG maps."""

from .cells import LAST_CELL, cell, cells, cover, parent, range_of
from .clusters import Cluster, clusters
from .distance import Box, LocalMetric, around_circle, haversine_km, local_metric
from .svg import Projection, ScaleBar, projection
from .within import in_box, reaching, within

__all__ = [
    "LAST_CELL",
    "Box",
    "Cluster",
    "LocalMetric",
    "Projection",
    "ScaleBar",
    "around_circle",
    "cell",
    "cells",
    "clusters",
    "cover",
    "haversine_km",
    "in_box",
    "local_metric",
    "parent",
    "projection",
    "range_of",
    "reaching",
    "within",
]
