"""Series and versions: who may do what, in which order, and what the public then has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.data import services
from goodoffices.publish.models import (
    DataFile,
    DataRelease,
    DataVersion,
    ReleasedDataset,
    ReleasedFile,
    ReleasedSite,
)
from tests.cast import Cast
from tests.publish.data import stage


@pytest.fixture
def release(in_programme: Cast) -> DataRelease:
    stage.policy(in_programme.programme)
    here = stage.places(in_programme.programme)["Harrow"]
    stage.many(in_programme.programme, here, 4)
    return stage.series(in_programme)


def actions() -> list[str]:
    rows = AuditEntry.objects.filter(action__startswith="publish.data").order_by("seq")
    return [action.rpartition(".")[2] for action in rows.values_list("action", flat=True)]


def test_a_version_goes_its_way_and_the_public_gets_copies(
    in_programme: Cast, release: DataRelease
) -> None:
    ReleasedSite.objects.create(programme="talmora", serial=7)
    version = stage.prepared(release, in_programme.analyst)
    assert not ReleasedFile.objects.exists()
    services.approve(version=version, by=in_programme.monitoring_officer.user)
    assert not ReleasedFile.objects.exists()
    services.publish(version=version, by=in_programme.analyst.user)
    data = ReleasedDataset.objects.get()
    assert (data.address, data.version, data.rows) == ("incidents", 1, 4)
    assert data.words["ar"]["title"] == stage.WORDS["ar"]["title"]
    assert {"licence", "frequency", "blurred"} <= set(data.words["en"])
    assert data.columns[0]["name"] == "id"
    copies = {one.name: bytes(one.content) for one in ReleasedFile.objects.all()}
    assert copies == {
        one.name: bytes(one.content) for one in DataFile.objects.filter(version=version)
    }
    assert set(ReleasedFile.objects.values_list("made_of", flat=True)) == {version.sha256}
    assert ReleasedSite.objects.get().serial == 8
    assert actions() == ["defined", "begun", "prepared", "approved", "published"]


def test_who_prepared_a_version_does_not_approve_it(
    in_programme: Cast, release: DataRelease
) -> None:
    version = stage.prepared(release, in_programme.analyst)
    with pytest.raises(InvalidInput):
        services.approve(version=version, by=in_programme.analyst.user)
    with pytest.raises(NotPermitted):
        services.approve(version=version, by=in_programme.field_officer.user)
    with pytest.raises(NotPermitted):
        services.publish(version=version, by=in_programme.press_officer.user)
    with pytest.raises(Conflict):
        services.publish(version=version, by=in_programme.director.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataVersion.objects.filter(pk=version.pk).update(approved_by=in_programme.analyst.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataVersion.objects.filter(pk=version.pk).update(state="published")
    services.approve(version=version, by=in_programme.director.user)
    with pytest.raises(Conflict):
        services.approve(version=version, by=in_programme.monitoring_officer.user)


def test_one_version_is_in_hand_at_a_time(in_programme: Cast, release: DataRelease) -> None:
    version = stage.prepared(release, in_programme.analyst)
    with pytest.raises(Conflict):
        services.begin(release=release, by=in_programme.director.user)
    services.drop(version=version, by=in_programme.director.user)
    assert services.begin(release=release, by=in_programme.director.user).number == 2


def restrict(cast: Cast) -> None:
    Incident.objects.all().update(tlp=TLP.RED, own_tlp=TLP.RED)


def loosen(cast: Cast) -> None:
    DataRelease.objects.update(show_small=True)


def tighten(cast: Cast) -> None:
    stage.policy(cast.programme, smallest=4)


@pytest.mark.parametrize("meanwhile", [restrict, loosen, tighten])
def test_what_changed_since_it_was_prepared_stops_it(
    in_programme: Cast, release: DataRelease, meanwhile: Any
) -> None:
    version = stage.prepared(release, in_programme.analyst)
    meanwhile(in_programme)
    version = DataVersion.objects.get(pk=version.pk)
    with pytest.raises(Conflict):
        services.approve(version=version, by=in_programme.director.user)
    DataVersion.objects.filter(pk=version.pk).update(
        state="approved", approved_by=in_programme.director.user
    )
    version.refresh_from_db()
    with pytest.raises(Conflict):
        services.publish(version=version, by=in_programme.director.user)
    assert not ReleasedFile.objects.exists()
    assert not ReleasedDataset.objects.exists()


def test_a_withdrawn_version_says_why_and_gives_no_files(
    in_programme: Cast, release: DataRelease
) -> None:
    first, by = stage.published(release, in_programme), in_programme.director.user
    second = stage.published(release, in_programme)
    with pytest.raises(InvalidInput):
        services.withdraw(version=first, why={"en": " "}, by=by)
    services.withdraw(version=first, why={"en": "A wrong column."}, by=by)
    told = ReleasedDataset.objects.get(version=1)
    assert told.withdrawn_why == {"en": "A wrong column."}
    assert told.withdrawn_at is not None
    assert {one.made_of for one in ReleasedFile.objects.all()} == {second.sha256}
    assert all("-v2" in one.name for one in ReleasedFile.objects.all())
    assert DataFile.objects.filter(version=first).exists()
    with pytest.raises(Conflict):
        services.withdraw(version=first, why={"en": "again"}, by=by)
    with pytest.raises(Conflict):
        services.drop(version=second, by=by)


def test_how_records_look_is_fixed_once_a_version_came_out(
    in_programme: Cast, release: DataRelease
) -> None:
    by = in_programme.analyst.user

    def change(revision: int, **more: Any) -> DataRelease:
        changed = replace(stage.given(), **more)
        return services.change(release=release, given=changed, revision=revision, by=by)

    change(1, fineness="week")
    change(2, fineness="month")
    with pytest.raises(Conflict):
        change(2)
    stage.published(release, in_programme)
    for more in (
        {"fineness": "week"},
        {"most_m": 9000},
        {"least_m": 900},
        {"fields": stage.FIELDS[:-1]},
        {"together": ("date",)},
        {"show_small": True},
        {"address": "elsewhere"},
    ):
        with pytest.raises(InvalidInput):
            change(3, **more)
    assert change(3, delay_days=60).delay_days == 60


@pytest.mark.parametrize(
    "more",
    [
        {"address": "Not An Address"},
        {"address": "a--b"},
        {"words": {"en": {"title": " "}}},
        {"fields": ()},
        {"fields": ("code",)},
        {"together": ("killed",)},
        {"fields": ("date",), "together": ("district",)},
        {"fineness": "hour"},
        {"licence": "secret"},
        {"frequency": "hourly"},
        {"types": ("nothing",)},
        {"delay_days": -1},
        {"least_m": 0},
        {"least_m": 6000},
        {"most_m": 4000},
        {"tlp": TLP.RED},
    ],
)
def test_what_is_no_series_is_refused(in_programme: Cast, more: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        stage.series(in_programme, **more)
    assert not DataRelease.objects.exists()


def test_an_address_is_taken_once(in_programme: Cast, release: DataRelease) -> None:
    from goodoffices.publish.models import Publication

    with pytest.raises(InvalidInput):
        stage.series(in_programme)
    Publication.objects.create(
        programme=in_programme.programme, kind="brief", address="a-brief", by=None
    )
    with pytest.raises(InvalidInput):
        stage.series(in_programme, address="a-brief")
