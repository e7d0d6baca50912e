"""Who comes where: every address of the program, asked by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from goodoffices.core.models import Membership
from goodoffices.core.services import accounts
from goodoffices.core.tlp import TLP
from tests.cast import Cast, sign_in
from tests.web.addresses import (
    DEVICES,
    NOTHING,
    OPEN,
    OWN,
    PROGRAMME,
    TOKEN,
    Address,
    every_address,
)

MEMBERS = (
    "administrator",
    "director",
    "monitoring_officer",
    "analyst",
    "field_officer",
    "press_officer",
    "rights_officer",
    "partner",
)


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def url(name: str, cast: Cast, member: Membership, *, tlp: int = TLP.GREEN) -> str:
    """Return an address of the programme with a record of its own in it."""
    address = PROGRAMME[name]
    code = address.fixed
    if address.exhibit is not None:
        with scope(programme=cast.programme):
            code = address.exhibit(cast, member, tlp)
    return at(name, code)


def at(name: str, code: str = "", programme: str = "talmora") -> str:
    address = PROGRAMME[name]
    more = {address.argument: code} if code else {}
    return reverse(name, kwargs={"programme": programme, **more, **dict(address.besides)})


def ask(client: Client, address: Address, path: str) -> HttpResponse:
    return client.get(path) if address.gets else client.post(path)  # type: ignore[return-value]


def plain(answer: HttpResponse) -> str:
    """Return a page without what differs at every request."""
    body = answer.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
    body = re.sub(r'"X-CSRFToken": "[^"]+"', "", body)
    return re.sub(r'name="next" value="[^"]+"', "", body)


def inside() -> list[str]:
    return sorted(PROGRAMME)


def test_every_address_is_declared() -> None:
    found = dict.fromkeys(name for name, _route in every_address())
    account = {name for name, route in every_address() if route.startswith("account/")}
    declared = {*PROGRAMME, *OPEN, *OWN, *TOKEN, *DEVICES, *NOTHING}
    assert sorted(set(found) - account - declared) == [], "add them to tests/web/addresses.py"
    assert sorted(declared - set(found) - NOTHING) == [], "these are gone"


def test_every_address_of_a_programme_goes_through_its_door() -> None:
    """A pattern under /p/ without the programme's slug would be open to everybody."""
    for name, route in every_address():
        if name in PROGRAMME:
            assert route.startswith("p/<slug:programme>/"), name
        assert (name in TOKEN) == route.startswith("api/v1/"), name


@pytest.mark.parametrize("name", inside())
def test_who_is_not_logged_in_is_asked_to(name: str, cast: Cast, client: Client) -> None:
    address, path = PROGRAMME[name], url(name, cast, cast.director)
    answer = ask(client, address, path)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    nowhere = ask(client, address, path.replace("/talmora/", "/nowhere/"))
    assert nowhere["Location"] == answer["Location"].replace("talmora", "nowhere")


@pytest.mark.parametrize("name", inside())
def test_a_programme_exists_for_its_members_only(name: str, cast: Cast, client: Client) -> None:
    address, path = PROGRAMME[name], url(name, cast, cast.director)
    with scope(programme=cast.programme):
        accounts.end_membership(membership=cast.press_officer, by=cast.director.user)
    for who in (cast.stranger, cast.outsider, cast.press_officer):
        sign_in(client, who)
        answer = ask(client, address, path)
        nowhere = ask(client, address, path.replace("/talmora/", "/nowhere/"))
        assert answer.status_code == nowhere.status_code == 404
        assert plain(answer) == plain(nowhere)


@pytest.mark.parametrize("name", inside())
def test_a_role_does_what_it_may(name: str, cast: Cast, client: Client) -> None:
    address = PROGRAMME[name]
    for role in MEMBERS:
        member: Membership = getattr(cast, role)
        path = url(name, cast, member)
        answer = ask(sign_in(client, member), address, path)
        if member.may(address.permission):
            assert answer.status_code in {200, 302, 400, address.also}, (
                f"{role}: {answer.status_code}"
            )
            assert not answer.get("Location", "").startswith("/account/")
        else:
            assert answer.status_code == 403, f"{role}: {answer.status_code}"


@pytest.mark.parametrize("name", inside())
def test_an_address_answers_the_ways_it_was_made_for(name: str, cast: Cast, client: Client) -> None:
    address, path = PROGRAMME[name], url(name, cast, cast.director)
    sign_in(client, cast.director)
    wrong = ["put", "delete", "patch"]
    wrong += [] if address.posts else ["post"]
    wrong += [] if address.gets else ["get"]
    for method in wrong:
        answer = getattr(client, method)(path)
        assert answer.status_code == 405, method
        assert b"<h1>" in answer.content


@pytest.mark.parametrize("name", inside())
def test_what_one_may_not_see_does_not_exist(name: str, cast: Cast, client: Client) -> None:
    address = PROGRAMME[name]
    if not address.hides:
        pytest.skip("speaks of no record with a mark")
    for role in MEMBERS:
        member: Membership = getattr(cast, role)
        if not member.may(address.permission):
            continue
        sign_in(client, member)
        hidden = url(name, cast, cast.director, tlp=TLP.RED)
        code = hidden.removeprefix(at(name, "CODE").split("CODE")[0]).split("/")[0]
        absent = hidden.replace(code, "0000000000")
        answers = ask(client, address, hidden), ask(client, address, absent)
        assert [one.status_code for one in answers] == [404, 404], role
        assert plain(answers[0]) == plain(answers[1])


@pytest.mark.parametrize("name", sorted(OWN))
def test_own_pages_ask_to_log_in(name: str, client: Client, db: None) -> None:
    answer = client.get(reverse(name))
    assert answer["Location"].startswith(reverse("account_login"))


def test_home_leads_to_the_one_programme_or_lets_choose(cast: Cast, client: Client) -> None:
    sign_in(client, cast.analyst)
    assert client.get("/")["Location"] == "/p/talmora/situation/"
    page = client.get("/?choose=yes")
    assert "Talmora programme" in page.content.decode()
    sign_in(client, cast.stranger)
    page = client.get("/").content.decode()
    assert "Talmora" not in page


def test_a_members_rail_holds_only_what_the_role_may(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.partner).get("/p/talmora/views/").content.decode()
    for name in ("core:members", "core:settings", "core:tokens", "monitor:imports"):
        assert f'href="{at(name)}"' not in page
    page = sign_in(client, cast.director).get("/p/talmora/views/").content.decode()
    assert f'href="{at("core:members")}"' in page
