"""What the map shows adds up to what the list counts, in every part of the world."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.core.ground import around
from goodoffices.core.queries.addresses import WORLD, MapView
from goodoffices.methods import geo
from goodoffices.monitor.figures import living_map
from goodoffices.monitor.figures.gathering import counted, gather, level_for, margin_km
from goodoffices.monitor.figures.living_map import map_json
from goodoffices.monitor.queries import maps
from goodoffices.monitor.queries.chosen import choose
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.selection import select
from tests.cast import Cast
from tests.monitor.queries import slow_way
from tests.monitor.queries.world import COMMON, World, make_world


@pytest.fixture
def world(in_programme: Cast) -> World:
    return make_world(in_programme)


ANY = IncidentFilter()
BOXES = [
    WORLD,
    geo.Box(south=31, west=34, north=32, east=36),
    geo.Box(south=-18, west=179, north=-16, east=-179),
    geo.Box(south=-1, west=-1, north=1, east=1),
    geo.Box(south=60, west=10, north=70, east=20),
]


def within(world: World, box: geo.Box, asked: IncidentFilter = ANY) -> int:
    member = world.cast.monitoring_officer
    ids = world.expected(asked, member)
    points = [one.point for one in world.incidents if one.pk in ids and one.point]
    return sum(box.holds(*point) for point in points)


@pytest.mark.parametrize("box", BOXES, ids=str)
def test_areas_and_clusters_add_up(box: geo.Box, world: World) -> None:
    member = world.cast.monitoring_officer
    areas = counted(choose(ANY, member, maps.PLACED), box)
    assert areas == slow_way.areas(select(ANY, member).rows, box, level_for(box))
    assert sum(area.count for area in areas) == within(world, box)
    made = gather(areas, box, width_px=640, cell_px=40)
    assert sum(cluster.count for cluster in made) == within(world, box)
    for area in areas:
        assert area.south <= area.latitude <= area.north
        assert area.west <= area.longitude <= area.east


def test_the_list_beneath_a_cluster_holds_all_of_it(world: World) -> None:
    member = world.cast.monitoring_officer
    box = geo.Box(south=30, west=33, north=34, east=37)
    areas = counted(choose(ANY, member, maps.PLACED), box)
    made = gather(areas, box, width_px=640, cell_px=40)
    assert made
    for cluster in made:
        near = around(cluster, margin_km(areas))
        assert select(IncidentFilter(near=near), member).rows.count() >= cluster.count


def features(world: World, asked: MapView, filters: IncidentFilter = ANY) -> list[Any]:
    member = world.cast.monitoring_officer
    found = map_json(asked, filters, member)
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


@pytest.mark.parametrize("most", [2_000, 20])
@pytest.mark.parametrize("box", BOXES, ids=str)
@pytest.mark.parametrize("text", ["", COMMON[0]])
def test_the_living_map_counts_the_same(
    text: str, box: geo.Box, most: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "MOST_POINTS", most)
    filters = IncidentFilter(text=text)
    found = features(world, MapView(box, 6.0), filters)
    assert sum(one["properties"]["count"] for one in found) == within(world, box, filters)
    singles = sum(len(one["properties"]["items"]) for one in found)
    assert bool(singles) == (0 < within(world, box, filters) <= most)
    for one in found:
        longitude, latitude = one["geometry"]["coordinates"]
        assert box.holds(latitude, longitude) or box == WORLD or abs(latitude - 31.5) < 1


@pytest.mark.parametrize(
    "bbox",
    [
        "",
        "x",
        "1,2,3",
        "nan,0,1,1",
        "inf,0,1,1",
        "0,50,1,-50",
        "1,2,3,4,5",
        "1e999,0,0,0",
    ],
)
def test_a_box_that_makes_no_sense_is_the_world(bbox: str) -> None:
    assert MapView.of({"bbox": bbox, "zoom": "3"}) == MapView()


@pytest.mark.parametrize(("zoom", "kept"), [("-5", 0.0), ("99", 22.0), ("4.5", 4.5)])
def test_how_far_one_can_zoom(zoom: str, kept: float) -> None:
    asked = MapView.of({"bbox": "-500,-100,500,100", "zoom": zoom})
    assert asked.zoom == kept
    assert asked.box == geo.Box(south=-90, west=-180, north=90, east=180)
    assert asked.width_px >= 64


def test_incidents_at_one_spot_share_a_dot(world: World) -> None:
    found = features(world, MapView())
    spots = [tuple(one["geometry"]["coordinates"]) for one in found]
    assert len(spots) == len(set(spots))
    assert all(len(one["properties"]["items"]) <= living_map.MOST_LISTED for one in found)


def test_a_programme_without_places_has_a_map(in_programme: Cast) -> None:
    member = in_programme.monitoring_officer
    assert map_json(MapView(), ANY, member)["features"] == []
