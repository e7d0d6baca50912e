"""The pages of persons, groups and identities."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.tlp import TLP
from goodoffices.rights.identities import keys
from goodoffices.rights.models import Group, Person
from tests.cast import Cast, sign_in
from tests.rights.stage import NAME, group, known, person

pytestmark = pytest.mark.django_db
HOME = "/p/talmora/"


def client(member: Membership) -> Client:
    return sign_in(Client(), member)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_person_is_added_under_a_code_name(cast: Cast) -> None:
    browser = client(cast.monitoring_officer)
    sent = {"sex": "female", "age_group": "adult", "note": "Walks with a cane", "tlp": TLP.RED}
    answer = browser.post(f"{HOME}people/new/", sent, follow=True)
    with scope(programme=cast.programme):
        made = Person.objects.get()
    assert made.codename in text(answer)
    assert made.code[:4].upper() in made.codename
    assert "Walks with a cane" in text(answer)
    assert text(client(cast.rights_officer).get(f"{HOME}people/")).count(made.code) == 0


def test_a_group_is_added_and_corrected(cast: Cast) -> None:
    browser = client(cast.monitoring_officer)
    sent = {"kind": "gathering", "size_low": 9, "size_high": 4, "tlp": TLP.AMBER}
    assert "run from at least" in text(browser.post(f"{HOME}groups/new/", sent))
    browser.post(f"{HOME}groups/new/", sent | {"size_low": 3})
    with scope(programme=cast.programme):
        made = Group.objects.get()
    sent = {"kind": "family", "size_low": 3, "revision": 1, "reason": "Heard again"}
    path = f"{HOME}groups/{made.code}/change/"
    assert browser.post(path, sent).status_code == 302
    assert browser.post(path, sent).status_code == 409, "somebody changed it meanwhile"
    with scope(programme=cast.programme):
        made.refresh_from_db()
    assert (made.kind, made.tlp) == ("family", TLP.AMBER)


def test_lists_filter_by_code_name_and_facts(cast: Cast) -> None:
    with scope(programme=cast.programme):
        one, other = person(cast.programme, sex="female"), person(cast.programme, sex="male")
        group(cast.programme, alias="The passengers")
    browser = client(cast.analyst)
    page = text(browser.get(f"{HOME}people/?sex=female"))
    assert one.code in page
    assert other.code not in page
    assert other.code in text(browser.get(f"{HOME}people/?q={other.code}"))
    assert "Nothing matches" in text(browser.get(f"{HOME}people/?q=zzzz"))
    assert "The passengers" in text(browser.get(f"{HOME}groups/?q=passengers"))


def test_opening_an_identity_asks_why_and_shows_it_once(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = known(cast.programme)
    browser = client(cast.rights_officer)
    record, path = f"{HOME}people/{whose.code}/", f"{HOME}people/{whose.code}/identity/"
    assert NAME not in text(browser.get(record))
    assert NAME not in text(browser.get(path))
    assert NAME not in text(browser.post(path, {"reason": ""}))
    answer = browser.post(path, {"reason": "The family calls"})
    assert NAME in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "The family calls" in text(browser.get(record)), "the history tells it"
    assert NAME not in text(browser.get(record))


def test_an_identity_is_written_and_never_shown_again_by_the_form(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = person(cast.programme)
    browser = client(cast.rights_officer)
    path = f"{HOME}people/{whose.code}/identity/write/"
    sent = {"names": f"{NAME}\n\nابو سالم", "contacts": "", "documents": "", "reason": "Heard"}
    assert browser.post(path, sent | {"names": " \n"}).status_code == 400
    assert browser.post(path, sent).status_code == 302
    assert NAME not in text(browser.get(path))
    page = text(browser.post(path.removesuffix("write/"), {"reason": "x"}))
    assert NAME in page
    assert "ابو سالم" in page


def test_nobody_learns_of_an_identity_who_may_not_open_it(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = person(cast.programme)
        browser = client(cast.monitoring_officer)
        before = text(browser.get(f"{HOME}people/{whose.code}/"))
    assert "dentity" not in before
    assert browser.get(f"{HOME}people/{whose.code}/identity/").status_code == 403


def test_a_lost_key_is_a_sentence_on_the_page(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = known(cast.programme)
    keys.path().unlink()
    browser = client(cast.rights_officer)
    answer = browser.post(f"{HOME}people/{whose.code}/identity/", {"reason": "x"})
    assert answer.status_code == 409
    assert "put the key file back" in text(answer)
    assert browser.get(f"{HOME}people/{whose.code}/").status_code == 200
    answer = browser.post(f"{HOME}people/find/", {"name": NAME, "reason": "x"})
    assert answer.status_code == 409


def test_finding_by_name_answers_with_code_names(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = known(cast.programme)
    answer = client(cast.rights_officer).post(
        f"{HOME}people/find/", {"name": "Zubayda Kharrazian", "reason": "A family asked"}
    )
    assert whose.codename in text(answer)
    assert "Kharrazyan" not in text(answer)


def test_names_reach_no_log(cast: Cast, capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    logging.getLogger("django.request").setLevel(logging.DEBUG)
    with scope(programme=cast.programme):
        whose = person(cast.programme)
    browser = client(cast.rights_officer)
    path = f"{HOME}people/{whose.code}/identity/"
    browser.post(f"{path}write/", {"names": NAME, "reason": "Heard"})
    keys.path().write_text("nonsense")
    browser.post(path, {"reason": "x"})
    browser.post(f"{HOME}people/find/", {"name": NAME, "reason": "x"})
    out, err = capfd.readouterr()
    assert "Zubaida" not in out + err


def test_marking_red_names_who_marks_and_hides_from_all_others(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = known(cast.programme)
    marker, other = client(cast.rights_officer), client(cast.director)
    path = f"{HOME}people/{whose.code}/"
    sent = {"tlp": TLP.RED, "reason": "Threatened"}
    assert marker.post(f"{path}restrict/", sent).status_code == 302
    assert marker.get(path).status_code == 200
    assert other.get(path).status_code == 404
    with scope(programme=cast.programme):
        assert AuditEntry.objects.filter(action="core.record.read").count() == 1
    assert "Threatened" not in text(other.get(f"{HOME}history/"))
    sent = {"tlp": TLP.RED, "reason": "Joins", "members": [cast.director.code]}
    marker.post(f"{path}restrict/", sent)
    assert other.get(path).status_code == 200
