"""The text of pictures: asked for on a page, read by a worker, found by who may see the copy."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import evidence, search
from goodoffices.core.evidence import copies, redacting, tesseract, texts
from goodoffices.core.jobs import run_now
from goodoffices.core.models import CopyOrder, Evidence, Job
from goodoffices.core.tlp import TLP
from tests.cast import Cast, sign_in
from tests.core.evidence.items import events, item
from tests.formats.media.signs import ENGLISH, needs_tesseract, png, sign

pytestmark = pytest.mark.django_db


def photo(cast: Cast, **more: Any) -> Evidence:
    return item(cast, png(sign()), name="sign.png", **more)


def read_copy(cast: Cast, original: Evidence, words: str, tlp: int) -> Evidence:
    """Return a copy with the text of a picture, as a worker leaves it."""
    copy = copies.add_copy(
        io.BytesIO(words.encode()),
        original=original,
        made=Evidence.Made.TEXT,
        ending=".txt",
        how={"pages": 1, "languages": ["eng"]},
        by=cast.director.user,
        tlp=tlp,
        reason="x",
    )
    texts.index(copy)
    return copy


@needs_tesseract
def test_a_text_is_a_copy_that_points_at_its_original(in_programme: Cast) -> None:
    one, by = photo(in_programme), in_programme.director.user
    given = {"languages": ["eng"], "tlp": one.tlp, "reason": "To search it"}
    order, job = redacting.ask_text(item=one, by=by, **given)
    ended = run_now(job)
    assert ended.state == "done", ended.error
    order.refresh_from_db()
    copy = order.copy
    assert copy is not None
    assert (copy.original, copy.made, copy.tlp) == (one, "text", one.tlp)
    assert (copy.how["languages"], copy.how["pages"]) == (["eng"], 1)
    assert copy.file.media_type == "text/plain"
    assert texts.text_of(copy).strip() == ENGLISH
    assert search.best("evidence", "bridge harrow", in_programme.director) == [copy.pk]
    assert events(one)[-1] == "copied"
    assert list(evidence.follow()) == []


def test_a_text_is_found_with_the_mark_of_the_copy(in_programme: Cast) -> None:
    cast = in_programme
    copy = read_copy(cast, photo(cast, tlp=TLP.AMBER), "Zarvel wrote this", TLP.AMBER)
    assert search.best("evidence", "zarvel", cast.analyst) == [copy.pk]
    assert search.best("evidence", "zarvel", cast.outsider) == []
    by = cast.director.user
    copies.mark(item=copy, tlp=TLP.RED, by=by, reason="A name")
    cast.analyst.__dict__.pop("_named_ids", None)
    assert search.count("evidence", "zarvel", cast.analyst) == 0
    assert search.best("evidence", "zarvel", cast.director) == [copy.pk]


def test_a_text_becomes_as_strict_as_its_restricted_original(in_programme: Cast) -> None:
    cast = in_programme
    one = photo(cast, tlp=TLP.GREEN)
    read_copy(cast, one, "Zarvel wrote this", TLP.GREEN)
    with transaction.atomic():
        copies.restrict([one.pk], tlp=TLP.RED, programme=cast.programme, by=cast.director.user)
    assert search.count("evidence", "zarvel", cast.analyst) == 0


def test_without_the_program_the_page_says_so_and_nothing_breaks(
    cast: Cast, client: Client, settings: Any
) -> None:
    settings.TESSERACT = "no-such-program"
    with scope(programme=cast.programme):
        one = photo(cast)
    sign_in(client, cast.monitoring_officer)
    assert client.get(f"/p/talmora/evidence/{one.code}/").status_code == 200
    for answer in (
        client.get(f"/p/talmora/evidence/{one.code}/read/"),
        client.post(f"/p/talmora/evidence/{one.code}/read/", {"languages": "eng", "tlp": 2}),
    ):
        assert "This machine cannot read text in pictures" in answer.content.decode()
    with scopes_disabled():
        assert not Job.objects.exists()


def test_a_worker_without_the_program_says_what_is_missing(
    in_programme: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "languages", lambda: ["eng"])
    one = photo(in_programme)
    given = {"languages": ["eng"], "tlp": one.tlp, "reason": "x"}
    _order, job = redacting.ask_text(item=one, by=in_programme.director.user, **given)
    settings.TESSERACT = ""
    ended = run_now(job)
    assert (ended.state, ended.error_code) == ("failed", "no-tesseract")
    assert "Tesseract is not installed" in ended.error


@pytest.mark.parametrize("languages", [[], ["../../etc"], ["eng", "xyz"]])
def test_languages_that_are_not_there_are_refused(
    in_programme: Cast, languages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "languages", lambda: ["eng"])
    one, by = photo(in_programme), in_programme.director.user
    with pytest.raises(InvalidInput):
        redacting.ask_text(item=one, languages=languages, tlp=one.tlp, reason="x", by=by)


@needs_tesseract
def test_the_pages_from_asking_to_reading(cast: Cast, client: Client) -> None:
    with scope(programme=cast.programme):
        one = photo(cast)
    sign_in(client, cast.monitoring_officer)
    address = f"/p/talmora/evidence/{one.code}/read/"
    assert "Languages it is written in" in client.get(address).content.decode()
    sent = client.post(address, {"languages": ["eng"], "tlp": 2, "reason": "To search it"})
    with scopes_disabled():
        job = run_now(Job.objects.select_related("programme").get())
        copy = CopyOrder.objects.select_related("copy").get().copy
    assert sent["Location"] == f"/p/talmora/tasks/{job.code}/"
    assert copy is not None
    page = client.get(f"/p/talmora/evidence/{copy.code}/text/").content.decode()
    assert ENGLISH in page
    with scopes_disabled():
        assert events(copy)[-1] == "opened"
    found = client.get("/p/talmora/search/?q=bridge").content.decode()
    assert f"/p/talmora/evidence/{copy.code}/" in found
    assert "Texts of files" in found


def test_only_texts_have_a_page_of_text(cast: Cast, client: Client) -> None:
    with scope(programme=cast.programme):
        one = item(cast)
    sign_in(client, cast.monitoring_officer)
    assert client.get(f"/p/talmora/evidence/{one.code}/text/").status_code == 404
