"""The pages of the room `rights` in a real browser: whole, in three languages."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.core import evidence
from goodoffices.core.models import Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.rights.models import EvidencePerson, Person
from goodoffices.rights.services import acts, cases, consent, steps
from tests.browser.conftest import Visitor
from tests.browser.test_search_and_manual import WIDEST
from tests.cast import Cast
from tests.rights.stage import NAME, act, case, consented, group, involve, known

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(cast: Cast) -> list[str]:
    """Return the addresses of the room's pages, each with something on it."""
    with scope(programme=cast.programme):
        by = cast.rights_officer.user
        who, family = known(cast.programme, by=by), group(cast.programme, by=by)
        done, held = act(cast.programme, by=by), case(cast.programme, by=by)
        said = involve(done, who, by=by)
        involve(done, family, "witness", by=by)
        reason = {"reason": "Held for days", "by": by}
        norm = acts.tie_norm(act=done, shipped="iccpr_9", norm=None, **reason)
        charter = {"citation": "Charter, art. 9", "caption": "no arrest", "language": "en"}
        acts.add_norm(programme=cast.programme, by=by, **charter)
        given, tie = consented(who, "share", "refer"), _file_of(who, by)
        today = timezone.localdate()
        step = steps.plan(case=held, kind="call", text="Call the sister", by=by, due=today)
        note = cases.note(case=held, text="The sister came to the office.", by=by)
        link = cases.link(case=held, record=who, by=by)
        for record in (family, done):
            cases.link(case=held, record=record, by=by)
    person, act_, case_ = f"people/{who.code}/", f"acts/{done.code}/", f"cases/{held.code}/"
    return [
        *("people/", "people/new/", "people/find/", "groups/", "groups/new/"),
        *(person, f"{person}change/", f"{person}restrict/", f"groups/{family.code}/"),
        *(f"{person}identity/", f"{person}identity/write/", f"{person}consents/"),
        *(f"{person}consents/{given.code}/", f"{person}files/", f"{person}files/{tie.code}/"),
        *("acts/", "acts/new/", "norms/", act_, f"{act_}change/", f"{act_}involve/"),
        *(f"{act_}norm/", f"{act_}involved/{said.code}/", f"{act_}norms/{norm.code}/"),
        *("cases/", "cases/new/", case_, f"{case_}change/", f"{case_}close/", f"{case_}note/"),
        *(f"{case_}notes/{note.code}/", f"{case_}belongs/", f"{case_}belongs/{link.code}/"),
        *(f"{case_}steps/", f"{case_}steps/{step.code}/finish/", f"{case_}steps/{step.code}/drop/"),
    ]


def _file_of(who: Person, by: User) -> EvidencePerson:
    item = evidence.store(
        BytesIO(b"x"), programme=who.programme, name="a.txt", by=by, tlp=TLP.AMBER
    )
    return consent.tie_file(person=who, evidence=item, how="gave", by=by)


@WIDEST
def test_the_pages_are_whole(
    pages: list[str],
    member_visit: Visitor,
    cast: Cast,
    language: str,
    screen: str,
    dark: bool,
) -> None:
    reader = member_visit(language, screen, dark=dark, member=cast.rights_officer)
    found = []
    for path in pages:
        page = reader.open(f"/p/{cast.programme.slug}/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
        found += [(path, said) for said in reader.axe()]
        found += [(path, "wider than the screen")] if reader.sideways() > 0 else []
        reader.picture(f"rights-{path}")
    assert found == []
    assert reader.complaints == []
    assert reader.foreign == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_identity_is_shown_once_for_a_reason(
    member_visit: Visitor, cast: Cast, language: str
) -> None:
    with scope(programme=cast.programme):
        who = known(cast.programme, by=cast.rights_officer.user)
    reader = member_visit(language, "phone", member=cast.rights_officer)
    address = f"/p/{cast.programme.slug}/people/{who.code}/identity/"
    page = reader.open(address)
    page.fill("[name=reason]", "A court asks")
    page.click("main form .button--stop")
    page.wait_for_load_state()
    assert NAME in page.inner_text("main")
    assert reader.axe() == []
    assert reader.sideways() <= 0
    assert NAME not in reader.open(address).content(), "shown this once"


@WIDEST
def test_the_duty_of_care_is_whole(
    member_visit: Visitor, cast: Cast, language: str, screen: str, dark: bool
) -> None:
    """What is kept and until when, holds, closing for now; and the bar of a closed programme."""
    reader = member_visit(language, screen, dark=dark, member=cast.director)
    home = f"/p/{cast.programme.slug}/"
    for path in ("protection/", "protection/rights.person/", "retention/", "emergency/"):
        reader.open(home + path)
        reader.picture(f"duty-{path}")
        assert reader.axe() == [], path
        assert reader.sideways() <= 0, path
    with scopes_disabled():
        Programme.objects.filter(pk=cast.programme.pk).update(shut="read-only")
    page = reader.open(home + "protection/")
    assert page.locator(".shut-bar").is_visible()
    assert reader.axe() == []
    assert reader.complaints == []
