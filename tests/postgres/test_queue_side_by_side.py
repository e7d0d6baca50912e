"""The queue on PostgreSQL, where two officers really act at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction
from django_scopes import scope

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Report, ReportDecision
from goodoffices.monitor.services.linking import deciding, holding
from goodoffices.monitor.services.linking.suggesting import compare_all, compare_waiting
from tests.cast import Cast
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage, set_stage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(cast: Cast) -> Iterator[Stage]:
    """Return the stage with seven reports that wait."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; run by make postgres")
    with scope(programme=cast.programme):
        made = set_stage(cast)
        for number in range(6):
            receive(made, f"w{number}", "hospital")
        yield made


def at_once(stage: Stage, acts: list[Callable[[], object]]) -> list[object]:
    """Do all of it at the same moment, each with its own connection; return what came of it."""
    start = threading.Barrier(len(acts))
    results: dict[int, object] = {}

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            with scope(programme=stage.cast.programme):
                start.wait(10)
                results[number] = act()
        except GoodOfficesError as error:
            results[number] = error.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive(), "it waits for somebody"
    return [results[number] for number in range(len(acts))]


def test_nobody_is_given_what_another_has(stage: Stage) -> None:
    cast = stage.cast
    people: list[Membership] = [
        *(cast.monitoring_officer, cast.director, cast.analyst, cast.press_officer),
        *(cast.field_officer, cast.administrator),
    ]
    for _round in range(5):
        given = at_once(stage, [lambda who=who: holding.take_first(who) for who in people])
        assert None not in given
        assert len({report.pk for report in given if isinstance(report, Report)}) == len(people)


def test_of_two_decisions_at_once_one_stands(stage: Stage) -> None:
    by = [stage.cast.monitoring_officer.user, stage.cast.director.user]
    results = at_once(
        stage,
        [lambda who=who: deciding.decide(report=stage.waiting, kind="new", by=who) for who in by],
    )
    assert sum(isinstance(one, ReportDecision) for one in results) == 1
    assert "decided" in results
    assert stage.waiting.links.filter(withdrawn_at=None).count() == 1


def test_workers_side_by_side_compare_everything_once(stage: Stage) -> None:
    done = at_once(stage, [compare_all, compare_all, compare_all])
    assert sum(int(str(one)) for one in done) <= 7
    compare_all()
    assert not Report.objects.filter(is_linked=False, comparison__isnull=True).exists()


def test_while_one_compares_another_goes_on_with_other_work(stage: Stage) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        key = stage.cast.programme.pk % 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x11A6E, key])
        assert at_once(stage, [lambda: compare_waiting(stage.cast.programme)]) == [0]
    assert compare_waiting(stage.cast.programme) == 7
