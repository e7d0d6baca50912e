"""Learning from decisions: from 300 on, judged by decisions it did not learn from."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest

from goodoffices.core.jobs import kind_of_job
from goodoffices.core.models import Job
from goodoffices.core.tlp import TLP
from goodoffices.methods.linkage import Model
from goodoffices.monitor.models import Comparison, LinkageModel, ReportDecision
from goodoffices.monitor.services.linking import deciding, learning
from goodoffices.monitor.services.linking.models import weights_of
from goodoffices.monitor.services.linking.suggesting import compare_all
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_linkage")


@pytest.fixture
def decided(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return the stage after six decisions, which are enough here."""
    monkeypatch.setattr(learning, "ENOUGH", 6)
    monkeypatch.setattr(learning, "AGAIN_AFTER", 1)
    by = stage.cast.monitoring_officer.user
    for number in range(3):
        day = {"day": f"2026-0{4 + number}-01"}
        receive(stage, f"known-{number}", row=day, open_incident=True)
        same = receive(stage, f"same-{number}", "hospital", row=day)
        new = receive(stage, f"new-{number}", "hospital", row={**day, "kind": "protest_peaceful"})
        compare_all()
        [incident] = {one.incident for one in _links(f"known-{number}")}
        deciding.decide(report=same, kind="same", incident=incident, by=by)
        deciding.decide(report=new, kind="new", by=by)
    return stage


def _links(external_id: str) -> Any:
    from goodoffices.monitor.models import ReportLink

    return ReportLink.objects.filter(report__external_id=external_id)


def test_a_programme_that_has_decided_enough_learns_once(decided: Stage) -> None:
    assert weights_of(decided.cast.programme).version == 0
    assert learning.learn_where_due() == 1
    done = kind_of_job(learning.LEARN).work(Job.objects.get(kind=learning.LEARN), Mock())
    assert done["version"] == 1
    made = LinkageModel.objects.get()
    assert (made.version, made.asked) == (1, 6)
    assert made.decisions >= 6
    assert learning.learn_where_due() == 0
    weights = weights_of(decided.cast.programme)
    assert weights.version == (1 if made.taken else 0)
    if made.taken:
        assert not Comparison.objects.exists()
        assert weights.model != Model.shipped()


def test_decisions_taken_back_not_sure_or_red_do_not_count(decided: Stage) -> None:
    one, two = ReportDecision.objects.order_by("pk")[:2]
    deciding.undo(decision=one, by=decided.cast.monitoring_officer.user)
    assert learning.learn_where_due() == 0
    deciding.decide(report=decided.waiting, kind="unsure", by=decided.cast.monitoring_officer.user)
    assert learning.learn_where_due() == 0
    deciding.decide(report=decided.waiting, kind="new", by=decided.cast.monitoring_officer.user)
    assert learning.learn_where_due() == 1
    Job.objects.all().delete()
    two.report.tlp = TLP.RED
    two.report.save()
    assert learning.learn_where_due() == 0


def test_a_worse_model_is_kept_on_record_and_not_taken(
    decided: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([0.5, 0.4])
    monkeypatch.setattr(learning, "_loss", lambda *given: next(losses))
    made = learning.learn_ways(decided.cast.programme)
    assert not made.taken
    assert weights_of(decided.cast.programme).version == 0
    assert Comparison.objects.exists()


def test_a_model_of_a_programme_weighs_in_no_other(decided: Stage) -> None:
    LinkageModel.objects.create(
        programme=decided.cast.programme,
        version=1,
        weights=Model.unlearnt().to_json(),
        decisions=9,
    )
    assert weights_of(decided.cast.programme).model == Model.unlearnt()
    from django_scopes import scope

    with scope(programme=decided.cast.other_programme):
        assert weights_of(decided.cast.other_programme).version == 0
