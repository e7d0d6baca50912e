"""The pages of open data: from the first form to what is withdrawn, as two people click through."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goodoffices.core.models import Membership, Place
from goodoffices.core.tlp import TLP
from goodoffices.publish.models import DataRelease, DataVersion, ReleasedFile
from tests.cast import Cast, sign_in
from tests.publish.data import stage

FORM: dict[str, Any] = {
    "address": "incidents",
    "held": ["date", "district", "point", "killed"],
    "fineness": "month",
    "together": ["date", "district"],
    "least_m": 1000,
    "most_m": 5000,
    "delay_days": 30,
    "licence": "CC-BY-4.0",
    "frequency": "yearly",
    "tlp": TLP.AMBER,
    "place": "North",
    "title_en": "Verified <b>incidents</b>",
    "title_ar": "حوادث",
}


@pytest.fixture
def ground(in_programme: Cast) -> dict[str, Place]:
    from goodoffices.core.models import PlaceName
    from goodoffices.methods.text import fold

    stage.policy(in_programme.programme)
    found = stage.places(in_programme.programme)
    PlaceName.objects.create(
        place=found["North"], language="en", name="North", folded=fold("North")
    )
    stage.many(in_programme.programme, found["Harrow"], 4)
    return found


def at(view: str, /, **more: Any) -> str:
    return reverse(f"publish:{view}", kwargs={"programme": "talmora", **more})


def click(who: Membership, view: str, /, **more: Any) -> Any:
    data = more.pop("data", {})
    return sign_in(Client(), who).post(at(view, **more), data, follow=True)


def look(who: Membership, view: str, /, **more: Any) -> str:
    answer = sign_in(Client(), who).get(at(view, **more))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_two_people_bring_a_version_out(in_programme: Cast, ground: dict[str, Place]) -> None:
    from goodoffices.core.jobs import run_now
    from goodoffices.core.models import Job

    analyst, director = in_programme.analyst, in_programme.director
    page = click(analyst, "data-new", data=FORM)
    release = DataRelease.objects.get()
    assert (release.place, release.together) == (ground["North"], ["date", "district"])
    assert "Verified &lt;b&gt;incidents&lt;/b&gt;" in page.content.decode()
    one = {"code": release.code, "number": 1}
    waiting = click(analyst, "data-prepare", code=release.code).content.decode()
    assert "is being prepared" in waiting
    version = DataVersion.objects.get()
    run_now(Job.objects.get(pk=version.job_id))
    own, other = look(analyst, "data-version", **one), look(director, "data-version", **one)
    assert "2026-03-01" in own
    assert "You prepared this version" in own
    approve = at("data-approve", **one)
    assert (approve in own, approve in other) == (False, True)
    assert click(analyst, "data-approve", **one).status_code == 400
    click(director, "data-approve", **one)
    assert "Published" in click(director, "data-publish", **one).content.decode()
    assert ReleasedFile.objects.filter(of="incidents").count() == 7
    file = sign_in(Client(), analyst).get(at("data-file", **one, name="incidents-v1.csv"))
    assert file.content == bytes(ReleasedFile.objects.get(name="incidents-v1.csv").content)
    assert "no-store" in file["Cache-Control"]
    assert sign_in(Client(), analyst).get(at("data-file", **one, name="x")).status_code == 404
    click(director, "data-withdraw", **one, data={"why_ar": "عمود خاطئ"})
    assert "عمود خاطئ" in look(analyst, "data-version", **one)
    assert not ReleasedFile.objects.exists()
    listed = look(in_programme.press_officer, "data")
    assert release.code in listed
    assert at("data-new") not in listed


def test_a_form_comes_back_with_what_was_typed_and_what_is_wrong(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    for wrong in (
        {"most_m": 900},
        {"place": "Nowhere"},
        {"held": []},
        {"title_en": "", "title_ar": ""},
    ):
        page = click(in_programme.analyst, "data-new", data={**FORM, "source_en": "kept", **wrong})
        assert page.status_code == 400
        assert "kept" in page.content.decode()
    assert not DataRelease.objects.exists()


def test_a_series_is_changed_until_somebody_else_did(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    release = stage.series(in_programme)
    form = {**FORM, "revision": 1, "delay_days": 60}
    click(in_programme.analyst, "data-change", code=release.code, data=form)
    release.refresh_from_db()
    assert (release.delay_days, release.revision) == (60, 2)
    assert (
        click(in_programme.director, "data-change", code=release.code, data=form).status_code == 409
    )
    stage.published(release, in_programme)
    assert "A version came out" in look(in_programme.analyst, "data-change", code=release.code)


def test_the_page_of_a_version_that_failed_says_so(
    in_programme: Cast, ground: dict[str, Place]
) -> None:
    from goodoffices.core.models import Job

    release = stage.series(in_programme)
    version = stage.bare(release, in_programme.analyst)
    job = Job.objects.create(
        programme=in_programme.programme, kind="publish.data", state="failed", error="No key."
    )
    DataVersion.objects.filter(pk=version.pk).update(job=job)
    page = look(in_programme.director, "data-version", code=release.code, number=1)
    assert "could not be prepared" in page
    assert "No key." in page
    click(in_programme.director, "data-drop", code=release.code, number=1)
    version.refresh_from_db()
    assert version.state == "dropped"
