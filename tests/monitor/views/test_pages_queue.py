"""The queue as a page: one report beside its likely incidents, every decision a plain button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import QueueHold, Report, ReportDecision
from goodoffices.monitor.services.linking import holding, regrouping
from goodoffices.monitor.services.linking.suggesting import compare_all
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_linkage")

QUERIES = {"sqlite": {"same": 42, "new": 38}, "postgresql": {"same": 45, "new": 41}}
"""What a decision costs; PostgreSQL is asked about its sequences and search besides."""


@pytest.fixture
def compared(stage: Stage) -> Stage:
    """Return the stage with all suggestions made."""
    compare_all()
    return stage


def decide(stage: Stage, choice: str, **more: str) -> tuple[int, str]:
    """Send a decision on the waiting report as the monitoring officer; status and page."""
    address = stage.at(f"queue/{stage.waiting.code}/decide/")
    answer = stage.client().post(address, {"choice": choice, **more}, follow=False)
    return answer.status_code, answer.content.decode()


def test_the_report_stands_beside_what_it_may_be(compared: Stage) -> None:
    shown = compared.client().get(compared.at("queue/")).content.decode()
    assert "Smoke over Harrow" in shown
    assert "1 report is left" in shown
    assert f'value="incident:{compared.incident.code}" data-key="1 s"' in shown
    assert "1 day apart, same point on the map" in shown
    assert "5 March 2026" in shown
    assert "<svg" in shown
    for key in ("n", "u", "z"):
        assert (f'data-key="{key}"' in shown) == (key != "z")
    assert 'data-focus="r"' in shown


def test_a_page_costs_few_queries_however_much_is_offered(compared: Stage) -> None:
    client, address = compared.client(), compared.at("queue/")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        receive(compared, f"m{number}", "hospital", row={"day": "2026-03-05"}, open_incident=True)
    compare_all()
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        assert 'data-key="5"' in client.get(address).content.decode()
    assert len(many) == len(few) <= 18


@pytest.mark.parametrize("kind", ["same", "new"])
def test_a_decision_and_the_next_report_cost_few_queries(compared: Stage, kind: str) -> None:
    receive(compared, "next", "hospital", row={"day": "2026-03-05"})
    compare_all()
    client = compared.client()
    client.get(compared.at("queue/"))
    choice = f"incident:{compared.incident.code}" if kind == "same" else kind
    address = compared.at(f"queue/{compared.waiting.code}/decide/")
    with CaptureQueriesContext(connection) as decided:
        assert client.post(address, {"choice": choice}).status_code == 302
    assert ReportDecision.objects.get().kind == kind
    with CaptureQueriesContext(connection) as shown:
        assert "Your last decision" in client.get(compared.at("queue/")).content.decode()
    assert len(decided) <= QUERIES[connection.vendor][kind]
    assert len(shown) <= 18


def test_deciding_leads_to_the_next_and_can_be_taken_back(compared: Stage) -> None:
    client = compared.client()
    address = compared.at(f"queue/{compared.waiting.code}/decide/")
    choice = {"choice": f"incident:{compared.incident.code}"}
    done = client.post(address, choice, follow=True)
    shown = done.content.decode()
    assert done.redirect_chain == [(compared.at("queue/"), 302)]
    assert "The same: the report is linked." in shown
    assert "Nothing waits for a decision" in shown
    last = ReportDecision.objects.get()
    undone = client.post(compared.at("queue/undo/"), {"decision": last.pk}, follow=True)
    assert undone.redirect_chain == [(compared.at(f"queue/{compared.waiting.code}/"), 302)]
    assert "Taken back" in undone.content.decode()
    again = client.post(compared.at("queue/undo/"), {"decision": last.pk}, follow=True)
    assert "There is nothing to take back." in again.content.decode()
    assert not Report.objects.get(pk=compared.waiting.pk).is_linked


def test_two_officers_at_once_get_two_reports(compared: Stage) -> None:
    receive(compared, "o", "hospital", row={"title": "Another one"})
    first = compared.client().get(compared.at("queue/")).content.decode()
    second = compared.client(compared.cast.director).get(compared.at("queue/")).content.decode()
    assert 'id="report"><span class="quoted" lang="en" dir="ltr">Smoke over Harrow' in first
    assert 'id="report"><span class="quoted" lang="en" dir="ltr">Another one' in second
    address = compared.at(f"queue/{compared.waiting.code}/")
    sent_on = compared.client(compared.cast.director).get(address, follow=True)
    assert "Mona Tor is looking at that report now." in sent_on.content.decode()
    late = compared.client(compared.cast.director).post(address + "decide/", {"choice": "new"})
    assert late.status_code == 409
    assert "Mona Tor is looking" in late.content.decode()
    assert not ReportDecision.objects.exists()


def test_a_hold_that_ran_out_is_somebody_elses(compared: Stage) -> None:
    compared.client().get(compared.at("queue/"))
    QueueHold.objects.update(until=timezone.now() - timedelta(seconds=1))
    director = compared.client(compared.cast.director)
    assert "Smoke over Harrow" in director.get(compared.at("queue/")).content.decode()
    status, shown = decide(compared, "new")
    assert status == 409
    assert "Dora Rect is looking at this report now" in shown


def test_what_was_decided_meanwhile_is_said(compared: Stage) -> None:
    by = compared.cast.director.user
    services.set_aside(report=compared.waiting, reason="weather", by=by)
    status, shown = decide(compared, "new")
    assert status == 409
    assert "Somebody else has decided on this report meanwhile" in shown
    moved = compared.client().get(compared.at(f"queue/{compared.waiting.code}/"), follow=True)
    assert "That report waits no more" in moved.content.decode()


def test_an_incident_that_was_merged_away_is_answered_with_where_it_is_now(
    compared: Stage,
) -> None:
    by = compared.cast.director.user
    other = receive(compared, "k", "hospital")
    kept = services.open_incident(programme=compared.cast.programme, reports=[other], by=by)
    regrouping.merge(incident=kept, other=compared.incident, reason="one", by=by)
    status, shown = decide(compared, f"incident:{compared.incident.code}")
    assert status == 409
    assert "merged this incident into another one meanwhile" in shown
    assert f'value="incident:{kept.code}"' in shown
    assert "Smoke over Harrow" in shown


def test_rejecting_without_a_reason_comes_back_with_the_report(compared: Stage) -> None:
    status, shown = decide(compared, "reject", reason="  ")
    assert status == 400
    assert "Say why" in shown
    assert "Smoke over Harrow" in shown
    assert decide(compared, "reject", reason="a weather report")[0] == 302


@pytest.mark.parametrize(
    "choice", ["", "incident", "incident:", "incident:none", "report:none", "same", "x" * 5000]
)
def test_absurd_choices_change_nothing(compared: Stage, choice: str) -> None:
    status, shown = decide(compared, choice)
    assert status in (400, 409)
    assert "Smoke over Harrow" in shown
    assert not ReportDecision.objects.exists()


@pytest.mark.parametrize("decision", ["", "0", "x", "9" * 40])
def test_absurd_undoing_changes_nothing(compared: Stage, decision: str) -> None:
    answer = compared.client().post(compared.at("queue/undo/"), {"decision": decision})
    assert answer.status_code == 302


def test_the_empty_queue_says_so(compared: Stage) -> None:
    services.set_aside(report=compared.waiting, reason="x", by=compared.cast.director.user)
    shown = compared.client().get(compared.at("queue/")).content.decode()
    assert "Every report you may see is linked or set aside" in shown


def test_what_others_look_at_is_left_to_them(compared: Stage) -> None:
    holding.take(compared.waiting, compared.cast.director)
    shown = compared.client().get(compared.at("queue/")).content.decode()
    assert "is being looked at by others" in shown
    assert "1 report is left" in shown


def test_before_the_comparison_it_can_be_decided_too(stage: Stage) -> None:
    shown = stage.client().get(stage.at("queue/")).content.decode()
    assert "It is being compared with what is known" in shown
    assert decide(stage, "new")[0] == 302


def test_the_hidden_leaves_no_trace(compared: Stage) -> None:
    client, address = compared.client(), compared.at("queue/")
    before = _without_times(client.get(address).content.decode())
    director = compared.cast.director
    receive(compared, "twin", "hospital", row={"day": "2026-03-05"}, by=director, tlp=TLP.RED)
    secret = receive(
        compared,
        "other twin",
        "hospital",
        row={"day": "2026-03-05"},
        by=director,
        tlp=TLP.RED,
        open_incident=True,
    )
    compare_all()
    holding.take(compared.hidden, director)
    assert _without_times(client.get(address).content.decode()) == before
    assert client.get(compared.at(f"queue/{secret.code}/")).status_code == 404
    answer = client.post(compared.at(f"queue/{secret.code}/decide/"), {"choice": "new"})
    assert answer.status_code == 404
    status, shown = decide(compared, f"incident:{compared.secret.code}")
    assert status == 409
    status_of_none, shown_of_none = decide(compared, "incident:nothing")
    assert (status, _without_times(shown)) == (status_of_none, _without_times(shown_of_none))


def _without_times(page: str) -> str:
    """Leave out what differs between two answers anyway: tokens against forgery."""
    import re

    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page)


def test_a_last_decision_that_was_restricted_since_is_not_named(compared: Stage) -> None:
    decide(compared, "unsure")
    director = compared.cast.director.user
    services.restrict(record=compared.waiting, tlp=TLP.RED, by=director, reason="danger")
    from goodoffices.core.models import NamedAccess

    NamedAccess.objects.filter(membership=compared.cast.monitoring_officer).delete()
    shown = compared.client().get(compared.at("queue/")).content.decode()
    assert "Smoke over Harrow" not in shown
    assert "Your last decision" not in shown


@pytest.mark.parametrize("who", ["field_officer", "analyst", "partner", "outsider"])
def test_others_cannot_come_here(compared: Stage, who: str) -> None:
    client = compared.client(getattr(compared.cast, who))
    expected = 404 if who == "outsider" else 403
    for path in ("queue/", f"queue/{compared.waiting.code}/", "suggestions/"):
        assert client.get(compared.at(path)).status_code == expected
    for path in ("queue/undo/", "suggestions/measure/"):
        assert client.post(compared.at(path)).status_code == expected


def test_the_quality_page_before_and_after_measuring(compared: Stage) -> None:
    from goodoffices.monitor.services.linking.measuring import measure

    client, address = compared.client(), compared.at("suggestions/")
    assert "Nothing has been measured yet" in client.get(address).content.decode()
    decide(compared, f"incident:{compared.incident.code}")
    measure(compared.cast.programme)
    shown = client.get(address).content.decode()
    assert "Against your decisions in the queue" in shown
    assert "100 % (21–100)" in shown
    assert "as shipped" in shown
    again = client.post(compared.at("suggestions/measure/"), follow=True).content.decode()
    assert "It is being measured." in again
