"""Closing a programme for now: who may, what it stops, and how it is opened again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Closed, Conflict, NotFound, NotPermitted
from goodoffices.core import access, audit, emergency, jobs
from goodoffices.core.jobs.progress import Progress
from goodoffices.core.jobs.queue import claim
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import AuditEntry, Job, Lock, Membership, Office, Place, Programme
from goodoffices.core.services import locks, programmes
from goodoffices.core.shutting import Shut
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def close(cast: Cast, mode: str = Shut.NO_ACCESS, **more: Any) -> Lock:
    return locks.close(programme=cast.programme, mode=mode, **{"by": cast.director.user, **more})


def fresh(member: Membership) -> Membership:
    with scopes_disabled():
        return Membership.objects.select_related("programme", "office", "user").get(pk=member.pk)


def act(cast: Cast, by: Any = None, action: str = "core.export") -> None:
    with transaction.atomic():
        audit.record(action, by=by, programme=cast.programme)


def test_it_holds_for_the_programme_and_is_on_record(cast: Cast) -> None:
    lock = close(cast, reason="They are at the door")
    assert Programme.objects.get(pk=cast.programme.pk).shut == "no-access"
    assert fresh(cast.outsider).shut == ""
    with scopes_disabled():
        entry = AuditEntry.objects.get(action="core.lock.closed")
    assert (entry.object_code, entry.reason) == (lock.code, "They are at the door")


def test_only_who_may_closes(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        close(cast, by=cast.analyst.user)
    with pytest.raises(NotFound):
        close(cast, by=cast.outsider.user)


@pytest.mark.parametrize("mode", [Shut.READ_ONLY, Shut.NO_ACCESS])
def test_no_act_passes_whoever_wants_it(cast: Cast, mode: str) -> None:
    act(cast)
    close(cast, mode)
    for by in (None, cast.director.user, cast.administrator.user):
        with pytest.raises(Closed):
            act(cast, by)
    with pytest.raises(Closed), transaction.atomic():
        audit.record_many([audit.Act("core.export", None)], programme=cast.programme)
    with pytest.raises(Closed), scope(programme=cast.programme):
        programmes.add_office(
            programme=cast.programme, code="new", names={"en": "New"}, by=cast.director.user
        )
    act(Cast(**{**vars(cast), "programme": cast.other_programme}))


def test_reading_what_is_restricted_stays_on_record_while_read_only(cast: Cast) -> None:
    close(cast, Shut.READ_ONLY)
    act(cast, cast.analyst.user, "core.record.read")
    close(cast, Shut.NO_ACCESS)
    with pytest.raises(Closed):
        act(cast, cast.analyst.user, "core.record.read")


def test_an_office_stops_its_own_people_only(cast: Cast) -> None:
    with scopes_disabled():
        other = Office.objects.create(programme=cast.programme, code="north", names={"en": "N"})
        Membership.objects.filter(pk=cast.analyst.pk).update(office=other)
    close(cast, office=cast.office, by=cast.administrator.user)
    act(cast, cast.analyst.user)
    act(cast)
    with pytest.raises(Closed):
        act(cast, cast.director.user)
    assert (fresh(cast.analyst).shut, fresh(cast.director).shut) == ("", "no-access")


def test_nothing_is_visible_with_no_access(cast: Cast) -> None:
    with scope(programme=cast.programme):
        place = Place.objects.create(
            programme=cast.programme, kind="town", name="Harrow", path="/x/"
        )
        close(cast)
        member = fresh(cast.director)
        assert not Place.objects.all().visible_to(member).exists()
        assert not access.may_see(place, member)
        with pytest.raises(Closed):
            access.require(member, "core.view")


def test_two_open_again_and_the_database_knows(cast: Cast) -> None:
    lock = close(cast)
    with pytest.raises(Conflict):
        locks.open_again(lock=lock, by=cast.administrator.user)
    locks.ask_to_open(lock=lock, by=cast.director.user)
    with pytest.raises(NotPermitted):
        locks.open_again(lock=lock, by=cast.director.user)
    with pytest.raises(IntegrityError), transaction.atomic(), scopes_disabled():
        Lock.objects.filter(pk=lock.pk).update(ended_by=cast.director.user, ended_at=timezone.now())
    locks.open_again(lock=lock, by=cast.administrator.user)
    act(cast, cast.director.user)
    assert fresh(cast.director).shut == ""
    with pytest.raises(Conflict):
        locks.open_again(lock=lock, by=None)


def test_a_wish_to_open_grows_old(cast: Cast) -> None:
    lock = locks.ask_to_open(lock=close(cast), by=cast.director.user)
    with scopes_disabled():
        long_ago = timezone.now() - timedelta(hours=25)
        Lock.objects.filter(pk=lock.pk).update(asked_at=long_ago)
    with pytest.raises(Conflict):
        locks.open_again(lock=lock, by=cast.administrator.user)


def test_one_may_close_further_but_not_less(cast: Cast) -> None:
    close(cast, Shut.READ_ONLY)
    close(cast, Shut.NO_ACCESS)
    with pytest.raises(Conflict):
        close(cast, Shut.READ_ONLY)
    with scopes_disabled():
        assert Lock.objects.filter(ended_at=None).count() == 1


def test_the_log_stays_unbroken(cast: Cast) -> None:
    lock = close(cast)
    locks.open_again(lock=lock, by=None)
    with scopes_disabled():
        assert [one.finding for one in audit.verify() if one.finding] == []


@pytest.fixture
def forgotten() -> Iterator[list[int]]:
    told: list[int] = []
    emergency.on_lockdown(told.append)
    yield told
    emergency.FORGETTING.remove(told.append)
    emergency._seen.clear()


def test_keys_are_forgotten_at_the_commit_and_in_other_processes(
    cast: Cast, forgotten: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        close(cast)
    assert forgotten == []
    for callback in waiting:
        callback()
    assert forgotten == [cast.programme.pk]
    emergency._seen.clear()  # as another process that has not heard of it
    emergency.watch()
    emergency.watch()
    assert forgotten == [cast.programme.pk] * 2
    with pytest.raises(Closed):
        emergency.refuse(cast.programme.pk)
    emergency.refuse(cast.other_programme.pk)


@pytest.fixture
def kind() -> Iterator[Any]:
    def register(function: Any) -> None:
        jobs.KINDS["core.test"] = jobs.Kind("core.test", "Test", function)

    yield register
    jobs.KINDS.pop("core.test", None)


def enqueued(cast: Cast) -> Job:
    with scope(programme=cast.programme):
        return jobs.enqueue("core.test", programme=cast.programme, by=cast.analyst.user)


@pytest.mark.parametrize("office", [False, True])
def test_work_waits_until_it_is_open(
    cast: Cast, kind: Any, office: bool, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    kind(lambda job, progress: {})
    job = enqueued(cast)
    lock = close(cast, office=cast.office if office else None)
    assert claim(jobs.identity.Identity("test")) is None
    assert work(until_idle=True) == 0
    locks.open_again(lock=lock, by=None)
    assert work(until_idle=True) == 1
    with scopes_disabled():
        assert Job.objects.get(pk=job.pk).state == "done"


def test_work_under_way_stops_at_its_next_step(
    cast: Cast, kind: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    steps: list[int] = []

    def long(job: Job, progress: Progress) -> dict[str, Any]:
        close(cast, by=None)
        progress.advance(1)
        steps.append(1)
        return {}

    kind(long)
    job = enqueued(cast)
    assert work(until_idle=True) == 1
    with scopes_disabled():
        held = Job.objects.get(pk=job.pk)
    assert (held.state, held.attempts, steps) == ("waiting", 0, [])
