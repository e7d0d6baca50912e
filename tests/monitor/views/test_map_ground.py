"""What the map of a page is drawn on: the world, or a programme's own boundaries over it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation

from goodoffices.core.days import days_in_words
from goodoffices.core.models import BoundarySet
from goodoffices.core.services.boundaries import load_boundaries
from tests.monitor.stage import Stage


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> None:
    cache.clear()


def drawn(stage: Stage, path: str = "situation/?period=all") -> str:
    page = stage.client().get(stage.at(path)).content.decode()
    return page[page.index('<figure class="figure map"') : page.index("</figure>")]


def addresses(figure: str) -> list[str]:
    found = re.search(r'data-boundaries="([^"]*)"', figure)
    assert found
    return found[1].split()


def square(stage: Stage, folder: Path, west: float, south: float) -> BoundarySet:
    """Load a set of one area, four degrees wide."""
    east, north = west + 4, south + 4
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    area = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = folder / "square.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}))
    return load_boundaries(
        programme=stage.cast.programme, file=file, source="Survey", licence="CC0", by=None
    )


def test_without_boundaries_the_world_is_there(stage: Stage) -> None:
    figure = drawn(stage)
    assert "Outlines: Natural Earth, indicative." in figure
    assert 'class="map-land"' in figure
    world, names = addresses(figure)
    assert re.fullmatch(r"/static/built/world(\.\w+)?\.geojson", world)
    assert names == stage.at("places/points.json")


def test_a_record_lies_in_the_world_too(stage: Stage) -> None:
    assert "Natural Earth" in drawn(stage, f"incidents/{stage.incident.code}/")


def test_own_boundaries_lie_over_the_land_around(stage: Stage, tmp_path: Path) -> None:
    made = square(stage, tmp_path, 29, 9)
    figure = drawn(stage)
    assert figure.count('class="map-beneath"') == 1
    assert figure.count('class="map-land"') == 1
    assert "Survey" in figure
    assert "Outlines:" not in figure
    world, own, _names = addresses(figure)
    assert world.endswith(".geojson#beneath")
    assert own == stage.at(f"boundaries/{made.code}.json")


def test_an_invented_country_at_sea_shows_no_real_land(stage: Stage, tmp_path: Path) -> None:
    square(stage, tmp_path, -20, -35)
    figure = drawn(stage, "situation/?period=all&near=-33,-18,100")
    assert "map-beneath" not in figure
    assert "Natural Earth" not in figure
    assert not any("world" in address for address in addresses(figure))


def test_days_are_said_in_the_order_of_this_programs_english() -> None:
    with translation.override("en"):
        first = date(2025, 11, 23).toordinal()
        assert days_in_words(first, first) == "23 November 2025"
        assert days_in_words(first, first + 6) == "23–29 Nov 2025"
