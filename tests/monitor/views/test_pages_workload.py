"""The page of workload, assigning on a record, what waits on the situation page."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.monitor import services
from goodoffices.monitor.models import Assignment
from tests.monitor.services.verification.judged import judge
from tests.monitor.stage import Stage


def page(stage: Stage, who: Membership | None = None, path: str = "work/") -> str:
    answer = stage.client(who).get(stage.at(path))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_record_is_assigned_on_its_page_and_done_by_who_has_it(stage: Stage) -> None:
    analyst, address = stage.cast.analyst, stage.at(f"incidents/{stage.incident.code}/")
    due = (timezone.localdate() - timedelta(days=1)).isoformat()
    given = {"to": analyst.code, "due": due, "note": "Call the clinic"}
    assert stage.client().post(f"{address}assign/", given).status_code == 302
    assert stage.client().post(f"{address}assign/", given).status_code == 409
    made = Assignment.objects.get()
    mine = page(stage, analyst)
    assert "Call the clinic" in mine
    assert "overdue" in mine
    assert "Ana Lyst" in page(stage)
    assert "1 record is assigned to you" in page(stage, analyst, "situation/")
    assert "Call the clinic" in page(stage, analyst, f"incidents/{stage.incident.code}/")
    done = stage.client(analyst).post(stage.at(f"work/{made.code}/done/"), {"reason": ""})
    assert done.status_code == 302
    assert "Call the clinic" not in page(stage, analyst)


def test_a_member_sees_no_work_of_others(stage: Stage) -> None:
    cast = stage.cast
    made = services.assign(
        record=stage.waiting, to=cast.director, by=cast.director.user, note="For Dora alone"
    )
    for who in (cast.analyst, cast.field_officer):
        shown = page(stage, who) + page(stage, who, f"reports/{stage.waiting.code}/")
        assert "For Dora alone" not in shown
        assert "Assigned to others" not in shown
        for act in ("done", "take-back", "hand-on"):
            assert stage.client(who).get(stage.at(f"work/{made.code}/{act}/")).status_code == 404
    assert "For Dora alone" in page(stage)


def test_only_who_sees_the_record_is_offered(stage: Stage) -> None:
    director = stage.cast.director
    shown = page(stage, director, f"incidents/{stage.secret.code}/assign/")
    assert "Dora Rect" in shown
    assert "Ana Lyst" not in shown.split("<form")[-1]
    address = stage.at(f"incidents/{stage.secret.code}/assign/")
    given = {"to": stage.cast.analyst.code}
    assert stage.client(director).post(address, given).status_code == 400


def test_it_is_handed_on_and_taken_back(stage: Stage) -> None:
    cast = stage.cast
    made = services.assign(record=stage.waiting, to=cast.analyst, by=cast.director.user)
    client = stage.client(cast.analyst)
    given = {"to": cast.director.code, "reason": "On leave"}
    assert client.post(stage.at(f"work/{made.code}/hand-on/"), given).status_code == 302
    last = Assignment.objects.get(ending="")
    assert (last.to, last.follows) == (cast.director, made)
    taken = stage.client().post(stage.at(f"work/{last.code}/take-back/"), {"reason": "Not needed"})
    assert taken.status_code == 302
    assert not Assignment.objects.filter(ending="").exists()


def test_what_needs_a_second_person_stands_there_for_those_who_may(stage: Stage) -> None:
    made = judge(stage, "verified", "attribution")
    cast = stage.cast
    path = f"assessments/{made.code}/second/"
    assert path in page(stage, cast.director)
    assert path not in page(stage)
    assert "Another person has to confirm it." in page(stage)
    assert "Waits for a second person" not in page(stage, cast.analyst)
    assert "1 assessment waits for a second person" in page(stage, cast.director, "situation/")
    assert "second person" not in page(stage, cast.monitoring_officer, "situation/")


def test_the_page_costs_the_same_for_more_work(stage: Stage) -> None:
    cast = stage.cast
    for aspect in ("attribution",):
        judge(stage, "verified", aspect)
    client = stage.client(cast.director)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(stage.at("work/"))
        return len(asked)

    cost()
    services.assign(record=stage.first, to=cast.director, by=cast.director.user)
    before = cost()
    services.assign(record=stage.second, to=cast.director, by=cast.director.user)
    services.assign(record=stage.incident, to=cast.director, by=cast.director.user)
    assert cost() == before
    assert before <= 24


def test_a_source_shows_its_track_record_and_what_it_does_not_mean(stage: Stage) -> None:
    shown = page(stage, path=f"sources/{stage.radio.code}/")
    assert "None of its reports is settled yet" in shown
    judge(stage, "corroborated")
    shown = page(stage, path=f"sources/{stage.radio.code}/")
    assert "21%–100%" in shown
    assert "This is no grade and no forecast." in shown


def test_a_reports_grades_stay_on_its_page(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    services.grade_report(report=stage.first, credibility=4, reason="Alone so far", by=by)
    services.grade_report(report=stage.first, credibility=2, reason="Fits the clinic", by=by)
    shown = page(stage, path=f"reports/{stage.first.code}/")
    assert "Alone so far" in shown
    assert "Fits the clinic" in shown
    assert "4 · doubtful" in shown
