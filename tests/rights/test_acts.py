"""Acts: who did what to whom, said neutrally, taken back and never edited, hidden with parts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django_scopes import scope

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry, Membership, Party
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.rights.models import Act, Involvement, Norm, Violation
from goodoffices.rights.queries.acts import involved, listed, somebody, suggestions
from goodoffices.rights.services import acts
from goodoffices.rights.services.acts import GivenInvolvement
from goodoffices.rights.services.withdrawing import withdraw
from tests.cast import Cast, sign_in
from tests.rights.stage import act, group, involve, person

HOME = "/p/talmora/"


def client(member: Membership) -> Client:
    return sign_in(Client(), member)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def incident(cast: Cast, tlp: int = TLP.AMBER) -> Incident:
    return Incident.objects.create(programme=cast.programme, tlp=tlp, own_tlp=tlp)


def test_who_did_what_to_whom(in_programme: Cast) -> None:
    done, whose = act(in_programme.programme), person(in_programme.programme)
    patrol = group(in_programme.programme, kind="unit")
    side = Party.objects.create(programme=in_programme.programme, kind="group", name="Front")
    involve(done, patrol, "alleged_perpetrator", degree="directly")
    involve(done, side, "alleged_perpetrator", degree="ordered", certainty="possible")
    involve(done, whose)
    found = involved(done, in_programme.analyst)
    assert [(one.kind, one.row.role) for one in found] == [
        ("person", "victim"),
        ("group", "alleged_perpetrator"),
        ("party", "alleged_perpetrator"),
    ]


def test_nobody_is_called_a_perpetrator() -> None:
    labels = codebook.load()["involvement_roles"]["alleged_perpetrator"].labels
    assert labels["en"].startswith("Alleged")
    assert "perpetrator" not in codebook.load()["involvement_roles"]


def test_an_involvement_is_said_once_and_taken_back(in_programme: Cast) -> None:
    done, whose = act(in_programme.programme), person(in_programme.programme)
    said = involve(done, whose, by=in_programme.rights_officer.user)
    with pytest.raises(Conflict):
        involve(done, whose)
    by = in_programme.rights_officer.user
    taken = {"said": said, "of": done, "action": "rights.involvement.withdrawn", "by": by}
    with pytest.raises(InvalidInput):
        withdraw(**taken, reason=" ")
    withdraw(**taken, reason="Mistaken")
    with pytest.raises(Conflict):
        withdraw(**taken, reason="Again")
    involve(done, whose)
    rows = involved(done, in_programme.rights_officer)
    assert [bool(one.row.withdrawn_at) for one in rows] == [False, True]


@pytest.mark.parametrize(
    "more", [{"role": "perpetrator"}, {"certainty": "sure"}, {"degree": "very"}]
)
def test_only_words_of_the_codebook(in_programme: Cast, more: dict[str, str]) -> None:
    done, whose = act(in_programme.programme), person(in_programme.programme)
    given = GivenInvolvement(**{"role": "victim", "certainty": "likely", **more})
    with pytest.raises(InvalidInput):
        acts.involve(act=done, who=whose, given=given, by=None)


def test_the_database_holds_one_somebody_and_one_norm(in_programme: Cast) -> None:
    done, whose = act(in_programme.programme), person(in_programme.programme)
    them = group(in_programme.programme)
    for more in ({}, {"person": whose, "group": them}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Involvement.objects.create(act=done, role="victim", certainty="likely", **more)
    own = Norm.objects.create(programme=in_programme.programme, citation="Constitution, art. 1")
    for more in ({}, {"shipped": "iccpr_9", "norm": own}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Violation.objects.create(act=done, reason="x", **more)


def test_an_act_is_as_strict_as_its_incident(in_programme: Cast) -> None:
    of = incident(in_programme, TLP.AMBER_STRICT)
    assert act(in_programme.programme, incident=of, tlp=TLP.GREEN).tlp == TLP.AMBER_STRICT


def test_an_act_vanishes_with_its_incident(in_programme: Cast) -> None:
    of = incident(in_programme)
    act(in_programme.programme, incident=of)
    assert listed(in_programme.analyst).count() == 1
    Incident.objects.filter(pk=of.pk).update(tlp=TLP.RED, own_tlp=TLP.RED)
    assert listed(in_programme.analyst).count() == 0


def test_an_act_cannot_be_hung_on_what_one_may_not_see(in_programme: Cast) -> None:
    hidden = incident(in_programme, TLP.RED)
    with pytest.raises(NotFound):
        act(in_programme.programme, incident=hidden, by=in_programme.rights_officer.user)
    secret = person(in_programme.programme, tlp=TLP.RED)
    with pytest.raises(NotFound):
        involve(act(in_programme.programme), secret, by=in_programme.rights_officer.user)
    with pytest.raises(NotPermitted):
        act(in_programme.programme, by=in_programme.analyst.user)


def test_a_hidden_person_on_an_act_changes_nothing_for_others(cast: Cast) -> None:
    with scope(programme=cast.programme):
        done = act(cast.programme)
        involve(done, person(cast.programme))
    pages = (f"acts/{done.code}/", "acts/", "people/", "history/", "people-suggestions/?q=a")
    browser = client(cast.director)

    def seen() -> list[str]:
        import re

        drop = r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"'
        return [re.sub(drop, "", text(browser.get(HOME + page))) for page in pages]

    before = seen()
    with scope(programme=cast.programme):
        involve(done, person(cast.programme, tlp=TLP.RED), "witness")
    assert seen() == before
    with scope(programme=cast.programme):
        involve(done, person(cast.programme), "witness")
    assert seen() != before, "the test can fail"


def test_the_past_of_an_act_is_kept(in_programme: Cast) -> None:
    done = act(in_programme.programme)
    by = in_programme.rights_officer.user
    given = acts.GivenAct(kind="hostage")
    acts.change_act(act=done, given=given, revision=1, by=by, reason="Heard again")
    with pytest.raises(Conflict):
        acts.change_act(act=done, given=given, revision=1, by=by, reason="x")
    assert AuditEntry.objects.filter(action="rights.act.changed", reason="Heard again").exists()


def test_an_act_is_tied_to_norms_for_a_reason(in_programme: Cast) -> None:
    done, by = act(in_programme.programme), in_programme.rights_officer.user
    acts.tie_norm(act=done, shipped="iccpr_9", reason="Held for nine days unheard", by=by)
    with pytest.raises(Conflict):
        acts.tie_norm(act=done, shipped="iccpr_9", reason="x", by=by)
    for bad in ({"shipped": "iccpr_999"}, {}, {"shipped": "cat_1", "reason": " "}):
        with pytest.raises(InvalidInput):
            acts.tie_norm(**{"act": done, "reason": "x", "by": by, **bad})
    own = acts.add_norm(
        programme=in_programme.programme, citation="Charter, art. 4", caption="", language="", by=by
    )
    acts.tie_norm(act=done, norm=own, reason="So it says", by=by)
    elsewhere = Norm.objects.create(programme=in_programme.other_programme, citation="Other")
    with pytest.raises(NotFound):
        acts.tie_norm(act=done, norm=elsewhere, reason="x", by=by)


def test_somebody_is_found_by_code_name_code_or_party(in_programme: Cast) -> None:
    whose = person(in_programme.programme)
    from goodoffices.core.services.parties import GivenParty, add

    side = add(
        programme=in_programme.programme, given=GivenParty("armed_group", "Ridge Front"), by=None
    )
    member = in_programme.rights_officer
    assert somebody(whose.codename, member) == somebody(whose.code, member) == whose
    assert somebody("ridge front", member) == side
    for typed in ("", "zzzz"):
        with pytest.raises(InvalidInput):
            somebody(typed, member)
    secret = person(in_programme.programme, tlp=TLP.RED)
    with pytest.raises(InvalidInput):
        somebody(secret.code, member)
    assert (whose.codename, "person") in suggestions(whose.codename, member)
    assert suggestions(secret.codename, member) == []


def test_the_pages_of_an_act(cast: Cast) -> None:
    browser = client(cast.rights_officer)
    with scope(programme=cast.programme):
        of, whose = incident(cast), person(cast.programme)
    page = text(browser.get(f"{HOME}incidents/{of.code}/"))
    assert f'href="{HOME}acts/?incident={of.code}"' in page
    sent = {"kind": "detention", "incident": of.code, "date": "about May 2026", "tlp": TLP.AMBER}
    assert "no incident" in text(browser.post(f"{HOME}acts/new/", sent | {"incident": "zz"}))
    assert "was not read as a date" in text(browser.post(f"{HOME}acts/new/", sent | {"date": "?x"}))
    browser.post(f"{HOME}acts/new/", sent | {"description": "Taken from a bus"})
    with scope(programme=cast.programme):
        done = Act.objects.get()
    path = f"{HOME}acts/{done.code}/"
    role = {"who": whose.codename, "role": "victim", "certainty": "established"}
    assert browser.post(f"{path}involve/", role | {"who": "nobody"}).status_code == 400
    assert browser.post(f"{path}involve/", role).status_code == 302
    assert browser.post(f"{path}norm/", {"norm": "iccpr_9", "reason": "Unheard"}).status_code == 302
    page = text(browser.get(path))
    for word in (whose.codename, "Established", "ICCPR, art. 9", "Unheard", "Taken from a bus"):
        assert word in page
    assert done.code in text(browser.get(f"{HOME}people/{whose.code}/"))
    assert done.code in text(browser.get(f"{HOME}acts/?q=BUS&kind=detention"))
    assert done.code not in text(browser.get(f"{HOME}acts/?kind=killing"))
    with scope(programme=cast.programme):
        said, tied = done.involvements.get(), done.violations.get()
    for part in (f"involved/{said.code}", f"norms/{tied.code}"):
        assert browser.post(f"{path}{part}/", {"reason": "Mistaken"}).status_code == 302
    assert text(browser.get(path)).count("Mistaken") >= 2


def test_own_norms_can_be_chosen(cast: Cast) -> None:
    browser = client(cast.rights_officer)
    sent = {"citation": "Charter, art. 4", "caption": "no arrest without a judge", "language": "en"}
    assert browser.post(f"{HOME}norms/", sent).status_code == 302
    assert browser.post(f"{HOME}norms/", sent).status_code == 409
    assert client(cast.analyst).post(f"{HOME}norms/", sent).status_code == 403
    with scope(programme=cast.programme):
        done, own = act(cast.programme), Norm.objects.get()
    path = f"{HOME}acts/{done.code}/"
    browser.post(f"{path}norm/", {"norm": f"own:{own.code}", "reason": "So it says"})
    assert "Charter, art. 4: no arrest without a judge" in text(browser.get(path))
