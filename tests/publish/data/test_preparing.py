"""What a prepared version holds: only what may come out, blurred, and nothing that stands out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from goodoffices.codebook.errors import Conflict
from goodoffices.core.models import BoundarySet, Job, Place
from goodoffices.core.models.places import Boundary
from goodoffices.core.tlp import TLP
from goodoffices.methods.geo import haversine_km
from goodoffices.monitor.models import Incident
from goodoffices.publish.data import files, key, services, shaping
from goodoffices.publish.models import DataFile, DataRelease, DataVersion
from tests.cast import Cast
from tests.publish.data import stage

SECRETS = ("Xanthippe", "Zubaida", "Hidden Hill", "secret words")


def rows_of(version: DataVersion) -> list[dict[str, object]]:
    names = shaping.names_of(version.release)
    return [dict(zip(names, row, strict=True)) for row in files.read_rows(version).values()]


@pytest.fixture
def ground(in_programme: Cast) -> dict[str, Place]:
    stage.policy(in_programme.programme)
    return stage.places(in_programme.programme)


def every_byte(version: DataVersion) -> bytes:
    return b"".join(bytes(one.content) for one in DataFile.objects.filter(version=version))


def test_only_what_may_come_out_is_in_any_file(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    programme, here = in_programme.programme, ground["Harrow"]
    shown = stage.many(programme, here, 4, title="Xanthippe", summary="secret words")
    recent = timezone.localdate() - timedelta(days=10)
    hill = Place.objects.create(
        programme=programme, kind="district", name="Hidden Hill", path="/x/", tlp=TLP.RED
    )
    hidden = [
        *stage.many(programme, here, 4, tlp=TLP.GREEN),
        *stage.many(programme, here, 4, tlp=TLP.RED),
        *stage.many(programme, here, 4, state="corroborated"),
        *stage.many(programme, here, 4, day=recent),
        *stage.many(programme, here, 4, stands=False),
        *stage.many(programme, here, 4, first_day=None, last_day=None),
        *stage.many(in_programme.other_programme, None, 4),
    ]
    at_hill = stage.many(programme, hill, 4, place_text="Zubaida's house")
    release = stage.series(in_programme)
    version = stage.prepared(release, in_programme.analyst)
    content = every_byte(version)
    assert version.rows == 8
    assert stage.hidden_ids(release, shown + at_hill) == set(files.read_rows(version))
    told = [one.code for one in hidden + shown + at_hill]
    found = [word for word in (*SECRETS, *told) if word.encode() in content]
    found += [one for one in stage.hidden_ids(release, hidden) if one.encode() in content]
    assert not found
    assert version.report["eligible"] == 8
    assert version.report["places_secret"] == 4
    secret = [row for row in rows_of(version) if row["district"] is None]
    assert [row["latitude"] for row in secret] == [None] * 4


def test_rows_are_blurred_as_the_series_says(in_programme: Cast, ground: dict[str, Place]) -> None:
    made = stage.many(in_programme.programme, ground["Harrow"], 3)
    stage.many(in_programme.programme, ground["Sarend"], 3, killed_low=0, killed_best=2)
    release = stage.series(in_programme, least_m=2000, most_m=6000)
    version = stage.prepared(release, in_programme.analyst)
    near = [row for row in rows_of(version) if row["district"] == "Harrow"]
    assert {(row["date_start"], row["date_end"]) for row in near} == {
        (date(2026, 3, 1), date(2026, 3, 31))
    }
    assert {(row["region"], row["within_km"]) for row in near} == {("North", 7)}
    assert {(row["killed_low"], row["killed_best"], row["killed_band"]) for row in near} == {
        (6, 7, None)
    }
    far = [row for row in rows_of(version) if row["district"] == "Sarend"]
    assert {(row["killed_best"], row["killed_band"]) for row in far} == {(None, "1-2")}
    ids = {one.pk: stage.hidden_ids(release, [one]).pop() for one in made}
    rows, at = files.read_rows(version), shaping.names_of(release).index("latitude")
    for one in made:
        moved = rows[ids[one.pk]][at : at + 2]
        assert 2 <= haversine_km(one.latitude, one.longitude, *moved) <= 6


def test_small_groups_are_told_wider_or_held_back(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    programme = in_programme.programme
    stage.many(programme, ground["Harrow"], 2)
    stage.incident(programme, ground["Harrow"], event_type="remote_air_strike")
    stage.many(programme, ground["Sarend"], 2, event_type="battle_clash")
    version = stage.prepared(stage.series(in_programme), in_programme.analyst)
    rows = rows_of(version)
    assert {(row["district"], row["event_type"]) for row in rows} == {("Harrow", "remote")}
    assert (version.report["coarser"], version.report["small_groups"]) == (3, 2)


def test_what_was_told_wider_stays_so_when_its_group_grows(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    programme, here = in_programme.programme, ground["Harrow"]
    stage.many(programme, here, 2)
    stage.incident(programme, here, event_type="remote_air_strike")
    release = stage.series(in_programme)
    first = files.read_rows(stage.published(release, in_programme))
    stage.many(programme, here, 3)
    version = stage.prepared(release, in_programme.analyst)
    second = files.read_rows(version)
    assert {one: second[one] for one in first} == first
    assert len(second) == 6
    assert version.report["beside"] == version.report["kept"] == 0


def test_a_place_stays_where_it_was_shown_when_it_shifts_a_little(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    """A series of small corrections must not become a series of draws."""
    made = stage.many(in_programme.programme, ground["Harrow"], 3)
    release = stage.series(in_programme)
    first = files.read_rows(stage.published(release, in_programme))
    Incident.objects.filter(pk=made[0].pk).update(latitude=made[0].latitude + 0.002)
    assert files.read_rows(stage.published(release, in_programme)) == first


def test_what_lies_at_one_spot_is_moved_as_one(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    stage.many(in_programme.programme, ground["Harrow"], 6, latitude=11.5, longitude=31.0)
    rows = rows_of(stage.prepared(stage.series(in_programme), in_programme.analyst))
    assert len(rows) == 6
    assert len({(row["latitude"], row["longitude"]) for row in rows}) == 1


def test_places_are_kept_within_their_boundaries(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    drawn = BoundarySet.objects.create(
        programme=in_programme.programme, code="x", name="x", source="x", licence="x", digest="0"
    )
    for west in (31.0, 31.23):
        east, south, north = west + 0.23, 11.0, 12.0
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        box = {"west": west, "east": east, "south": south, "north": north}
        Boundary.objects.create(set=drawn, name="x", geometry=shape, display=shape, **box)
    stage.many(in_programme.programme, ground["Harrow"], 12)
    release = stage.series(in_programme, boundaries=drawn)
    rows = rows_of(stage.prepared(release, in_programme.analyst))
    assert len(rows) == 12
    assert all(31.0 <= row["longitude"] <= 31.23 for row in rows)  # type: ignore[operator]


def test_the_next_version_lets_nobody_stand_out(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    made = stage.many(in_programme.programme, ground["Harrow"], 8)
    release = stage.series(in_programme)
    first = files.read_rows(stage.published(release, in_programme))
    new = stage.incident(in_programme.programme, ground["Harrow"], 1)
    Incident.objects.filter(pk=made[0].pk).update(tlp=TLP.RED, own_tlp=TLP.RED)
    version = stage.published(release, in_programme)
    second = files.read_rows(version)
    gone = stage.hidden_ids(release, [made[0]]).pop()
    assert gone not in second
    assert gone.encode() not in every_byte(version)
    assert stage.hidden_ids(release, [new]).pop() not in second
    assert len(first.keys() - second.keys()) == 3
    assert version.report["waiting"] == 1
    assert version.report["beside"] == 2
    assert version.report["differences"] == [
        ["went", "2026-03-01 · 2026-03-31 · Harrow · remote_shelling", 3]
    ]


def test_ids_are_the_same_in_each_version_and_others_in_another_series(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    stage.many(in_programme.programme, ground["Harrow"], 3)
    one, other = stage.series(in_programme), stage.series(in_programme, address="other")
    first = set(files.read_rows(stage.published(one, in_programme)))
    assert first == set(files.read_rows(stage.prepared(one, in_programme.analyst)))
    assert not first & set(files.read_rows(stage.prepared(other, in_programme.analyst)))


def test_without_its_key_or_with_another_nothing_is_prepared(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    stage.many(in_programme.programme, ground["Harrow"], 3)
    release = stage.series(in_programme)
    version = stage.published(release, in_programme)
    assert version.key_check == key.check_value(key.programme_key(release.programme))
    with override_settings(RELEASE_KEY="z" * 50), pytest.raises(Conflict):
        services.begin(release=release, by=in_programme.analyst.user)
    with override_settings(RELEASE_KEY_PATH="/nowhere/key"), pytest.raises(Conflict):
        services.begin(release=release, by=in_programme.analyst.user)
    assert DataVersion.objects.filter(release=release).count() == 1


def test_a_version_is_prepared_once_and_a_dropped_one_never(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    from goodoffices.core.jobs import run_now
    from goodoffices.publish.data import preparing

    stage.many(in_programme.programme, ground["Harrow"], 3)
    release = stage.series(in_programme)
    version = stage.prepared(release, in_programme.analyst)
    digest, at = version.sha256, version.prepared_at
    preparing.prepare(version, lambda done, total: None)
    version.refresh_from_db()
    assert (version.sha256, version.prepared_at) == (digest, at)
    services.drop(version=version, by=in_programme.analyst.user)
    assert not DataFile.objects.filter(version=version).exists()
    another = services.begin(release=release, by=in_programme.analyst.user)
    services.drop(version=another, by=in_programme.analyst.user)
    run_now(Job.objects.get(pk=another.job_id))
    another.refresh_from_db()
    assert another.state == "dropped"
    assert not DataFile.objects.filter(version=another).exists()


def test_filters_narrow_what_is_found(in_programme: Cast, ground: dict[str, Place]) -> None:
    programme = in_programme.programme
    kept = stage.many(programme, ground["Harrow"], 3)
    stage.many(programme, ground["Sarend"], 3)
    stage.many(programme, ground["Harrow"], 3, day=date(2025, 1, 1))
    stage.many(programme, ground["Harrow"], 3, event_type="battle_clash")
    release: DataRelease = stage.series(
        in_programme,
        place=ground["North"],
        types=("remote",),
        first_day=date(2026, 1, 1),
        last_day=date(2026, 6, 1),
    )
    version = stage.prepared(release, in_programme.analyst)
    assert set(files.read_rows(version)) == stage.hidden_ids(release, kept)
