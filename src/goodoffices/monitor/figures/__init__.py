"""The map and the timeline of a page, made from a selection of incidents."""

from goodoffices.monitor.figures.chart import timeline_figure
from goodoffices.monitor.figures.drawn_map import map_figure
from goodoffices.monitor.figures.picture import Picture, picture

__all__ = ["Picture", "map_figure", "picture", "timeline_figure"]
