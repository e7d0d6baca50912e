"""A partner's token: what it opens, what it never reaches, and when it ends."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.roles import Role
from goodoffices.core.services.locks import close
from goodoffices.core.shutting import Shut
from goodoffices.core.tlp import TLP
from goodoffices.formats import exchange
from goodoffices.monitor.models import Incident
from goodoffices.publish.models import Partner, PartnerReading, PartnerToken, SharingAgreement
from goodoffices.publish.partners.services import agreements, organisations, readings, tokens
from tests.cast import Cast
from tests.publish.partners.stage import agreed, incident, partner, prepared, token
from tests.web.calling import Caller, problem

BASE = "/api/v1/partner"
Change = Callable[[Cast, Partner, PartnerToken, SharingAgreement], Any]


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


class Machine:
    """The partner's own program."""

    def __init__(self, cast: Cast, **more: Any) -> None:
        with scope(programme=cast.programme):
            self.partner = partner(cast.programme)
            self.agreement = agreed(self.partner, **more)
            self.token, self.secret = token(cast, self.partner)
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str = "/incidents", **query: Any) -> HttpResponse:
        return self.client.get(BASE + path, query)  # type: ignore[return-value]


def test_it_reads_what_a_file_would_hold(cast: Cast) -> None:
    machine = Machine(cast)
    with scope(programme=cast.programme):
        for tlp in (TLP.GREEN, TLP.CLEAR, TLP.AMBER, TLP.RED):
            incident(cast.programme, tlp=tlp, killed_low=1)
        run = prepared(machine.partner, cast.director.user)
        lines = bytes(run.file.content).decode().splitlines()
    body = machine.get().json()
    assert body["incidents"] == [json.loads(line) for line in lines]
    assert len(lines) == 2
    assert body["incidents"][0]["killed_few"] is True
    assert "Xanthippe" not in json.dumps(body)
    told = machine.get("/agreement").json()
    assert set(told["columns"]) == set(exchange.COLUMNS)
    assert told["coarsening"]["grid_km"] == 25


def test_a_field_that_is_not_agreed_on_is_absent(cast: Cast) -> None:
    machine = Machine(cast, fields=["date", "killed"])
    with scope(programme=cast.programme):
        incident(cast.programme)
    [one] = machine.get().json()["incidents"]
    assert set(one) == {
        *("id", "date_from", "date_to", "killed_low", "killed_best", "killed_high", "killed_few")
    }


def test_it_walks_and_comes_back_for_what_changed(cast: Cast) -> None:
    machine = Machine(cast)
    earlier = timezone.now() - timedelta(hours=1)
    with scope(programme=cast.programme):
        made = [incident(cast.programme, updated_at=earlier) for _ in range(5)]
    seen, cursor, since = [], "", ""
    while True:
        body = machine.get(limit=2, cursor=cursor).json()
        seen += [one["id"] for one in body["incidents"]]
        since, cursor = since or body["since"], body["next"]
        if not cursor:
            break
    assert len(set(seen)) == len(seen) == 5
    assert machine.get(since=since).json()["incidents"] == []
    with scope(programme=cast.programme):
        Incident.objects.filter(pk=made[2].pk).update(updated_at=timezone.now())
    [changed] = machine.get(since=since).json()["incidents"]
    assert changed["id"] in seen


def test_a_cursor_says_nothing_and_is_the_partners_own(cast: Cast) -> None:
    machine = Machine(cast)
    with scope(programme=cast.programme):
        codes = [incident(cast.programme).code for _ in range(3)]
        other = partner(cast.programme, "Another")
        agreed(other)
        _token, secret = token(cast, other)
    body = machine.get(limit=1).json()
    assert not any(code in body["next"] + body["since"] for code in codes)
    stranger = Client(headers={"Authorization": f"Bearer {secret}"})
    problem(stranger.get(f"{BASE}/incidents", {"cursor": body["next"]}), 400, "bad-cursor")
    for wrong in ("x", "é", body["since"]):
        problem(machine.get(cursor=wrong), 400, "bad-cursor")


def test_neither_kind_of_token_reaches_what_the_other_does(cast: Cast) -> None:
    machine, caller = Machine(cast), Caller(cast.director)
    for path in ("incidents", "reports", "sources", "cases", "persons"):
        answer = machine.client.get(f"/api/v1/p/talmora/{path}")
        assert problem(answer, 401, "no-token")
    assert machine.client.get("/p/talmora/partners/").status_code == 302
    for path in ("incidents", "agreement"):
        problem(caller.client.get(f"{BASE}/{path}"), 401, "no-token")
        problem(Client().get(f"{BASE}/{path}"), 401, "no-token")


def _newer(cast: Cast, with_: Partner, key: PartnerToken, held: SharingAgreement) -> None:
    agreed(with_, grid_km=50)


ENDINGS: dict[str, Change] = {
    "revoked": lambda cast, with_, key, held: tokens.revoke(token=key, by=cast.director.user),
    "withdrawn": lambda cast, with_, key, held: agreements.withdraw(
        agreement=held, by=cast.director.user, reason="misused"
    ),
    "newer version": _newer,
    "partner ended": lambda cast, with_, key, held: organisations.end(
        partner=with_, by=cast.director.user, reason="over"
    ),
    "run out": lambda cast, with_, key, held: PartnerToken.objects.update(
        expires_at=timezone.now()
    ),
    "approver left": lambda cast, with_, key, held: Membership.objects.filter(
        pk=cast.director.pk
    ).update(active=False),
    "approver changed role": lambda cast, with_, key, held: Membership.objects.filter(
        pk=cast.director.pk
    ).update(role=Role.ANALYST),
    "never approved": lambda cast, with_, key, held: PartnerToken.objects.update(
        approved_by=None, approved_at=None
    ),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_it_ends(how: str, cast: Cast) -> None:
    machine = Machine(cast)
    assert machine.get().status_code == 200
    with scope(programme=cast.programme):
        ENDINGS[how](cast, machine.partner, machine.token, machine.agreement)
    problem(machine.get(), 401, "no-token")


def test_it_ends_with_the_last_day_of_the_agreement(cast: Cast) -> None:
    today = timezone.localdate()
    machine = Machine(cast, since=today, until=today)
    assert machine.get().status_code == 200
    with scope(programme=cast.programme):
        tomorrow = today + timedelta(days=1)
        assert agreements.in_force(machine.partner, tomorrow) is None


def test_nobody_approves_their_own_token(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    made, secret = tokens.issue(partner=with_, name="x", days=1, by=cast.director.user)
    with pytest.raises(GoodOfficesError, match="Somebody else"):
        tokens.approve(token=made, by=cast.director.user)
    assert tokens.open_with(secret) is None


def test_it_never_opens_more_than_its_approver_sees(cast: Cast) -> None:
    machine = Machine(cast, ceiling=TLP.AMBER)
    with scope(programme=cast.programme):
        incident(cast.programme, tlp=TLP.AMBER)
    assert len(machine.get().json()["incidents"]) == 1
    with scope(programme=cast.programme):
        Membership.objects.filter(pk=cast.director.pk).update(clearance=TLP.GREEN)
    assert machine.get().json()["incidents"] == []


@pytest.mark.parametrize("mode", [Shut.READ_ONLY, Shut.NO_ACCESS])
def test_it_rests_while_the_programme_is_closed(mode: Shut, cast: Cast) -> None:
    machine = Machine(cast)
    close(programme=cast.programme, mode=mode, office=None, by=None)
    answer = machine.get()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    with scope(programme=cast.programme):
        assert not PartnerReading.objects.exists()


def test_it_is_slowed_down(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_PER_MINUTE = 2
    now = time.time()
    monkeypatch.setattr("goodoffices.web.limits.time.time", lambda: now)
    machine = Machine(cast)
    assert [machine.get().status_code for _ in range(3)] == [200, 200, 429]


def test_reading_is_counted_and_one_entry_a_day_says_how_much(cast: Cast) -> None:
    machine = Machine(cast)
    with scope(programme=cast.programme):
        incident(cast.programme)
        incident(cast.programme)
    for _ in range(3):
        machine.get()
    assert readings.record_past_days() == 0
    with scope(programme=cast.programme):
        assert AuditEntry.objects.filter(action="publish.partner.reading_began").count() == 1
        PartnerReading.objects.update(day=timezone.localdate() - timedelta(days=3))
    assert [readings.record_past_days(), readings.record_past_days()] == [1, 0]
    with scope(programme=cast.programme):
        entry = AuditEntry.objects.get(action="publish.partner.reading_counted")
    assert (entry.data["requests"], entry.data["rows"]) == (3, 6)
    assert machine.secret not in json.dumps(entry.data)
