"""The outlines of the world: what a map is drawn on where a programme has no boundaries.

Where it has some, the land around them lies beneath, without a line of its own.

They come from Natural Earth (public domain) and are built with the frontend. No name is shown
from them, and where a line is disputed they show the line of their authors and nothing more.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.templatetags.static import static

from goodoffices.methods import geo
from goodoffices.methods.geo.backdrop import Backdrop

FILE = "built/world.geojson"
KEPT_SECONDS = 24 * 3600
INHABITED = geo.Box(south=-56, west=-170, north=75, east=180)
"""What a map shows that has nothing else to go by."""


@lru_cache(maxsize=1)
def backdrop() -> Backdrop | None:
    """Return the outlines, read once per process; None where the frontend was not built."""
    found = finders.find(FILE)
    if not found:
        return None
    return Backdrop.of(json.loads(Path(found).read_bytes())["features"])


def outlines(box: geo.Box, drawing: geo.Projection) -> tuple[str, str]:
    """Return the path data of land and of lines for a drawing, kept for the next page."""
    corners = ":".join(f"{edge:.3f}" for edge in (box.west, box.south, box.east, box.north))
    key = f"world:{drawing.width:g}x{drawing.height:g}:{corners}"
    kept: tuple[str, str] | None = caches["drawn"].get(key)
    if kept is None:
        world = backdrop()
        kept = world.drawn(drawing) if world else ("", "")
        caches["drawn"].set(key, kept, KEPT_SECONDS)
    return kept


def address() -> str:
    """Return where the living map finds the same outlines; nothing where they were not built."""
    return static(FILE) if finders.find(FILE) else ""
