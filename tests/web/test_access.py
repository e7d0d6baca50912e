"""Who comes where: every address of the program, asked by everybody."""

from __future__ import annotations

import pytest
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
    every_address,
)
from tests.web.declaring import Address
from tests.web.walking import ask, at, plain, walk

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


def test_who_is_not_logged_in_is_asked_to(cast: Cast, client: Client) -> None:
    def asked_to_log_in(address: Address, path: str) -> None:
        answer = ask(client, address, path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        nowhere = ask(client, address, path.replace("/talmora/", "/nowhere/"))
        assert nowhere["Location"] == answer["Location"].replace("talmora", "nowhere")

    walk(inside(), asked_to_log_in, cast=cast, finding=cast.director, clients=[client])


@pytest.mark.parametrize("who", ["stranger", "outsider", "press_officer"])
def test_a_programme_exists_for_its_members_only(who: str, cast: Cast, client: Client) -> None:
    with scope(programme=cast.programme):
        accounts.end_membership(membership=cast.press_officer, by=cast.director.user)
    sign_in(client, getattr(cast, who))

    def none_such(address: Address, path: str) -> None:
        answer = ask(client, address, path)
        nowhere = ask(client, address, path.replace("/talmora/", "/nowhere/"))
        assert answer.status_code == nowhere.status_code == 404
        assert plain(answer) == plain(nowhere)

    walk(inside(), none_such, cast=cast, finding=cast.director, clients=[client])


@pytest.mark.parametrize("role", MEMBERS)
def test_a_role_does_what_it_may(role: str, cast: Cast, client: Client) -> None:
    member: Membership = getattr(cast, role)
    sign_in(client, member)

    def as_the_role_may(address: Address, path: str) -> None:
        answer = ask(client, address, path)
        if member.may(address.permission):
            assert answer.status_code in {200, 302, 400, address.also}
            assert not answer.get("Location", "").startswith("/account/")
        else:
            assert answer.status_code == 403

    walk(inside(), as_the_role_may, cast=cast, finding=member, clients=[client])


def test_an_address_answers_the_ways_it_was_made_for(cast: Cast, client: Client) -> None:
    sign_in(client, cast.director)

    def in_no_other_way(address: Address, path: str) -> None:
        wrong = ["put", "delete", "patch"]
        wrong += [] if address.posts else ["post"]
        wrong += [] if address.gets else ["get"]
        for method in wrong:
            answer = getattr(client, method)(path)
            assert answer.status_code == 405, method
            assert b"<h1>" in answer.content

    walk(inside(), in_no_other_way, cast=cast, finding=cast.director, clients=[client])


@pytest.mark.parametrize("role", MEMBERS)
def test_what_one_may_not_see_does_not_exist(role: str, cast: Cast, client: Client) -> None:
    member: Membership = getattr(cast, role)
    hiding = [n for n in inside() if PROGRAMME[n].hides and member.may(PROGRAMME[n].permission)]
    assert hiding, "every role meets records with a mark"
    sign_in(client, member)

    def as_if_absent(address: Address, path: str) -> None:
        code = _code_in(address, path)
        absent = path.replace(code, "0000000000")
        answers = ask(client, address, path), ask(client, address, absent)
        assert [one.status_code for one in answers] == [404, 404]
        assert plain(answers[0]) == plain(answers[1])

    walk(hiding, as_if_absent, cast=cast, finding=cast.director, clients=[client], tlp=TLP.RED)


def _code_in(address: Address, path: str) -> str:
    """Return the code of the record in a path: what stands where another code would."""
    name = next(name for name, declared in PROGRAMME.items() if declared is address)
    return path.removeprefix(at(name, "CODE").split("CODE")[0]).split("/")[0]


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
