"""Cases: followed up step by step, closed for a reason, showing each reader only their part."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import evidence
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.tlp import TLP
from goodoffices.methods.dates import parse_typed
from goodoffices.rights.models import Case, CaseLink, CaseStep
from goodoffices.rights.models.cases import CLOSED, REOPENED
from goodoffices.rights.queries.cases import belongings, by_code, listed, timeline
from goodoffices.rights.services import cases, steps
from tests.cast import Cast, sign_in
from tests.rights.stage import act, case, person

HOME = "/p/talmora/"
DAY = timedelta(days=1)


def client(member: Membership) -> Client:
    return sign_in(Client(), member)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def file(cast: Cast, tlp: int = TLP.AMBER) -> Evidence:
    return evidence.store(
        BytesIO(b"A letter"), programme=cast.programme, name="letter.txt", by=None, tlp=tlp
    )


def codes(member: Membership, **more: Any) -> list[str]:
    return [one.code for one in listed(member, today=timezone.localdate(), **more)]


def test_what_is_due_first_comes_first(in_programme: Cast) -> None:
    today = timezone.localdate()
    later, sooner, never = (case(in_programme.programme) for _ in range(3))
    for one, due in ((later, today + DAY), (sooner, today - DAY), (never, None)):
        steps.plan(case=one, kind="call", text="Call", due=due, by=None)
    found = codes(in_programme.analyst)
    assert found.index(sooner.code) < found.index(later.code)
    assert codes(in_programme.analyst, state="late") == [sooner.code]
    done = sooner.steps.get()
    steps.finish(step=done, outcome="Reached", by=None)
    assert codes(in_programme.analyst, state="late") == []


def test_what_one_has_to_do(in_programme: Cast) -> None:
    mine = case(in_programme.programme)
    case(in_programme.programme)
    member = in_programme.rights_officer
    steps.plan(case=mine, kind="call", text="Call", member=member, by=None)
    assert codes(member, state="mine") == [mine.code]
    assert codes(in_programme.director, state="mine") == []


def test_a_step_goes_to_those_who_may_see_the_case(in_programme: Cast) -> None:
    secret = case(in_programme.programme, tlp=TLP.RED)
    for member in (in_programme.director, in_programme.partner):
        with pytest.raises(InvalidInput):
            steps.plan(case=secret, kind="call", text="Call", member=member, by=None)


def test_a_referral_says_to_whom(in_programme: Cast) -> None:
    one = case(in_programme.programme)
    with pytest.raises(InvalidInput):
        steps.plan(case=one, kind="referral", text="Legal aid", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStep.objects.create(case=one, kind="referral", text="Legal aid")
    made = steps.plan(case=one, kind="referral", text="Legal aid", to="A law clinic", by=None)
    assert made.to == "A law clinic"


def test_a_step_ends_once(in_programme: Cast) -> None:
    one = case(in_programme.programme)
    step = steps.plan(case=one, kind="call", text="Call", by=None)
    with pytest.raises(InvalidInput):
        steps.finish(step=step, outcome=" ", by=None)
    steps.finish(step=step, outcome="Reached", by=None)
    for again in (
        lambda: steps.finish(step=step, outcome="Again", by=None),
        lambda: steps.drop(step=step, reason="x", by=None),
    ):
        with pytest.raises(Conflict):
            again()


def test_closing_and_reopening_stand_on_the_timeline(in_programme: Cast) -> None:
    one = case(in_programme.programme)
    with pytest.raises(Conflict):
        cases.note(case=one, text="x", what=REOPENED, by=None)
    cases.note(case=one, text="Released", what=CLOSED, by=None)
    with pytest.raises(Conflict):
        cases.note(case=one, text="x", what=CLOSED, by=None)
    assert codes(in_programme.analyst, state="open") == []
    cases.note(case=one, text="Held again", what=REOPENED, by=None)
    assert codes(in_programme.analyst, state="open") == [one.code]
    assert [entry.what for entry in one.entries.order_by("pk")] == [CLOSED, REOPENED]


def test_a_timeline_runs_through_notes_acts_and_steps(in_programme: Cast) -> None:
    one = case(in_programme.programme)
    done = act(in_programme.programme, when=parse_typed("3 May 2026"))
    cases.link(case=one, record=done, by=None)
    cases.note(case=one, text="Moved to another place", when=parse_typed("7 May 2026"), by=None)
    step = steps.plan(case=one, kind="call", text="Call", by=None)
    steps.finish(step=step, outcome="Reached", by=None)
    found = timeline(one, belongings(one, in_programme.analyst))
    assert [moment.kind for moment in found] == ["step", "entry", "act"]
    assert found[-1].sort == date(2026, 5, 3).toordinal()


def test_what_belongs_to_a_case_and_who_sees_it(in_programme: Cast) -> None:
    one = case(in_programme.programme)
    seen, hidden = person(in_programme.programme), person(in_programme.programme, tlp=TLP.RED)
    for record in (seen, hidden, act(in_programme.programme), file(in_programme)):
        cases.link(case=one, record=record, by=None)
    kinds = [found.kind for found in belongings(one, in_programme.analyst)]
    assert kinds == ["person", "act", "evidence"]
    with pytest.raises(Conflict):
        cases.link(case=one, record=seen, by=None)
    with pytest.raises(NotFound):
        cases.link(case=case(in_programme.programme), record=hidden, by=in_programme.director.user)
    with pytest.raises(InvalidInput):
        by_code(hidden.code, in_programme.director)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLink.objects.create(case=one, person=seen, act=act(in_programme.programme))


def test_who_may_work_on_cases(in_programme: Cast) -> None:
    one = case(in_programme.programme)
    for do in (
        lambda by: case(in_programme.programme, by=by),
        lambda by: cases.note(case=one, text="x", by=by),
        lambda by: steps.plan(case=one, kind="call", text="x", by=by),
    ):
        with pytest.raises(NotPermitted):
            do(in_programme.analyst.user)


def test_the_pages_of_a_case(cast: Cast) -> None:
    browser = client(cast.rights_officer)
    with scope(programme=cast.programme):
        whose, letter = person(cast.programme), file(cast)
    sent = {"kind": "missing", "title": "Not come home", "summary": "Since the market", "tlp": 3}
    browser.post(f"{HOME}cases/new/", sent)
    with scope(programme=cast.programme):
        one = Case.objects.get()
    path = f"{HOME}cases/{one.code}/"
    yesterday = (timezone.localdate() - DAY).isoformat()
    plan = {"kind": "call", "text": "Call the aunt", "member": cast.director.code}
    for part, more in (
        ("belongs", {"code": whose.code, "note": "who is missing"}),
        ("belongs", {"code": letter.code}),
        ("note", {"text": "Seen at the bridge", "date": "2 May 2026"}),
        ("steps", plan | {"due": yesterday}),
    ):
        assert browser.post(f"{path}{part}/", more).status_code == 302, part
    page = text(browser.get(path))
    for word in (whose.codename, "letter.txt", "Seen at the bridge", "Call the aunt", "late"):
        assert word in page
    assert one.code in text(browser.get(f"{HOME}people/{whose.code}/"))
    listing = text(browser.get(f"{HOME}cases/?state=late&kind=missing&q=market"))
    assert one.code in listing
    assert one.code not in text(browser.get(f"{HOME}cases/?kind=press"))
    with scope(programme=cast.programme):
        step, said = one.steps.get(), one.entries.get()
        tie = one.links.get(person=whose)
    assert browser.post(f"{path}belongs/", {"code": "zz"}).status_code == 400
    for part, more in (
        (f"steps/{step.code}/finish", {"outcome": "She knows nothing"}),
        (f"notes/{said.code}", {"reason": "Another man"}),
        (f"belongs/{tie.code}", {"reason": "Not him"}),
        ("close", {"reason": "Came home"}),
    ):
        assert browser.post(f"{path}{part}/", more).status_code == 302, part
    page = text(browser.get(path))
    for word in ("She knows nothing", "Another man", "Came home", "Open again"):
        assert word in page
    assert whose.codename not in page


def test_a_case_is_corrected_from_what_one_saw(cast: Cast) -> None:
    browser = client(cast.monitoring_officer)
    with scope(programme=cast.programme):
        one = case(cast.programme)
    sent = {"kind": "press", "title": "A reporter held", "revision": 1, "reason": "Clearer"}
    path = f"{HOME}cases/{one.code}/change/"
    assert browser.post(path, sent).status_code == 302
    assert browser.post(path, sent).status_code == 409
