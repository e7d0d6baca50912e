"""The JSON API: tokens, the same walls as the pages, paging, handing in reports once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from goodoffices.core.access import name_on
from goodoffices.core.models import ApiToken, AuditEntry, Programme
from goodoffices.core.paging import Cursor
from goodoffices.core.services import accounts
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, Report, Source
from tests.cast import Cast
from tests.web.calling import BASE, Caller, problem


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer x", "Basic eDp5", "Bearer goodoffices_x"]
)
def test_without_a_token_nothing_is_told(cast: Cast, header: str | None) -> None:
    client = Client(headers={"Authorization": header} if header else {})
    here = client.get(f"{BASE}/incidents")
    nowhere = client.get("/api/v1/p/nowhere/incidents")
    assert problem(here, 401, "no-token") == problem(nowhere, 401, "no-token")
    assert here["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_token(cast: Cast, client: Client) -> None:
    client.force_login(cast.analyst.user)
    assert client.get(f"{BASE}/incidents").status_code == 401


def test_a_token_of_another_programme_finds_nothing(cast: Cast) -> None:
    caller = Caller(cast.outsider)
    for path in ("/incidents", "/reports", "/sources", "/incidents/0000000000"):
        here = problem(caller.get(path), 404, "not-found")
        nowhere = caller.client.get(f"/api/v1/p/nowhere{path}")
        assert problem(nowhere, 404, "not-found") == here


def test_an_ended_membership_ends_the_token(cast: Cast, analyst: Caller) -> None:
    assert analyst.get("/sources").status_code == 200
    with scope(programme=cast.programme):
        accounts.end_membership(membership=cast.analyst, by=cast.administrator.user)
    problem(analyst.get("/sources"), 401, "no-token")


def test_a_programme_that_asks_for_a_second_factor_asks_tokens_too(
    cast: Cast, analyst: Caller
) -> None:
    Programme.objects.filter(pk=cast.programme.pk).update(require_second_factor=True)
    problem(analyst.get("/incidents"), 403, "second-factor")


def test_reading_needs_the_permission_to_export(cast: Cast) -> None:
    caller = Caller(cast.administrator)
    problem(caller.get("/incidents"), 403, "not-permitted")


def test_the_list_shows_what_the_member_may_see_and_counts_nothing_else(
    cast: Cast, analyst: Caller, receive: Callable[..., Report]
) -> None:
    receive(tlp=TLP.AMBER)
    hidden = receive(tlp=TLP.RED)
    body = analyst.get("/incidents").json()
    assert set(body) == {"incidents", "next"}
    assert [one["tlp"] for one in body["incidents"]] == ["AMBER"]
    assert [one["tlp"] for one in analyst.get("/reports").json()["reports"]] == ["AMBER"]
    with scope(programme=cast.programme):
        incident = Incident.objects.get(tlp=TLP.RED)
    for path in (f"/incidents/{incident.code}", f"/reports/{hidden.code}"):
        absent = path.rsplit("/", 1)[0] + "/0000000000"
        assert analyst.get(path).content == analyst.get(absent).content
        assert analyst.get(path).status_code == 404
    assert analyst.get("/incidents", q="market").json()["incidents"] == body["incidents"]


def test_a_named_incident_shows_only_the_reports_one_sees(
    cast: Cast, analyst: Caller, receive: Callable[..., Report]
) -> None:
    receive(tlp=TLP.RED)
    with scope(programme=cast.programme):
        incident = Incident.objects.get()
        name_on(incident, [cast.analyst], by=None)
    body = analyst.get(f"/incidents/{incident.code}").json()
    assert body["reports"] == []
    with scope(programme=cast.programme):
        assert AuditEntry.objects.filter(action="core.record.read").count() == 1


def test_an_incident_shows_its_claims_with_their_reports(
    cast: Cast, analyst: Caller, receive: Callable[..., Report], radio: Source
) -> None:
    report = receive("e1")
    code = analyst.get("/incidents").json()["incidents"][0]["code"]
    body = analyst.get(f"/incidents/{code}").json()
    [beneath] = body["reports"]
    assert beneath["code"] == report.code
    assert beneath["source"] == {"code": radio.code, "name": "Radio Sarend"}
    said = {claim["kind"]: claim for claim in beneath["claims"]}
    assert said["date"]["date"] == "2026-03-04"
    assert said["toll"]["toll"] == {"low": 1, "best": 2, "high": 3}
    assert body["killed"] == {"low": 1, "best": 2, "high": 3}
    assert body["rules"]["toll"] == "range"
    detail = analyst.get(f"/reports/{report.code}").json()
    assert detail["text"] == "Three shells fell on the market."
    assert detail["incidents"] == [code]


def test_lists_are_walked_to_the_end_without_numbers(
    cast: Cast, analyst: Caller, receive: Callable[..., Report]
) -> None:
    made = {receive(f"e{n}").code for n in range(7)}
    with scope(programme=cast.programme):
        moment = timezone.now() - timedelta(hours=1)
        Report.objects.filter(pk__in=list(Report.objects.values_list("pk", flat=True))[:4]).update(
            received_at=moment
        )
    for size in (1, 2, 3, 7, 8):
        seen, cursor = [], ""
        while True:
            body = analyst.get("/reports", limit=size, cursor=cursor).json()
            seen += [one["code"] for one in body["reports"]]
            cursor = body["next"]
            if not cursor:
                break
            assert Cursor.parse(cursor).code == seen[-1]
        assert len(seen) == len(made)
        assert set(seen) == made


@pytest.mark.parametrize(
    "cursor", ["x", "MTIz", "LjEy", "9" * 99, "OTk5OTk5OTk5OTk5OTk5OTk5OTkuYQ"]
)
def test_a_cursor_that_is_none_of_ours(analyst: Caller, cursor: str) -> None:
    problem(analyst.get("/incidents", cursor=cursor), 400, "invalid-input")


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"},
        {"near": "a,b,c"},
        {"type": "nonsense"},
        {"killed_from": "-1"},
        {"from": "2026-02-01", "to": "2026-01-01"},
    ],
)
def test_filters_that_cannot_be_understood_are_refused(
    analyst: Caller, query: dict[str, str]
) -> None:
    body = problem(analyst.get("/incidents", **query), 400, "bad-filter")
    assert body["detail"]


def test_filters_are_those_of_the_page(
    cast: Cast, analyst: Caller, receive: Callable[..., Report], radio: Source
) -> None:
    receive("e1")
    for query in (
        {"from": "2026-03-01", "to": "2026-03-31"},
        {"source": radio.code},
        {"type": "remote_shelling"},
        {"near": "11.45,31.22,5"},
        {"q": "market"},
        {"state": "unverified"},
        {"killed_from": "2"},
        {"changed_since": "2020-01-01T00:00:00Z"},
    ):
        assert len(analyst.get("/incidents", **query).json()["incidents"]) == 1, query
    for query in (
        {"to": "2025-12-31"},
        {"source": "0000000000"},
        {"near": "0,0,5"},
        {"q": "harbour"},
        {"state": "verified"},
        {"killed_from": "3"},
        {"changed_since": "2100-01-01T00:00:00Z"},
    ):
        assert analyst.get("/incidents", **query).json()["incidents"] == [], query


def test_a_caller_is_slowed_down(cast: Cast, analyst: Caller, settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    answers = [analyst.get("/sources") for _ in range(4)]
    assert [one.status_code for one in answers[:3]] == [200] * 3
    problem(answers[3], 429, "too-many-requests")
    assert int(answers[3]["Retry-After"]) <= 60
    assert Caller(cast.director).get("/sources").status_code == 200


def test_guessing_tokens_is_slowed_down(cast: Cast) -> None:
    client = Client(headers={"Authorization": "Bearer goodoffices_guess"})
    codes = [client.get(f"{BASE}/sources").status_code for _ in range(22)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_the_use_of_a_token_is_seen(cast: Cast, analyst: Caller) -> None:
    analyst.get("/sources")
    with scope(programme=cast.programme):
        assert ApiToken.objects.get().last_used_at is not None


def test_walking_a_list_is_recorded_once(
    cast: Cast, analyst: Caller, receive: Callable[..., Report]
) -> None:
    receive("e1")
    receive("e2")
    cursor = analyst.get("/reports", limit=1).json()["next"]
    analyst.get("/reports", limit=1, cursor=cursor)
    with scope(programme=cast.programme):
        [entry] = AuditEntry.objects.filter(action="core.export")
    assert entry.data == {"kind": "monitor.report", "form": "api"}


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/nothing", f"{BASE}/nothing"])
def test_addresses_that_lead_nowhere(db: None, client: Client, path: str) -> None:
    problem(client.get(path), 404, "not-found")


def test_wrong_methods_are_problems_too(cast: Cast, analyst: Caller) -> None:
    answer = analyst.client.delete(f"{BASE}/incidents")
    problem(answer, 405, "method-not-allowed")
    assert "GET" in answer["Allow"]


def test_answers_are_kept_in_no_cache(cast: Cast, analyst: Caller) -> None:
    assert "no-store" in analyst.get("/sources")["Cache-Control"]


def test_the_page_about_the_api_needs_nothing_from_elsewhere(client: Client, db: None) -> None:
    page = client.get("/api/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "https://" not in text
    assert "swagger-ui-bundle" in text
    described = client.get("/api/openapi.json").json()
    assert "/api/v1/p/{slug}/incidents" in described["paths"]
