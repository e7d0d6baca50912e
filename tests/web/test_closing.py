"""Closed for now: every address of the program, asked while a programme is shut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from goodoffices.core.models import Membership
from goodoffices.core.services import accounts, locks
from goodoffices.core.shutting import Shut
from tests.cast import Cast, sign_in
from tests.web.addresses import PROGRAMME
from tests.web.calling import Caller, problem
from tests.web.declaring import Address
from tests.web.walking import Check, ask, walk

SWITCH = {"core:emergency", "core:emergency-open"}


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def shut(cast: Cast, mode: str, *, office: bool = False) -> None:
    where = cast.office if office else None
    locks.close(programme=cast.programme, mode=mode, office=where, by=None)


def others() -> list[str]:
    return sorted(set(PROGRAMME) - SWITCH)


@pytest.mark.parametrize("office", [False, True])
def test_with_no_access_nothing_answers(office: bool, cast: Cast) -> None:
    members = (cast.director, cast.administrator, cast.analyst, cast.partner)
    clients = [Client() for _member in members]

    def shut_and_come_again() -> None:
        shut(cast, Shut.NO_ACCESS, office=office)
        for client, who in zip(clients, members, strict=True):
            sign_in(client, who)

    def closed(address: Address, path: str) -> None:
        bodies = set()
        for client in clients:
            answer = ask(client, address, path)
            assert (answer.status_code, answer["Retry-After"]) == (503, "600")
            bodies.add(answer.content)
        assert len(bodies) == 1, "one page for everybody"
        page = bodies.pop().decode()
        assert "Closed for now" in page
        for word in ("Talmora", "talmora", "Dora", "/p/", "Harrow"):
            assert word not in page

    these = {"finding": cast.director, "clients": clients, "then": shut_and_come_again}
    walk(others(), closed, cast=cast, **these)


def read_only(names: list[str], check: Check, cast: Cast, client: Client) -> None:
    """Walk as the director, with the programme read-only since the records were made."""
    sign_in(client, cast.director)
    these = {"finding": cast.director, "clients": [client]}
    walk(names, check, cast=cast, then=lambda: shut(cast, Shut.READ_ONLY), **these)


def test_read_only_takes_no_form(cast: Cast, client: Client) -> None:
    def refused(address: Address, path: str) -> None:
        answer = client.post(path)
        assert answer.status_code == 503
        assert "Read-only for now" in answer.content.decode()

    forms = [name for name in others() if PROGRAMME[name].posts]
    read_only(forms, refused, cast, client)


TAKING = {"core.export", "core.bundle", "rights.export"}
TAKES_OUT = {name for name in others() if PROGRAMME[name].permission in TAKING} | {
    "field:quarantine-bytes",
    "field:quarantine-post",
    "field:submission-download",
    "field:submission-export",
    "monitor:import-rejections",
    "publish:exchange-metadata",
    "publish:mailing-list-export",
    "rights:total-export",
    "rights:total-figures",
}


def test_read_only_lets_nothing_be_taken_out(cast: Cast, client: Client) -> None:
    def refused(address: Address, path: str) -> None:
        assert client.get(path).status_code == 503

    read_only(sorted(TAKES_OUT), refused, cast, client)


def test_read_only_reads_on(cast: Cast, client: Client) -> None:
    def answered(address: Address, path: str) -> None:
        assert client.get(path).status_code in {200, 302, 400, address.also}

    pages = [name for name in others() if PROGRAMME[name].gets and name not in TAKES_OUT]
    read_only(pages, answered, cast, client)


def test_read_only_says_so_on_every_page(cast: Cast, client: Client) -> None:
    shut(cast, Shut.READ_ONLY)
    page = sign_in(client, cast.director).get("/p/talmora/situation/").content.decode()
    assert "Read-only for now" in page


def test_an_office_alone_is_shut_out(cast: Cast, client: Client) -> None:
    with scope(programme=cast.programme):
        Membership.objects.filter(pk=cast.analyst.pk).update(office=None)
    shut(cast, Shut.NO_ACCESS, office=True)
    path = reverse("monitor:situation", args=["talmora"])
    assert sign_in(client, cast.analyst).get(path).status_code == 200
    assert sign_in(client, cast.director).get(path).status_code == 503


def test_strangers_learn_nothing_of_it(cast: Cast, client: Client) -> None:
    path = reverse("monitor:situation", args=["talmora"])
    shut(cast, Shut.NO_ACCESS)
    assert client.get(path).status_code == 302
    for who in (cast.stranger, cast.outsider):
        assert sign_in(client, who).get(path).status_code == 404


def test_home_names_no_closed_programme(cast: Cast, client: Client) -> None:
    shut(cast, Shut.NO_ACCESS)
    answer = sign_in(client, cast.director).get("/?choose=yes")
    assert answer.status_code == 503
    assert "Talmora" not in answer.content.decode()


def test_an_invitation_waits(cast: Cast, client: Client) -> None:
    made = accounts.invite(
        programme=cast.programme, email="new@example.org", name="Nu", role="analyst", by=None
    )
    path = reverse("invitation", args=[made.secret])
    assert client.get(path).status_code == 200
    shut(cast, Shut.NO_ACCESS)
    answer = client.get(path)
    assert answer.status_code == 503
    assert "Talmora" not in answer.content.decode()


def test_machines_are_told_to_come_back(cast: Cast) -> None:
    caller = Caller(cast.monitoring_officer, may_write=True)
    assert caller.get("/incidents").status_code == 200
    shut(cast, Shut.READ_ONLY)
    for refused in (caller.get("/incidents"), caller.post({})):
        problem(refused, 503, "read-only")
        assert refused["Retry-After"] == "600"
    shut(cast, Shut.NO_ACCESS)
    refused = caller.get("/incidents")
    assert problem(refused, 503, "closed")["detail"].startswith("Closed for now")
    assert refused["Retry-After"] == "600"


def test_sessions_end_with_no_access(cast: Cast) -> None:
    theirs, elsewhere = sign_in(Client(), cast.analyst), sign_in(Client(), cast.outsider)
    shut(cast, Shut.READ_ONLY)
    path = reverse("monitor:situation", args=["talmora"])
    assert theirs.get(path).status_code == 200
    shut(cast, Shut.NO_ACCESS)
    assert theirs.get(path)["Location"].startswith(reverse("account_login"))
    assert elsewhere.get("/p/elsewhere/situation/").status_code == 200


def test_the_page_closes_at_once_and_two_open_again(cast: Cast, client: Client) -> None:
    path = reverse("core:emergency", args=["talmora"])
    sign_in(client, cast.director)
    assert 'value="no-access"' in client.get(path).content.decode()
    answer = client.post(path, {"mode": "no-access", "office": ""})
    assert answer["Location"] == reverse("account_login")
    assert client.get(path).status_code == 302, "logged out"
    sign_in(client, cast.director)
    page = client.get(path)
    body = page.content.decode()
    assert page.status_code == 200
    assert "Ask to open again" in body
    assert "Talmora" not in body
    assert "Dora" not in body
    with scope(programme=cast.programme):
        lock = cast.programme.locks.get()
    opening = reverse("core:emergency-open", args=["talmora", lock.code])
    for _twice in range(2):
        client.post(opening)
        assert client.get("/p/talmora/situation/").status_code == 503
    sign_in(client, cast.administrator).post(opening)
    assert client.get("/p/talmora/situation/").status_code == 200


def test_who_may_not_use_the_switch_sees_the_closed_page(cast: Cast, client: Client) -> None:
    path = reverse("core:emergency", args=["talmora"])
    shut(cast, Shut.NO_ACCESS)
    assert sign_in(client, cast.analyst).get(path).status_code == 503


def test_nobody_of_a_closed_office_opens_it(cast: Cast, client: Client) -> None:
    shut(cast, Shut.READ_ONLY, office=True)
    with scope(programme=cast.programme):
        lock = cast.programme.locks.get()
    opening = reverse("core:emergency-open", args=["talmora", lock.code])
    answer = sign_in(client, cast.director).post(opening)
    assert answer.status_code == 403
