"""Pages of background work, of the audit log, and of stored files."""

from __future__ import annotations

import io

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope, scopes_disabled

from goodoffices.core import audit, evidence
from goodoffices.core.access import name_on
from goodoffices.core.models import Job, Membership
from goodoffices.core.queries.history import history
from goodoffices.core.tlp import TLP
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def client(member: Membership) -> Client:
    made = Client()
    made.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def make_job(cast: Cast, by: Membership, **more: object) -> Job:
    with scopes_disabled():
        return Job.objects.create(programme=cast.programme, kind="test.work", by=by.user, **more)


def test_a_task_shows_its_progress_and_looks_again_by_itself(cast: Cast) -> None:
    job = make_job(cast, cast.analyst, state="running", done=3, total=12)
    answer = client(cast.analyst).get(f"/p/talmora/tasks/{job.code}/")
    assert answer.status_code == 200
    assert "3 of 12" in answer.content.decode().replace('<bdi class="num">', "").replace(
        "</bdi>", ""
    )
    assert 'hx-trigger="every 2s"' in answer.content.decode()


def test_a_finished_task_does_not_look_again(cast: Cast) -> None:
    job = make_job(cast, cast.analyst, state="failed", error="The file is not a table.")
    answer = client(cast.analyst).get(f"/p/talmora/tasks/{job.code}/")
    assert "The file is not a table." in answer.content.decode()
    assert "hx-trigger" not in answer.content.decode()


def test_somebody_elses_task_does_not_exist(cast: Cast) -> None:
    job = make_job(cast, cast.analyst)
    for member in (cast.monitoring_officer, cast.outsider, cast.partner):
        assert client(member).get(f"/p/talmora/tasks/{job.code}/").status_code == 404
    assert client(cast.director).get(f"/p/talmora/tasks/{job.code}/").status_code == 200


def test_cancelling_needs_a_post_and_is_on_record(cast: Cast) -> None:
    job = make_job(cast, cast.analyst)
    own = client(cast.analyst)
    assert own.get(f"/p/talmora/tasks/{job.code}/cancel/").status_code == 405
    assert own.post(f"/p/talmora/tasks/{job.code}/cancel/").status_code == 302
    with scope(programme=cast.programme):
        job.refresh_from_db()
        assert job.state == "cancelled"
    page = client(cast.director).get("/p/talmora/history/?action=core.job.cancelled")
    assert job.code in page.content.decode()


def test_the_history_is_for_those_who_may_read_it(cast: Cast) -> None:
    assert client(cast.analyst).get("/p/talmora/history/").status_code == 403
    assert client(cast.director).get("/p/talmora/history/").status_code == 200
    assert client(cast.outsider).get("/p/talmora/history/").status_code == 404


@pytest.mark.parametrize(
    "query", ["from=9999-99-99", "from=0001-01-01&to=x", "actor=%00", "page=x"]
)
def test_nonsense_in_the_address_of_the_history_is_no_error(cast: Cast, query: str) -> None:
    assert client(cast.director).get(f"/p/talmora/history/?{query}").status_code == 200


def store(cast: Cast, tlp: int) -> evidence.Evidence:  # type: ignore[name-defined]
    with scope(programme=cast.programme):
        return evidence.store(
            io.BytesIO(b"<script>alert(1)</script>"),
            programme=cast.programme,
            name="../harm.html",
            by=cast.analyst.user,
            tlp=tlp,
        )


def test_a_file_is_handed_out_as_a_download_that_can_do_nothing(cast: Cast) -> None:
    item = store(cast, TLP.AMBER)
    answer = client(cast.director).get(f"/p/talmora/evidence/{item.code}/file/")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_above_ones_clearance_does_not_exist_until_one_is_named(cast: Cast) -> None:
    item = store(cast, TLP.RED)
    address = f"/p/talmora/evidence/{item.code}/file/"
    assert client(cast.director).get(address).status_code == 404
    with scope(programme=cast.programme):
        name_on(item, [cast.director], by=None)
    assert client(cast.director).get(address).status_code == 200
    assert client(cast.partner).get(address).status_code == 404


def test_what_was_done_while_a_record_was_stricter_stays_out_of_its_history(cast: Cast) -> None:
    item = store(cast, TLP.AMBER)
    with scope(programme=cast.programme), transaction.atomic():
        item.tlp = TLP.RED
        audit.record(
            "core.evidence.opened",
            by=cast.director.user,
            programme=cast.programme,
            record=item,
            reason="names a witness",
        )
        item.tlp = TLP.AMBER
    with scope(programme=cast.programme):
        shown = history(item, cast.analyst)
    assert [event.action for event in shown] == ["core.evidence.stored"]


def test_entries_about_a_record_that_became_stricter_leave_the_programmes_history(
    cast: Cast,
) -> None:
    item = store(cast, TLP.AMBER)
    other = store(cast, TLP.AMBER)
    page = client(cast.director).get("/p/talmora/history/?action=core.evidence.stored")
    assert page.context["page"].paginator.count == 2
    with scope(programme=cast.programme):
        type(item).objects.filter(pk=item.pk).update(tlp=TLP.RED)
    page = client(cast.director).get("/p/talmora/history/?action=core.evidence.stored")
    assert page.context["page"].paginator.count == 1
    assert item.code not in page.content.decode()
    assert other.code in page.content.decode()
    with scope(programme=cast.programme):
        name_on(item, [cast.director], by=None)
    page = client(cast.director).get("/p/talmora/history/?action=core.evidence.stored")
    assert page.context["page"].paginator.count == 2


def test_a_partner_learns_what_was_done_but_not_by_whom_or_why(cast: Cast) -> None:
    item = store(cast, TLP.GREEN)
    with scope(programme=cast.programme):
        (event,) = history(item, cast.partner)
        (whole,) = history(item, cast.director)
    assert (event.actor, event.reason) == ("", "")
    assert whole.actor == cast.analyst.user.name
