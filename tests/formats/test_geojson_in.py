"""Boundary sets: taken, mended and told, or refused with one sentence."""

from __future__ import annotations

import gzip
import json
import math

import pytest
import shapely
from shapely.geometry import shape

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.geojson_in import BoundaryLimits, read_boundaries


def square(west, south, size=1.0):
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(name="North", coordinates=None, kind="Polygon", **properties):
    geometry = {"type": kind, "coordinates": coordinates or square(10, 20)}
    return {"type": "Feature", "properties": {"name": name} | properties, "geometry": geometry}


def collection(*features, **members):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members})


def test_areas_are_read(put):
    path = put(collection(feature("North", level=1), feature("South", square(10, 19), level=1)))
    found = read_boundaries(path)
    assert [(item.name, item.level) for item in found.boundaries] == [
        ("North", "1"),
        ("South", "1"),
    ]
    assert found.boundaries[0].bbox == (10, 20, 11, 21)
    assert found.boundaries[0].geometry["type"] == "Polygon"
    assert (found.mended, found.points) == ((), 10)
    assert read_boundaries(put(gzip.compress(path.read_bytes()), "b.gz")) == found


def test_the_name_may_stand_under_any_property(put):
    path = put(collection(feature(None, ADM1_AR="الشمال", kind_of="region")))
    (area,) = read_boundaries(path, name_property="ADM1_AR", level_property="kind_of").boundaries
    assert (area.name, area.level) == ("الشمال", "region")
    with pytest.raises(InvalidInput, match="choose one of name, ADM1_AR"):
        read_boundaries(path, name_property="nom")


def test_a_line_that_crosses_itself_is_mended_and_told(put):
    bow = [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]
    found = read_boundaries(put(collection(feature(), feature("Bow", bow))))
    assert found.mended == ((2, "Bow", "Self-intersection"),)
    area = shape(found.boundaries[1].geometry)
    assert area.is_valid
    assert area.area == pytest.approx(2)


def circle(west, east, steps=720):
    """Half of a disc of radius 1 about (0, 0), closed along the line x = 0."""
    points = [
        (math.sin(t * math.pi / steps), math.cos(t * math.pi / steps)) for t in range(steps + 1)
    ]
    side = 1 if east else -1
    ring = [[side * x, y] for x, y in points] + [[0.0, 0.5 + 0.001], [0.0, 1.0]]
    ring[-2] = [0.0, 0.0]
    return [ring]


def test_neighbours_stay_neighbours_when_drawn_light(put):
    path = put(collection(feature("W", circle(True, False)), feature("E", circle(False, True))))
    found = read_boundaries(path, tolerance=0.01)
    assert found.display_points < found.points / 5
    west, east = (shape(item.display) for item in found.boundaries)
    assert west.is_valid
    assert east.is_valid
    assert shapely.coverage_is_valid([west, east])
    assert west.intersection(east).area == pytest.approx(0, abs=1e-9)
    assert west.area == pytest.approx(math.pi / 2, rel=0.02)


def test_areas_that_overlap_are_still_drawn(put):
    path = put(collection(feature("A"), feature("B", square(10.5, 20.5))))
    found = read_boundaries(path)
    assert [shape(item.display).area for item in found.boundaries] == pytest.approx([1, 1])


def test_an_area_too_small_to_draw_keeps_its_outline(put):
    path = put(
        collection(feature("Large", square(0, 0, 60)), feature("Isle", square(70, 0, 0.001)))
    )
    isle = read_boundaries(path).boundaries[1]
    assert shape(isle.display).area == pytest.approx(1e-6, rel=0.1)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "no JSON"),
        ("<html>", "no JSON"),
        (collection(feature())[:-20], "cut off"),
        ("[" * 100_000, "no JSON"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "no JSON"),
        ("[]", "type is list"),
        ('{"type": "Topology"}', "type is Topology"),
        (collection(), "no features"),
        (collection("x"), "no objects"),
        (collection(feature(coordinates=[1, 2], kind="Point")), "not an area but Point"),
        (collection({"type": "Feature", "properties": {}, "geometry": None}), "but nothing"),
        (collection(feature(coordinates=square(500_000, 4_000_000, 9))), "longitude first"),
        (collection(feature(coordinates=[[[0, 0], [1, 1]]])), "cannot be read"),
        (collection(feature(coordinates=[[["a", 0], [1, 1], [1, 0], ["a", 0]]])), "cannot be read"),
        (collection(feature(coordinates=[[[0, 0], [1, 1], [2, 2], [0, 0]]])), "encloses no area"),
        (
            collection(feature(), crs={"type": "name", "properties": {"name": "EPSG:2039"}}),
            "another coordinate system",
        ),
    ],
)
def test_what_is_no_boundary_set_is_refused(put, content, word):
    with pytest.raises(InvalidInput, match=word) as caught:
        read_boundaries(put(content or " "))
    assert caught.value.message.endswith(".")


def test_wgs_84_may_be_named(put):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(read_boundaries(put(collection(feature(), crs=crs))).boundaries) == 1


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (BoundaryLimits(file_bytes=100), "larger than"),
        (BoundaryLimits(features=1), "2 areas"),
        (BoundaryLimits(points=9), "corner points"),
    ],
)
def test_limits_hold(put, limits, word):
    with pytest.raises(InvalidInput, match=word):
        read_boundaries(put(collection(feature(), feature("S", square(10, 19)))), limits=limits)


def test_a_packed_bomb_is_stopped(put):
    path = put(gzip.compress(b" " * 10_000_000))
    with pytest.raises(InvalidInput, match="unpacks to more"):
        read_boundaries(path, limits=BoundaryLimits(file_bytes=1_000_000))
