"""Merging on PostgreSQL while others judge and assign at the same moment: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django_scopes import scope

from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment, Assignment, Incident
from goodoffices.monitor.services.linking import regrouping
from tests.cast import Cast
from tests.monitor.services.linking.test_merging_judged import assign, merged, propose
from tests.monitor.services.linking.test_regrouping import opened
from tests.monitor.stage import Stage, set_stage
from tests.postgres.test_queue_side_by_side import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(cast: Cast) -> Iterator[Stage]:
    """Return the stage, on PostgreSQL alone."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; run by make postgres")
    with scope(programme=cast.programme):
        yield set_stage(cast)


def test_a_merge_beside_a_judgement_and_an_assignment(stage: Stage) -> None:
    kept, _report = opened(stage)
    propose(stage, kept)
    assign(stage, kept, "Call the clinic")
    results = at_once(
        stage,
        [
            lambda: merged(stage, kept),
            lambda: propose(stage, stage.incident),
            lambda: assign(stage, stage.incident, "Ask Radio"),
        ],
    )
    assert {one for one in results if isinstance(one, str)} <= {"merged-away"}
    gone = Incident.all_ever.get(pk=stage.incident.pk)
    assert (gone.stands, gone.merged_into) == (False, kept)
    done = [isinstance(one, Assessment | Assignment) for one in results]
    assert Assessment.objects.count() + Assignment.objects.count() == 2 + sum(done)


def test_merged_both_ways_at_once_one_stands(stage: Stage) -> None:
    kept, _report = opened(stage)
    by = stage.cast.director.user
    results = at_once(
        stage,
        [
            lambda: merged(stage, kept),
            lambda: regrouping.merge(incident=stage.incident, other=kept, reason="one", by=by),
        ],
    )
    assert "merged-away" in results
    assert Incident.objects.filter(pk__in=[kept.pk, stage.incident.pk]).count() == 1


def test_answered_and_merged_at_once(stage: Stage) -> None:
    kept, _report = opened(stage)
    waiting = propose(stage, stage.incident)
    by = stage.cast.director.user
    results = at_once(
        stage,
        [
            lambda: merged(stage, kept),
            lambda: services.second(assessment=waiting, agrees=True, by=by),
        ],
    )
    waiting.refresh_from_db()
    assert waiting.waits == ("merged-away" in results)
