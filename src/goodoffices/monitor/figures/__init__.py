"""The map and the timeline of a page, made from a selection of incidents."""

from goodoffices.monitor.figures.chart import timeline_figure
from goodoffices.monitor.figures.drawn_map import map_figure

__all__ = ["map_figure", "timeline_figure"]
