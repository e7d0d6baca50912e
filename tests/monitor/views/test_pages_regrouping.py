"""Merging, splitting and taking back as pages."""

from __future__ import annotations

import pytest

from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, Regrouping
from goodoffices.monitor.services.linking import regrouping
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage


@pytest.fixture
def other(stage: Stage) -> Incident:
    """Return another incident near the first."""
    report = receive(stage, "k", "hospital")
    by = stage.cast.director.user
    return services.open_incident(
        programme=stage.cast.programme, reports=[report], by=by, title="Market at noon"
    )


def test_merging_from_the_page_and_taking_it_back(stage: Stage, other: Incident) -> None:
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/merge/")
    shown = client.get(address).content.decode()
    assert f'value="{other.code}"' in shown
    assert stage.secret.code not in shown
    given = {"revision": "1", "incident": other.code, "reason": "the same noon"}
    done = client.post(address, given, follow=True)
    page = done.content.decode()
    assert "The two are one incident now" in page
    assert "Merged into this one" in page
    assert "the same noon" in page
    gone = client.get(stage.at(f"incidents/{other.code}/")).content.decode()
    assert "This incident was merged into another one." in gone
    assert stage.incident.code in gone
    made = Regrouping.objects.get()
    back = stage.at(f"regroupings/{made.code}/")
    assert client.post(back, {"reason": ""}).status_code == 400
    undone = client.post(back, {"reason": "two hours apart"}, follow=True).content.decode()
    assert "taken back" in undone
    assert "two hours apart" in undone
    assert (
        "was merged into" not in client.get(stage.at(f"incidents/{other.code}/")).content.decode()
    )
    assert client.post(back, {"reason": "again"}).status_code == 409


def test_acts_on_what_was_merged_away_are_answered_clearly(stage: Stage, other: Incident) -> None:
    regrouping.merge(
        incident=stage.incident, other=other, reason="one", by=stage.cast.director.user
    )
    client = stage.client()
    for act in ("assess", "describe", "link", "merge", "split", "rule/date", "restrict"):
        answer = client.get(stage.at(f"incidents/{other.code}/{act}/"))
        assert answer.status_code == 409
        assert "merged this incident into another one" in answer.content.decode()
    link = stage.at(f"reports/{stage.waiting.code}/link/")
    answer = client.post(link, {"incident": other.code, "reason": "x"})
    assert answer.status_code == 409
    assert "merged this incident into another one" in answer.content.decode()


def test_merged_into_what_one_may_not_see_is_nothing(stage: Stage, other: Incident) -> None:
    director = stage.cast.director
    regrouping.merge(incident=stage.secret, other=other, reason="one", by=director.user)
    client = stage.client()
    assert client.get(stage.at(f"incidents/{other.code}/")).status_code == 404
    made = Regrouping.objects.get()
    assert client.get(stage.at(f"regroupings/{made.code}/")).status_code == 404
    seen = stage.client(director).get(stage.at(f"incidents/{other.code}/"))
    assert stage.secret.code in seen.content.decode()


def test_a_merge_with_the_hidden_end_is_not_told(stage: Stage, other: Incident) -> None:
    by = stage.cast.director.user
    made = regrouping.split(
        incident=stage.incident, reports=[stage.second], reason="another hour", by=by
    )
    services.restrict(record=made.other, tlp=TLP.RED, by=by, reason="in danger")
    shown = stage.client().get(stage.at(f"incidents/{stage.incident.code}/")).content.decode()
    assert "another hour" not in shown.split("History")[0]
    assert made.other.code not in shown
    assert other.code not in shown


def test_splitting_from_the_page(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/split/")
    assert stage.second.code in client.get(address).content.decode()
    given = {"revision": "1", "title": "Noon", "reason": "another hour"}
    assert client.post(address, given).status_code == 400
    both = {**given, "reports": [stage.first.code, stage.second.code]}
    assert client.post(address, both).status_code == 400
    done = client.post(address, {**given, "reports": [stage.second.code]}, follow=True)
    shown = done.content.decode()
    assert "The reports have an incident of their own now." in shown
    assert "Noon" in shown
    assert "Split off from" in shown
    stale = client.post(address, {**given, "reports": [stage.first.code]})
    assert stale.status_code in (400, 409)


def test_a_lone_report_cannot_be_split(stage: Stage, other: Incident) -> None:
    shown = stage.client().get(stage.at(f"incidents/{other.code}/split/")).content.decode()
    assert "There is nothing to split" in shown


def test_somebody_faster_is_told(stage: Stage, other: Incident) -> None:
    services.describe(incident=stage.incident, title="New", summary="", by=stage.cast.director.user)
    given = {"revision": "1", "incident": other.code, "reason": "the same noon"}
    answer = stage.client().post(stage.at(f"incidents/{stage.incident.code}/merge/"), given)
    assert answer.status_code == 409
    assert "Dora Rect" in answer.content.decode()
    assert "the same noon" in answer.content.decode()
