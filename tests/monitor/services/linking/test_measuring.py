"""How good the suggestions are: counted from decisions, by mark, and from a known truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from goodoffices.core.jobs import kind_of_job
from goodoffices.core.models import AuditEntry, Job
from goodoffices.core.tlp import TLP
from goodoffices.methods.shares import Share
from goodoffices.monitor import services
from goodoffices.monitor.models import LinkageMeasure
from goodoffices.monitor.queries.linkage_quality import BandQuality, measured, quality
from goodoffices.monitor.services.linking import deciding, judged, measuring
from goodoffices.monitor.services.linking.judged import Guess, Judged
from goodoffices.monitor.services.linking.suggesting import compare_all
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_linkage")


def test_counts_tell_precision_and_recall_by_band() -> None:
    two = Judged(1, 2, frozenset({7}), (Guess(7, "likely", 2), Guess(8, "possible", 2)), True)
    missed = Judged(2, 2, frozenset({9}), (), True)
    new = Judged(3, 2, frozenset(), (Guess(7, "likely", 3),), True)
    counts = measuring.counted([two, missed, new])
    assert counts["2"] == {
        "decisions": 3,
        "same": 2,
        "suggested:likely": 1,
        "right:likely": 1,
        "suggested:possible": 1,
        "found:likely": 1,
    }
    assert counts["3"] == {"suggested:likely": 1}
    told = quality(counts["2"])
    assert (told.decisions, told.same) == (3, 2)
    assert told.bands[1:] == [
        BandQuality("likely", Share(1, 1), Share(1, 2)),
        BandQuality("possible", Share(0, 1), Share(1, 2)),
    ]


def test_decisions_in_the_queue_are_set_against_what_was_suggested_then(stage: Stage) -> None:
    compare_all()
    by = stage.cast.monitoring_officer.user
    deciding.decide(report=stage.waiting, kind="same", incident=stage.incident, by=by)
    [one] = judged.asked(stage.cast.programme)
    assert one.same == {stage.first.pk, stage.second.pk}
    assert [guess.report in one.same for guess in one.guesses] == [True]
    services.unlink(incident=stage.incident, report=stage.waiting, reason="no", by=by)
    other = services.open_incident(programme=stage.cast.programme, reports=[stage.waiting], by=by)
    [one] = judged.asked(stage.cast.programme)
    assert one.same == frozenset()
    assert other.report_count == 1


def test_older_links_are_worked_out_again_with_what_was_there_then(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    services.link(incident=stage.incident, report=stage.waiting, by=by)
    found = {one.report: one for one in judged.replayed(stage.cast.programme)}
    assert found.keys() == {stage.first.pk, stage.second.pk, stage.waiting.pk}
    assert found[stage.waiting.pk].same == {stage.first.pk, stage.second.pk}
    assert not found[stage.waiting.pk].asked
    left = judged.replayed(stage.cast.programme, besides=[stage.waiting.pk])
    assert stage.waiting.pk not in [one.report for one in left]


def test_what_is_red_is_in_no_figure(stage: Stage) -> None:
    director = stage.cast.director
    compare_all()
    before = measuring.counted(judged.replayed(stage.cast.programme))
    twin = receive(stage, "twin", "hospital", by=director, tlp=TLP.RED)
    services.link(incident=stage.secret, report=twin, by=director.user)
    compare_all()
    assert measuring.counted(judged.replayed(stage.cast.programme)) == before
    assert judged.asked(stage.cast.programme) == []


def test_a_member_is_shown_what_their_clearance_reaches(stage: Stage) -> None:
    counts = {"asked": {"1": {"decisions": 2}, "3": {"decisions": 5}}, "replayed": {}}
    LinkageMeasure.objects.create(programme=stage.cast.programme, counts=counts)
    for member, expected in ((stage.cast.monitoring_officer, 7), (stage.cast.partner, 2)):
        found = measured(member)
        assert found is not None
        assert found.asked.decisions == expected
        assert found.truth is None


def test_a_known_truth_is_measured_for_its_programme_only(
    stage: Stage, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    truth = {"programme": "talmora", "reports": {"a": "E1", "b": "E2", "c": "E1"}}
    (tmp_path / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    by = stage.cast.monitoring_officer.user
    services.link(incident=stage.incident, report=stage.waiting, by=by)
    assert measuring.measure(stage.cast.programme) == {"decisions": 3}
    counts = LinkageMeasure.objects.get().counts["truth"]
    assert sum(marks.get("same", 0) for marks in counts.values()) == 1
    (tmp_path / "truth.json").write_text(json.dumps({**truth, "programme": "elsewhere"}))
    measuring.measure(stage.cast.programme)
    assert "truth" not in LinkageMeasure.objects.get().counts


def test_measuring_is_asked_for_once_and_on_record(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    for _ in range(2):
        measuring.ask_to_measure(programme=stage.cast.programme, by=by)
    assert AuditEntry.objects.filter(action="monitor.linkage.measured").count() == 1
    done = kind_of_job(measuring.MEASURE).work(Job.objects.get(kind=measuring.MEASURE), Mock())
    assert done == {"decisions": 2}
    assert LinkageMeasure.objects.get().model == 0


@pytest.mark.parametrize("who", ["analyst", "outsider"])
def test_who_may_not_decide_may_not_ask(stage: Stage, who: str) -> None:
    from goodoffices.codebook.errors import GoodOfficesError

    with pytest.raises(GoodOfficesError):
        measuring.ask_to_measure(programme=stage.cast.programme, by=getattr(stage.cast, who).user)
