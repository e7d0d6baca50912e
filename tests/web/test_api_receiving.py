"""Handing reports in over the API: once, whole, and without a hint of what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django_scopes import scope

from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Report, ReportVersion, Source
from tests.cast import Cast
from tests.web.calling import BASE, Caller, problem


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def given(radio: Source, **more: Any) -> dict[str, Any]:
    return {
        "source": radio.code,
        "external_id": "r-17",
        "title": "Shelling in Harrow",
        "text": "Two people were killed in the market.",
        "dates": ["2026-03-04"],
        "places": [{"names": ["Talmora", "Harrow"], "latitude": 11.4, "longitude": 31.2}],
        "event_types": ["remote_shelling"],
        "parties": [{"name": "Northern Front", "role": "side_a"}],
        "tolls": [{"measure": "killed", "best": 2}],
        **more,
    }


def test_a_report_is_taken_once_and_changed_words_become_a_version(
    cast: Cast, analyst: Caller, radio: Source
) -> None:
    first = analyst.post(given(radio))
    assert first.status_code == 201
    again = analyst.post(given(radio))
    assert (again.status_code, again.json()["code"]) == (200, first.json()["code"])
    assert again.json()["version"] == 1
    changed = analyst.post(given(radio, text="Three people were killed."))
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    with scope(programme=cast.programme):
        assert Report.objects.count() == 1
        assert ReportVersion.objects.count() == 2
        actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions.count("monitor.report.received") == 1
    body = first.json()
    assert (body["channel"], body["tlp"], body["external_id"]) == ("api", "AMBER", "r-17")
    assert {claim["kind"] for claim in body["claims"]} == {"date", "place", "type", "party", "toll"}


def test_an_idempotency_key_stands_for_an_id(analyst: Caller, radio: Source) -> None:
    words = given(radio, external_id="")
    codes = {analyst.post(words, **{"Idempotency-Key": "k1"}).json()["code"] for _ in range(2)}
    assert len(codes) == 1
    other = analyst.post(words, **{"Idempotency-Key": "k2"})
    assert other.json()["code"] not in codes
    assert analyst.post(words).json()["code"] != analyst.post(words).json()["code"]


def test_the_id_of_a_hidden_report_is_not_betrayed(
    cast: Cast, analyst: Caller, receive: Callable[..., Report], radio: Source
) -> None:
    hidden = receive("r-17", tlp=TLP.RED)
    answer = analyst.post(given(radio))
    assert answer.status_code == 201
    body = answer.json()
    assert body["external_id"] == "r-17"
    assert body["code"] != hidden.code
    assert analyst.post(given(radio)).json()["code"] == body["code"]
    with scope(programme=cast.programme):
        assert ReportVersion.objects.filter(report=hidden).count() == 1


def test_a_reading_token_adds_nothing(cast: Cast, radio: Source) -> None:
    caller = Caller(cast.analyst)
    problem(caller.post(given(radio)), 403, "read-only-token")


def test_a_hidden_source_is_none(cast: Cast, analyst: Caller, radio: Source) -> None:
    Source._base_manager.filter(pk=radio.pk).update(tlp=TLP.RED)
    hidden = problem(analyst.post(given(radio)), 400, "no-source")
    absent = analyst.post(given(radio, source="0000000000"))
    assert problem(absent, 400, "no-source") == hidden
    assert analyst.get("/sources").json() == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"event_types": ["nonsense"]}, "unknown-code"),
        ({"tolls": [{"measure": "killed"}]}, "no-figure"),
        ({"tolls": [{"measure": "killed", "best": -1}]}, "invalid-input"),
        ({"places": [{"latitude": 91, "longitude": 0}]}, "invalid-input"),
        ({"places": [{"latitude": 1}]}, "half-a-point"),
        ({"places": [{}]}, "no-place"),
        ({"title": " ", "text": ""}, "nothing-said"),
        ({"title": "a\x00b"}, "invalid-input"),
        ({"title": "\ud800"}, "invalid-input"),
        ({"misspelt": 1}, "invalid-input"),
        ({"dates": ["soon"]}, None),
        ({"language": "English"}, "invalid-input"),
    ],
)
def test_what_cannot_be_taken_is_refused_whole(
    cast: Cast, analyst: Caller, radio: Source, more: dict[str, Any], code: str | None
) -> None:
    answer = analyst.post(given(radio, **more))
    problem(answer, 400, code or answer.json()["code"])
    with scope(programme=cast.programme):
        assert not Report.objects.exists()


def test_no_json_at_all(analyst: Caller) -> None:
    answer = analyst.client.post(f"{BASE}/reports", b"{", content_type="application/json")
    problem(answer, 400, "invalid-input")
    answer = analyst.client.post(f"{BASE}/reports", b"x" * 3_000_000, content_type="text/plain")
    problem(answer, 413, "request-entity-too-large")


def test_a_red_report_names_its_sender(cast: Cast, analyst: Caller, radio: Source) -> None:
    code = analyst.post(given(radio, tlp="RED")).json()["code"]
    assert analyst.get(f"/reports/{code}").status_code == 200
    assert Caller(cast.director).get(f"/reports/{code}").status_code == 404
