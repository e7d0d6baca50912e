"""Boundary sets: side by side, with whose they are, once each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry, Boundary, BoundarySet, Place, PlaceName
from goodoffices.core.services.boundaries import level_number, load_boundaries, show
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def square(west: float, south: float, **properties: Any) -> dict[str, Any]:
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1]]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    features = [
        square(30, 10, name="Talmora", level="ADM0", name_ar="تلمورة"),
        square(30, 10, name="Harrow", level="ADM1"),
    ]
    path = tmp_path / "lines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def load(cast: Cast, file: Path, **more: Any) -> BoundarySet:
    given = {"source": "Survey office", "licence": "CC BY 4.0", "note": "as of 2025"} | more
    return load_boundaries(
        programme=cast.programme, file=file, by=cast.monitoring_officer.user, **given
    )


def test_a_set_keeps_whose_lines_they_are(in_programme: Cast, file: Path) -> None:
    place = Place.objects.create(programme=in_programme.programme, kind="region", name="Harrow")
    PlaceName.objects.create(place=place, language="en", name="Harrow", folded="harrow")
    made = load(in_programme, file)
    assert (made.code, made.source, made.note) == ("survey-office", "Survey office", "as of 2025")
    outer, inner = Boundary.objects.order_by("level")
    assert (outer.level, outer.names, outer.place) == (0, {"ar": "تلمورة"}, None)
    assert (inner.level, inner.name, inner.place) == (1, "Harrow", place)
    assert (inner.west, inner.south, inner.east, inner.north) == (30, 10, 31, 11)
    assert inner.geometry["type"] == "Polygon"
    assert AuditEntry.objects.get().data["areas"] == 2


def test_sets_stand_side_by_side_and_each_file_once(in_programme: Cast, file: Path) -> None:
    first = load(in_programme, file)
    with pytest.raises(Conflict):
        load(in_programme, file, source="Another")
    file.write_text(file.read_text().replace("31", "31.5"))
    second = load(in_programme, file)
    assert (first.code, second.code) == ("survey-office", "survey-office-2")
    assert BoundarySet.objects.filter(shown=True).count() == 2


def test_a_set_can_be_left_off_the_maps(in_programme: Cast, file: Path) -> None:
    made = load(in_programme, file)
    for _ in range(2):
        show(boundary_set=made, shown=False, by=in_programme.director.user)
    made.refresh_from_db()
    assert not made.shown
    assert list(AuditEntry.objects.order_by("seq").values_list("action", flat=True)) == [
        "core.boundaries.loaded",
        "core.boundaries.hidden",
    ]


@pytest.mark.parametrize("content", ["", "not json", '{"type": "FeatureCollection"}', "[]"])
def test_a_file_that_is_none_leaves_nothing(
    in_programme: Cast, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text(content)
    with pytest.raises(InvalidInput):
        load(in_programme, path)
    assert BoundarySet.objects.count() == 0


def test_source_and_licence_are_asked_for(in_programme: Cast, file: Path) -> None:
    with pytest.raises(InvalidInput, match="licence"):
        load(in_programme, file, licence=" ")


def test_roles_without_the_right_load_nothing(in_programme: Cast, file: Path) -> None:
    with pytest.raises(NotPermitted):
        load_boundaries(
            programme=in_programme.programme,
            file=file,
            source="x",
            licence="y",
            by=in_programme.analyst.user,
        )


@pytest.mark.parametrize(
    ("level", "number"),
    [("ADM2", 2), ("1", 1), ("", 0), ("District", 2), ("admin 0", 0), ("odd", 0), ("999", 20)],
)
def test_levels_become_numbers(level: str, number: int) -> None:
    assert level_number(level) == number
