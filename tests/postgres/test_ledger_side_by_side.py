"""The ledger on PostgreSQL, where many write at once: no change is lost between two writings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction
from django_scopes import scopes_disabled

from goodoffices.monitor.ledger.reading import seen_by
from goodoffices.monitor.ledger.renewing import renew, renew_all
from goodoffices.monitor.models import Incident, LedgerMark
from tests.cast import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _here() -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; run by make postgres")
    with scopes_disabled():
        yield


def aside(function: Callable[[], object]) -> None:
    """Do something in a thread with a connection of its own, and wait for it."""

    def run() -> None:
        try:
            with scopes_disabled():
                function()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "it waits for somebody"


def days(cast: Cast) -> list[int]:
    found = seen_by(cast.director, ["first_day"])
    return list(found["first_day"].tolist())


def test_a_change_that_is_not_committed_yet_is_seen_when_it_is(cast: Cast) -> None:
    """The leaf is written while a change waits: the change's own mark outlives that writing."""
    pk = Incident.objects.create(programme=cast.programme, first_day=1).pk
    renew_all()
    with transaction.atomic():
        Incident.objects.filter(pk=pk).update(first_day=2)
        other = Incident.objects.filter(pk=pk)
        aside(lambda: LedgerMark.objects.create(programme=cast.programme, number=pk // 2_048))
        aside(renew_all)
        assert other.get().first_day == 2
    assert days(cast) == [2]
    renew_all()
    assert days(cast) == [2]
    assert not LedgerMark.objects.exists()


def test_writers_of_one_leaf_do_not_wait_for_each_other(cast: Cast) -> None:
    first = Incident.objects.create(programme=cast.programme, first_day=1)
    second = Incident.objects.create(programme=cast.programme, first_day=1)
    with transaction.atomic():
        Incident.objects.filter(pk=first.pk).update(first_day=5)
        aside(lambda: Incident.objects.filter(pk=second.pk).update(first_day=6))
    assert days(cast) == [5, 6]


def test_only_one_writes_the_leaves_at_a_time(cast: Cast) -> None:
    Incident.objects.create(programme=cast.programme, first_day=3)
    written: list[int] = []
    with transaction.atomic():
        assert renew(cast.programme.pk) == 1
        aside(lambda: Incident.objects.update(first_day=4))
        aside(lambda: written.append(renew(cast.programme.pk)))
    assert written == [0]
    assert days(cast) == [4]
    assert renew_all() == 1
    assert days(cast) == [4]
