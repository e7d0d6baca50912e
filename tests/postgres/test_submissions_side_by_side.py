"""Several workers on PostgreSQL: each submission one report, and none left waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django_scopes import scope, scopes_disabled

from goodoffices.core.jobs.worker import work
from goodoffices.core.models import Job
from goodoffices.field.following import enqueue_followers
from goodoffices.field.models import Submission
from goodoffices.monitor.models import Report
from goodoffices.monitor.services.submissions import TAKE, taking
from tests.cast import Cast
from tests.field.builders import incident_form, make_device, sent

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; run by make postgres")
    settings.DATA = tmp_path


def aside(function: Callable[[], object]) -> threading.Thread:
    """Run something in a thread with a connection of its own."""

    def run() -> None:
        try:
            function()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_workers_side_by_side_make_each_report_once(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(taking, "BATCH", 5)
    with scope(programme=cast.programme):
        incident_form(cast)
        device = make_device(cast)
        for _ in range(60):
            sent(cast, device=device)
    with scopes_disabled():
        job = Job.objects.get(kind=TAKE)
        for _ in range(2):
            Job.objects.create(programme=cast.programme, kind=TAKE)
    assert job.state == Job.State.WAITING
    workers = [aside(lambda: work(until_idle=True)) for _ in range(3)]
    for worker in workers:
        worker.join(120)
    with scope(programme=cast.programme):
        assert Report.objects.count() == 60
        assert {(one.mapping_state, *one.flags) for one in Submission.objects.all()} == {
            ("mapped",)
        }


def test_what_a_worker_looked_for_too_early_gets_another_job(cast: Cast) -> None:
    with scope(programme=cast.programme):
        incident_form(cast)
        sent(cast, device=make_device(cast))
    with transaction.atomic():
        enqueue_followers(cast.programme)
        taken = aside(lambda: work(until_idle=True))
        taken.join(60)
    with scopes_disabled():
        states = Job.objects.filter(kind=TAKE).order_by("pk").values_list("state", flat=True)
        assert list(states) == ["done", "waiting"]
