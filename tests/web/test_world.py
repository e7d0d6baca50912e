"""The outlines of the world as they were built from Natural Earth."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from goodoffices.formats.geojson_in import read_boundaries

HEAVIEST = 240_000
"""Bytes the light file may have when packed by gzip."""


def path(name: str) -> Path:
    """Return a built file; tests run on a built frontend (`make test` sees to it)."""
    found = finders.find(f"built/{name}")
    assert found, "the frontend is not built: make frontend"
    return Path(found)


@pytest.fixture(scope="module")
def light() -> list[dict[str, Any]]:
    """Return the features that maps draw."""
    features: list[dict[str, Any]] = json.loads(path("world.geojson").read_bytes())["features"]
    return features


def rings(feature: dict[str, Any]) -> list[list[list[float]]]:
    """Return the rings or lines of a feature."""
    found: list[list[list[float]]] = feature["geometry"]["coordinates"]
    return found


def test_it_holds_land_and_lines_and_no_name(light: list[dict[str, Any]]) -> None:
    assert {one["geometry"]["type"] for one in light} == {"Polygon", "MultiLineString"}
    assert {tuple(one["properties"]) for one in light} == {("level",)}
    assert len(light) > 1000


def test_no_outline_leaps_across_the_map(light: list[dict[str, Any]]) -> None:
    for feature in light:
        for ring in rings(feature):
            assert all(abs(a[0] - b[0]) < 90 for a, b in pairwise(ring))


def test_land_is_closed_and_within_the_globe(light: list[dict[str, Any]]) -> None:
    for feature in light:
        for ring in rings(feature):
            assert all(-190 <= lon <= 191 and -60 <= lat <= 84 for lon, lat in ring) or (
                feature["geometry"]["type"] == "MultiLineString"
            )
            if feature["geometry"]["type"] == "Polygon":
                assert ring[0] == ring[-1]
                assert len(ring) >= 4


def test_it_is_light() -> None:
    assert len(gzip.compress(path("world.geojson").read_bytes(), 9)) < HEAVIEST


def test_the_full_file_is_a_boundary_set_cut_at_the_meridian() -> None:
    with path("natural-earth-50m.geojson.gz").open("rb") as file:
        found = read_boundaries(file, tolerance=0.02)
    assert len(found.boundaries) > 230
    assert all(one.properties["codes"] for one in found.boundaries)
    numbered = {one.properties["codes"][0]: one for one in found.boundaries}
    for number in ("643", "242"):  # Russia and Fiji lie on both sides
        west, _south, east, _north = numbered[number].bbox
        assert (west, east) == (-180, 180)
    assert not any(one.name for one in found.boundaries)
