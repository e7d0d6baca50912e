"""Merging and splitting incidents: nothing judged is lost, and either can be taken back."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import search
from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.ledger.reading import of_all
from goodoffices.monitor.ledger.renewing import renew
from goodoffices.monitor.models import Incident, Report
from goodoffices.monitor.services.edits import Overtaken
from goodoffices.monitor.services.linking import regrouping
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage


def held(incident: Incident) -> set[int]:
    """Return the reports an incident holds."""
    return set(incident.links.filter(withdrawn_at=None).values_list("report", flat=True))


def opened(stage: Stage, external_id: str = "k", **more: object) -> tuple[Incident, Report]:
    """Open another incident of one report."""
    report = receive(stage, external_id, "hospital", row={"killed": (9, 9, 9)})
    by = stage.cast.director.user
    made = services.open_incident(programme=stage.cast.programme, reports=[report], by=by, **more)  # type: ignore[arg-type]
    return made, report


def test_a_merge_brings_the_reports_over_and_derives_anew(stage: Stage) -> None:
    kept, report = opened(stage)
    by = stage.cast.monitoring_officer.user
    services.assess(
        incident=stage.incident,
        state="corroborated",
        standard="grounds",
        reason="two sources",
        by=by,
    )
    regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=by)
    kept.refresh_from_db()
    assert held(kept) == {report.pk, stage.first.pk, stage.second.pk}
    assert (kept.report_count, kept.killed_low, kept.killed_high) == (3, 1, 9)
    gone = Incident.all_ever.get(pk=stage.incident.pk)
    assert (gone.stands, gone.merged_into) == (False, kept)
    assert gone.assessments.get().to_state == "corroborated"
    assert gone.links.filter(withdrawn_by=by, withdrawn_reason="one event").count() == 2
    assert Report.objects.get(pk=stage.first.pk).is_linked
    entries = AuditEntry.objects.filter(action="monitor.incident.merged")
    assert set(entries.values_list("object_id", flat=True)) == {kept.pk, gone.pk}


def test_what_was_merged_away_is_in_no_list_count_or_search(stage: Stage) -> None:
    kept, _report = opened(stage)
    officer = stage.cast.monitoring_officer
    assert stage.incident.pk in search.best("incident", "market", officer, limit=9)
    regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=officer.user)
    assert stage.incident not in Incident.objects.all()
    assert stage.incident.pk not in search.best("incident", "market", officer, limit=9)
    assert stage.incident.pk not in of_all(stage.cast.programme.pk, ["id"])["id"].tolist()
    renew(stage.cast.programme.pk)
    assert stage.incident.pk not in of_all(stage.cast.programme.pk, ["id"])["id"].tolist()


def test_a_merge_taken_back_leaves_both_as_they_were(stage: Stage) -> None:
    kept, report = opened(stage)
    by = stage.cast.monitoring_officer.user
    before = (stage.incident.killed_low, stage.incident.killed_high, held(stage.incident))
    made = regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=by)
    later = receive(stage, "later")
    kept.refresh_from_db()
    services.link(incident=kept, report=later, by=by)
    regrouping.take_back(regrouping=made, reason="two after all", by=by)
    again = Incident.objects.get(pk=stage.incident.pk)
    assert (again.killed_low, again.killed_high, held(again)) == before
    assert held(kept) == {report.pk, later.pk}
    assert again.links.count() == 4
    made.refresh_from_db()
    assert made.withdrawn_reason == "two after all"
    with pytest.raises(Conflict, match="already"):
        regrouping.take_back(regrouping=made, reason="x", by=by)


def test_what_was_moved_on_since_stays_where_people_put_it(stage: Stage) -> None:
    kept, _report = opened(stage)
    by = stage.cast.monitoring_officer.user
    made = regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=by)
    services.unlink(incident=kept, report=stage.second, reason="another day", by=by)
    regrouping.take_back(regrouping=made, reason="two after all", by=by)
    assert held(Incident.objects.get(pk=stage.incident.pk)) == {stage.first.pk}


def test_taking_back_never_empties_an_incident(stage: Stage) -> None:
    kept, report = opened(stage)
    by = stage.cast.monitoring_officer.user
    made = regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=by)
    services.unlink(incident=kept, report=report, reason="of another day", by=by)
    with pytest.raises(Conflict, match="left without a report"):
        regrouping.take_back(regrouping=made, reason="x", by=by)
    services.link(incident=kept, report=report, by=by)
    for one in (stage.first, stage.second):
        services.unlink(incident=kept, report=one, reason="of another day", by=by)
    with pytest.raises(Conflict, match="None of the reports"):
        regrouping.take_back(regrouping=made, reason="x", by=by)


def test_merges_on_merges_are_taken_back_from_the_last(stage: Stage) -> None:
    by = stage.cast.director.user
    second, _ = opened(stage, "s")
    third, _ = opened(stage, "t")
    first = regrouping.merge(incident=second, other=stage.incident, reason="one", by=by)
    last = regrouping.merge(incident=third, other=second, reason="one", by=by)
    with pytest.raises(Conflict, match="merged this incident into another"):
        regrouping.take_back(regrouping=first, reason="x", by=by)
    regrouping.take_back(regrouping=last, reason="no", by=by)
    regrouping.take_back(regrouping=first, reason="no", by=by)
    assert held(stage.incident) == {stage.first.pk, stage.second.pk}
    assert {second, third} <= set(Incident.objects.all())


def test_the_stricter_mark_holds_and_goes_again_with_the_merge(stage: Stage) -> None:
    director = stage.cast.director
    strict, _report = opened(stage, tlp=TLP.RED)
    kept = stage.incident
    made = regrouping.merge(incident=kept, other=strict, reason="one event", by=director.user)
    kept.refresh_from_db()
    assert (kept.own_tlp, kept.tlp) == (TLP.RED, TLP.RED)
    assert kept in Incident.objects.visible_to(director)
    assert kept not in Incident.objects.visible_to(stage.cast.monitoring_officer)
    regrouping.take_back(regrouping=made, reason="no", by=director.user)
    kept.refresh_from_db()
    assert (kept.own_tlp, kept.tlp) == (TLP.AMBER, TLP.AMBER)


def test_a_split_gives_some_reports_an_incident_of_their_own(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    services.assess(incident=stage.incident, state="contested", reason="figures", by=by)
    made = regrouping.split(
        incident=stage.incident, reports=[stage.second], reason="another hour", by=by, title="Noon"
    )
    assert held(stage.incident) == {stage.first.pk}
    assert held(made.other) == {stage.second.pk}
    made.other.refresh_from_db()
    assert (made.other.title, made.other.killed_best, made.other.state) == ("Noon", 6, "unverified")
    assert stage.incident.assessments.count() == 1
    regrouping.take_back(regrouping=made, reason="the same hour", by=by)
    assert held(stage.incident) == {stage.first.pk, stage.second.pk}
    assert made.other not in Incident.objects.all()


def test_a_split_that_grew_is_not_taken_back(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    made = regrouping.split(
        incident=stage.incident, reports=[stage.second], reason="another hour", by=by
    )
    services.link(incident=made.other, report=stage.waiting, by=by)
    with pytest.raises(Conflict, match="Other reports were linked"):
        regrouping.take_back(regrouping=made, reason="x", by=by)


def test_a_split_leaves_a_report_on_either_side(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    with pytest.raises(InvalidInput, match="must stay"):
        regrouping.split(
            incident=stage.incident, reports=[stage.first, stage.second], reason="x", by=by
        )
    with pytest.raises(InvalidInput, match="Choose the reports"):
        regrouping.split(incident=stage.incident, reports=[stage.waiting], reason="x", by=by)


def test_reasons_rights_and_sight_are_asked_for(stage: Stage) -> None:
    kept, _report = opened(stage)
    by = stage.cast.monitoring_officer.user
    with pytest.raises(InvalidInput, match="Say why"):
        regrouping.merge(incident=kept, other=stage.incident, reason="", by=by)
    with pytest.raises(InvalidInput, match="another incident"):
        regrouping.merge(incident=kept, other=kept, reason="x", by=by)
    with pytest.raises(NotFound):
        regrouping.merge(incident=kept, other=stage.secret, reason="x", by=by)
    with pytest.raises(NotPermitted):
        regrouping.merge(
            incident=kept, other=stage.incident, reason="x", by=stage.cast.analyst.user
        )
    with pytest.raises(Overtaken):
        regrouping.merge(incident=kept, other=stage.incident, reason="x", by=by, revision=99)
