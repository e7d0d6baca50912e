"""The report record, the list of reports, and the decisions made there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, Report
from tests.monitor.rows import row
from tests.monitor.stage import Stage

ACTS = ("link", "open", "set-aside", "take-back", "grade", "withdraw", "reinstate", "restrict")


def test_the_record_keeps_the_words_in_their_own_direction(stage: Stage) -> None:
    shown = stage.client().get(stage.at(f"reports/{stage.second.code}/")).content.decode()
    assert '<span class="quoted" lang="ar" dir="rtl">قصف السوق</span>' in shown
    assert "6 (5–7)" in shown
    assert stage.incident.code in shown


def test_versions_are_set_against_each_other(stage: Stage) -> None:
    changed = row("a", title="Market shelled", text="Four shells, it turns out.", killed=(4, 4, 4))
    services.revise(report=stage.first, row=changed, by=stage.cast.monitoring_officer.user)
    shown = stage.client().get(stage.at(f"reports/{stage.first.code}/")).content.decode()
    assert "Four shells, it turns out." in shown
    assert "Three shells fell at dawn." in shown
    assert "What it changed" in shown
    assert "2 (1–3)" in shown


def test_a_record_costs_few_queries(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"reports/{stage.waiting.code}/")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 14


def test_what_waits_is_offered_incidents_of_the_same_days_and_place(stage: Stage) -> None:
    shown = stage.client().get(stage.at(f"reports/{stage.waiting.code}/")).content.decode()
    assert f"link/?incident={stage.incident.code}" in shown
    assert stage.secret.code not in shown


def test_linking_from_the_report(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"reports/{stage.waiting.code}/link/")
    assert client.post(address, {"incident": stage.secret.code}).status_code == 400
    assert client.post(address, {}).status_code == 400
    done = client.post(address, {"incident": stage.incident.code, "reason": "same smoke"})
    assert done.status_code == 302
    assert done["Location"].endswith(f"/incidents/{stage.incident.code}/")
    stage.incident.refresh_from_db()
    assert stage.incident.report_count == 3


def test_a_link_taken_back_stays_on_record(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    services.unlink(incident=stage.incident, report=stage.first, by=by, reason="another day")
    shown = stage.client().get(stage.at(f"reports/{stage.first.code}/")).content.decode()
    assert "Links taken back" in shown
    assert "another day" in shown
    assert "waits for a decision" in shown


def test_opening_an_incident(stage: Stage) -> None:
    before = Incident.objects.count()
    address = stage.at(f"reports/{stage.waiting.code}/open/")
    done = stage.client().post(address, {"title": "Smoke", "title_language": "en"})
    assert done.status_code == 302
    assert Incident.objects.count() == before + 1
    assert Incident.objects.get(links__report=stage.waiting).title == "Smoke"


def test_setting_aside_and_putting_back(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"reports/{stage.waiting.code}/")
    assert client.post(f"{address}set-aside/", {"reason": ""}).status_code == 400
    assert client.post(f"{address}set-aside/", {"reason": "a weather report"}).status_code == 302
    assert "a weather report" in client.get(address).content.decode()
    assert client.post(f"{address}take-back/", {"reason": "it was not"}).status_code == 302
    assert Report.objects.get(pk=stage.waiting.pk).set_aside_at is None
    linked = client.post(stage.at(f"reports/{stage.first.code}/set-aside/"), {"reason": "no"})
    assert linked.status_code == 409


def test_grading_and_withdrawing(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"reports/{stage.first.code}/")
    given = {"credibility": "2", "reason": "agrees with the register"}
    assert client.post(f"{address}grade/", given).status_code == 302
    assert "2 · probably true" in client.get(address).content.decode()
    assert client.post(f"{address}grade/", {**given, "credibility": "9"}).status_code == 400
    assert client.post(f"{address}withdraw/", {"reason": "they corrected it"}).status_code == 302
    assert "they corrected it" in client.get(address).content.decode()
    assert client.post(f"{address}reinstate/", {"reason": "given again"}).status_code == 302
    assert Report.objects.get(pk=stage.first.pk).withdrawn_at is None


@pytest.mark.parametrize("who", ["outsider", "stranger", "partner"])
def test_others_find_nothing(stage: Stage, who: str) -> None:
    client = stage.client(getattr(stage.cast, who))
    for path in ("", *(f"{act}/" for act in ACTS)):
        answer = client.get(stage.at(f"reports/{stage.first.code}/{path}"))
        assert answer.status_code in ((403, 404) if who == "partner" and path else (404,))
        assert "Market" not in answer.content.decode()


def test_the_hidden_is_neither_shown_nor_counted_nor_found(stage: Stage) -> None:
    client = stage.client()
    assert client.get(stage.at(f"reports/{stage.hidden.code}/")).status_code == 404
    listed = client.get(stage.at("reports/")).content.decode()
    assert "3 reports" in listed
    assert "Xanthippe" not in listed
    found = client.get(stage.at("reports/"), {"q": "xanthippe"}).content.decode()
    assert "Nothing matches these filters" in found
    assert stage.hidden.code not in found
    director = stage.client(stage.cast.director)
    assert "4 reports" in director.get(stage.at("reports/")).content.decode()


def test_who_may_not_decide_is_refused(stage: Stage) -> None:
    client = stage.client(stage.cast.field_officer)
    address = stage.at(f"reports/{stage.waiting.code}/")
    assert "set-aside/" not in client.get(address).content.decode()
    for act in ACTS:
        answer = client.post(f"{address}{act}/", {"reason": "because", "incident": "x"})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"decision": "waits"}, 1),
        ({"decision": "linked"}, 2),
        ({"decision": "withdrawn"}, 0),
        ({"language": "ar"}, 1),
        ({"q": "shells"}, 3),
        ({"q": "smoke", "decision": "waits"}, 1),
        ({"from": "2001-01-01", "to": "2001-12-31"}, 0),
        ({"office": "nowhere"}, 0),
    ],
)
def test_the_list_is_filtered_by_its_address(
    stage: Stage, query: dict[str, str], count: int
) -> None:
    answer = stage.client().get(stage.at("reports/"), query)
    assert answer.status_code == 200
    assert answer.context["listing"].total == count


def test_found_words_are_marked_where_they_stand(stage: Stage) -> None:
    shown = stage.client().get(stage.at("reports/"), {"q": "dawn"}).content.decode()
    assert "Three shells fell at <mark>dawn</mark>" in shown


@pytest.mark.parametrize(
    "query", ["decision=perhaps", "from=2026-02-31", "language=tlh", "page=99999", "source=%27--"]
)
def test_an_absurd_address_gets_a_clear_page(stage: Stage, query: str) -> None:
    assert stage.client().get(stage.at(f"reports/?{query}")).status_code == 200
