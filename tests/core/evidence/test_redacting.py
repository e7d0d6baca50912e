"""Redacted and smaller copies: asked for on a page, made by a worker, the original untouched."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from django.db import transaction
from django_scopes import scope, scopes_disabled
from PIL import Image

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core import evidence
from goodoffices.core.evidence import copies, redacting
from goodoffices.core.jobs import run_now
from goodoffices.core.models import CopyOrder, Evidence, Job
from goodoffices.core.tlp import TLP
from goodoffices.formats.media import Box
from tests.cast import Cast, sign_in
from tests.core.evidence.items import events, item
from tests.formats.media.pictures import SECRET, document, jpeg, png_bytes, scene

pytestmark = pytest.mark.django_db
HALF = [Box(1, 0, 0, 50, 100)]


def picture(cast: Cast, **more: Any) -> Evidence:
    return item(cast, png_bytes(scene()), name="names a witness.png", **more)


def run_jobs() -> Job:
    with scopes_disabled():
        return run_now(Job.objects.select_related("programme").get(state="waiting"))


def redacted(one: Evidence, cast: Cast, **more: Any) -> Evidence:
    given = {"tlp": one.tlp, "reason": "Shows a face", "boxes": HALF} | more
    order, job = redacting.ask_redacted(item=one, by=cast.director.user, **given)
    assert run_now(job).state == "done"
    order.refresh_from_db()
    assert order.copy is not None
    return order.copy


def test_a_redacted_picture_covers_for_good_and_points_at_its_original(in_programme: Cast) -> None:
    one = picture(in_programme)
    copy = redacted(one, in_programme)
    seen = np.asarray(Image.open(evidence.path(copy.file)))
    assert not seen[:, :160].any()
    assert seen[:, 160:].any()
    assert (copy.original, copy.tlp, copy.how["boxes"]) == (one, one.tlp, [[1, 0, 0, 50, 100]])
    assert evidence.path(one.file).read_bytes() == png_bytes(scene())
    assert events(one)[-1] == "redacted"
    assert list(evidence.follow()) == []


def test_a_redacted_document_holds_no_word_of_it(in_programme: Cast, tmp_path: Path) -> None:
    one = item(in_programme, document(tmp_path / "a.pdf", 2).read_bytes(), name="a.pdf")
    copy = redacted(one, in_programme, boxes=[Box(2, 0, 0, 100, 50)])
    raw = evidence.path(copy.file).read_bytes()
    assert copy.file.media_type == "application/pdf"
    assert SECRET.encode() not in raw
    with pypdfium2.PdfDocument(raw) as pdf:
        assert len(pdf) == 2
        assert not any(page.get_textpage().get_text_bounded().strip() for page in pdf)


def test_it_is_made_once_however_often_the_worker_begins(in_programme: Cast) -> None:
    one = picture(in_programme)
    copy = redacted(one, in_programme)
    order = CopyOrder.objects.select_related("copy", "original__file").get()
    assert redacting.make(order) == copy
    assert Evidence.objects.count() == 2


def test_a_wider_mark_is_chosen_with_a_reason_and_lost_when_the_original_turns_stricter(
    in_programme: Cast,
) -> None:
    one, by = picture(in_programme, tlp=TLP.AMBER), in_programme.director.user
    assert redacted(one, in_programme, tlp=TLP.GREEN).tlp == TLP.GREEN
    given = {"boxes": [Box(1, 0, 0, 20, 20)], "tlp": TLP.CLEAR, "reason": "x"}
    order, job = redacting.ask_redacted(item=one, by=by, **given)
    with transaction.atomic():
        copies.restrict(
            [one.pk],
            tlp=TLP.RED,
            programme=in_programme.programme,
            by=by,
            named=[in_programme.director],
        )
    run_now(job)
    order.refresh_from_db()
    assert order.copy is not None
    assert order.copy.tlp == TLP.RED


@pytest.mark.parametrize(
    "wrong", [{"boxes": []}, {"boxes": [Box(2, 0, 0, 5, 5)]}, {"reason": " "}, {"tlp": 9}]
)
def test_what_is_asked_wrongly_is_refused(in_programme: Cast, wrong: dict[str, Any]) -> None:
    one = picture(in_programme)
    given = {"boxes": HALF, "tlp": one.tlp, "reason": "x"} | wrong
    with pytest.raises(InvalidInput):
        redacting.ask_redacted(item=one, by=in_programme.director.user, **given)
    assert not CopyOrder.objects.exists()


def test_who_may_not_redact_is_refused_by_the_service_too(in_programme: Cast) -> None:
    one = picture(in_programme)
    with pytest.raises(NotPermitted):
        redacting.ask_redacted(
            item=one, boxes=HALF, tlp=one.tlp, reason="x", by=in_programme.analyst.user
        )


def test_a_smaller_picture_says_nothing_of_itself(in_programme: Cast, tmp_path: Path) -> None:
    jpeg(tmp_path / "a.jpg", width=2400, height=1800)
    one = item(in_programme, (tmp_path / "a.jpg").read_bytes(), name="a.jpg")
    by = in_programme.director.user
    order, job = redacting.ask_smaller(item=one, side=800, tlp=one.tlp, reason="x", by=by)
    run_now(job)
    order.refresh_from_db()
    assert order.copy is not None
    made = Image.open(evidence.path(order.copy.file))
    assert made.size == (800, 600)
    assert not made.getexif()
    assert events(one)[-1] == "copied"


def test_of_changed_bytes_no_copy_is_made(in_programme: Cast) -> None:
    one = picture(in_programme)
    by = in_programme.director.user
    _order, job = redacting.ask_redacted(item=one, boxes=HALF, tlp=one.tlp, reason="x", by=by)
    evidence.path(one.file).write_bytes(png_bytes(scene()) + b" and more")
    ended = run_now(job)
    assert (ended.state, ended.error_code) == ("failed", "file-damaged")
    assert events(one)[-1] == "integrity-failed"
    assert Evidence.objects.count() == 1


def test_the_page_works_by_numbers_alone(cast: Cast, client: Any) -> None:
    with scope(programme=cast.programme):
        one = picture(cast)
    address = f"/p/talmora/evidence/{one.code}/redact/"
    sign_in(client, cast.monitoring_officer)
    assert "hundredths" in client.get(address).content.decode()
    wrong = client.post(address, {"boxes": "1 90 0 20 5", "tlp": 2, "reason": "x"})
    assert wrong.status_code == 400
    assert "no part reaches beyond its page" in wrong.content.decode()
    assert "1 90 0 20 5" in wrong.content.decode(), "what was typed is kept"
    sent = client.post(address, {"boxes": "1 0 0 50 100", "tlp": 2, "reason": "A face"})
    job = run_jobs()
    assert sent["Location"] == f"/p/talmora/tasks/{job.code}/"
    assert job.state == "done"
    assert job.result == {}
    with scopes_disabled():
        order = CopyOrder.objects.get()
        copy = order.copy
    assert copy is not None
    made = client.get(f"/p/talmora/copies/{order.code}/")
    assert made["Location"] == f"/p/talmora/evidence/{copy.code}/"
    page = client.get(made["Location"]).content.decode()
    assert "1 part is covered" in page
    assert "names a witness.png" in page, "who sees both is led to the original"


def test_an_order_of_which_nothing_came_leads_to_the_original(cast: Cast, client: Any) -> None:
    by = cast.director.user
    with scope(programme=cast.programme):
        one, hidden = picture(cast), item(cast, png_bytes(scene(seed=2)), tlp=TLP.RED)
        given = {"boxes": HALF, "reason": "x", "by": by}
        order, _job = redacting.ask_redacted(item=one, tlp=one.tlp, **given)
        secret, _job = redacting.ask_redacted(item=hidden, tlp=TLP.RED, **given)
    sign_in(client, cast.analyst)
    led = client.get(f"/p/talmora/copies/{order.code}/")
    assert led["Location"] == f"/p/talmora/evidence/{one.code}/"
    assert client.get(f"/p/talmora/copies/{secret.code}/").status_code == 404


def test_turning_the_page_keeps_what_was_marked(cast: Cast, client: Any, tmp_path: Path) -> None:
    with scope(programme=cast.programme):
        one = item(cast, document(tmp_path / "a.pdf", 3).read_bytes(), name="a.pdf")
    address = f"/p/talmora/evidence/{one.code}/redact/"
    sign_in(client, cast.monitoring_officer)
    turned = client.post(
        f"{address}?page=2", {"turn": "yes", "boxes": "1 0 0 5 5", "tlp": 2, "reason": "why"}
    )
    page = turned.content.decode()
    assert turned.status_code == 200
    assert "Page 2 of 3" in page
    assert "1 0 0 5 5" in page
    assert ">why</textarea>" in page.replace("\n", "")
    with scopes_disabled():
        assert not CopyOrder.objects.exists()
    assert "Page 3 of 3" in client.get(f"{address}?page=99").content.decode()


def test_looking_at_the_picture_is_on_record(cast: Cast, client: Any) -> None:
    with scope(programme=cast.programme):
        one = picture(cast)
    sign_in(client, cast.monitoring_officer)
    answer = client.get(f"/p/talmora/evidence/{one.code}/picture/")
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (320, 240)
    with scopes_disabled():
        assert events(one)[-1] == "opened"


def test_a_locked_document_says_so(cast: Cast, client: Any, tmp_path: Path) -> None:
    with scope(programme=cast.programme):
        one = item(cast, document(tmp_path / "a.pdf", password="x").read_bytes(), name="a.pdf")
    sign_in(client, cast.monitoring_officer)
    answer = client.get(f"/p/talmora/evidence/{one.code}/redact/")
    assert answer.status_code == 400
    assert "locked with a password" in answer.content.decode()
