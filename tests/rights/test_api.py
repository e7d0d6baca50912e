"""The room over the API: code names under the pages' walls; an identity is not to be had."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from goodoffices.core.access import name_on
from goodoffices.core.models import AuditEntry, Membership, Programme
from goodoffices.core.roles import Role
from goodoffices.core.services.locks import close
from goodoffices.core.shutting import Shut
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.rights.models import Act, Involvement
from goodoffices.rights.services import acts, cases, consent, steps
from tests.cast import Cast, sign_in
from tests.rights.stage import NAME, act, case, consented, group, involve, known, person
from tests.web.calling import Caller, problem

LISTS = ("cases", "acts", "persons", "groups")


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def test_an_act_names_those_involved_by_code_name(cast: Cast) -> None:
    with scope(programme=cast.programme):
        done, victim = act(cast.programme, description="At a gate"), known(cast.programme)
        hidden = person(cast.programme, tlp=TLP.RED)
        said = involve(done, victim)
        involve(done, hidden, "witness")
        gone = involve(done, group(cast.programme), "witness")
        Involvement.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
        acts.tie_norm(act=done, shipped="iccpr_9", reason="x", by=None)
    caller = Caller(cast.analyst)
    [listed] = caller.get("/acts").json()["acts"]
    assert listed["involved"] == [
        {
            "who": "person",
            "code": victim.code,
            "name": victim.codename,
            "role": "victim",
            "degree": said.degree,
            "certainty": said.certainty,
        }
    ]
    assert listed["norms"] == ["iccpr_9"]
    told = caller.get(f"/acts/{done.code}").json()
    assert told["description"] == "At a gate"
    assert {name: told[name] for name in listed} == listed
    named = caller.get(f"/persons/{victim.code}").json()
    assert named["acts"] == [{"act": done.code, "role": "victim"}]


def test_a_case_says_what_is_due_and_what_belongs_to_it(cast: Cast) -> None:
    with scope(programme=cast.programme):
        held, one = case(cast.programme, summary="Taken at night"), person(cast.programme)
        hidden = person(cast.programme, tlp=TLP.RED)
        day = timezone.localdate()
        steps.plan(case=held, kind="call", text="Call the family", due=day, by=None)
        cases.note(case=held, text="Seen at the gate", by=None)
        cases.link(case=held, record=one, by=None)
        cases.link(case=held, record=hidden, by=None)
    caller = Caller(cast.analyst)
    [listed] = caller.get("/cases", state="open").json()["cases"]
    assert (listed["code"], listed["due"]) == (held.code, day.isoformat())
    told = caller.get(f"/cases/{held.code}").json()
    assert told["holds"] == [{"kind": "person", "code": one.code}]
    assert [entry["text"] for entry in told["timeline"]] == ["Seen at the gate"]
    assert [step["text"] for step in told["steps"]] == ["Call the family"]
    assert caller.get("/cases", state="closed").json()["cases"] == []


def test_filters_are_those_of_the_pages_and_nonsense_is_refused(cast: Cast) -> None:
    with scope(programme=cast.programme):
        she = person(cast.programme, sex="female", alias="The ferrywoman")
        person(cast.programme, sex="male")
        family = group(cast.programme)
        incident = Incident.objects.create(programme=cast.programme, tlp=TLP.AMBER)
        done = act(cast.programme, incident=incident, description="At a quinquereme")
        act(cast.programme, kind="killing")
    caller = Caller(cast.analyst)

    def codes(path: str, **query: Any) -> list[str]:
        return [one["code"] for one in caller.get(f"/{path}", **query).json()[path]]

    assert codes("persons", sex="female") == codes("persons", q="ferry") == [she.code]
    assert codes("groups", kind="family") == [family.code]
    for query in ({"incident": incident.code}, {"q": "quinquereme"}, {"kind": "detention"}):
        assert codes("acts", **query) == [done.code], query
    wrong = {"persons": "sex", "groups": "kind", "acts": "kind", "cases": "kind"}
    for path, name in wrong.items():
        problem(caller.get(f"/{path}", **{name: "sideways"}), 400, "unknown-code")
    own = [one for one in caller.get("/norms").json() if one["own"]]
    assert own == []
    assert {one["code"] for one in caller.get("/norms").json()} > {"iccpr_9"}


def test_what_one_may_not_see_does_not_exist(cast: Cast) -> None:
    with scope(programme=cast.programme):
        hidden = {
            "cases": case(cast.programme, tlp=TLP.RED),
            "acts": act(cast.programme, tlp=TLP.RED),
            "persons": known(cast.programme, tlp=TLP.RED),
            "groups": group(cast.programme, tlp=TLP.RED),
        }
    caller, other = Caller(cast.analyst), Caller(cast.outsider)
    for path, record in hidden.items():
        empty = {path: [], "next": ""}
        assert caller.get(f"/{path}").json() == empty
        assert caller.get(f"/{path}/{record.code}").status_code == 404
        told = caller.get(f"/{path}/{record.code}").content
        assert told == caller.get(f"/{path}/0000000000").content
        problem(other.get(f"/{path}"), 404, "not-found")


def test_reading_needs_the_right_to_export_and_to_the_room(cast: Cast) -> None:
    """A liaison exports and does not see the room; an administrator does neither."""
    with scope(programme=cast.programme):
        person(cast.programme, tlp=TLP.CLEAR)
        Membership.objects.filter(pk=cast.press_officer.pk).update(role=Role.LIAISON)
        cast.press_officer.refresh_from_db()
    for member in (cast.press_officer, cast.administrator):
        caller = Caller(member)
        for path in (*LISTS, "norms"):
            problem(caller.get(f"/{path}"), 403, "not-permitted")


def test_consent_is_told_to_those_who_take_out_what_people_allow(cast: Cast) -> None:
    with scope(programme=cast.programme):
        one = person(cast.programme)
        given = consented(one, "store", "share")
    [told] = Caller(cast.rights_officer).get("/persons").json()["persons"]
    assert told["consent"] == {"store": True, "share": True, "publish": False, "refer": False}
    assert Caller(cast.analyst).get("/persons").json()["persons"][0]["consent"] is None
    assert Caller(cast.analyst).get(f"/persons/{one.code}").json()["consent"] is None
    with scope(programme=cast.programme):
        consent.withdraw(consent=given, by=None, reason="x")
    told = Caller(cast.rights_officer).get(f"/persons/{one.code}").json()
    assert set(told["consent"].values()) == {False}


def test_an_identity_is_not_to_be_had(cast: Cast) -> None:
    """Not by those who may open it, in no answer, by no filter, and not in the description."""
    with scope(programme=cast.programme):
        one = known(cast.programme, NAME)
        done = act(cast.programme)
        involve(done, one)
        held = case(cast.programme)
        cases.link(case=held, record=one, by=None)
    caller = Caller(cast.director)
    ways = [*LISTS, f"persons/{one.code}", f"acts/{done.code}", f"cases/{held.code}"]
    answers = [caller.get(f"/{way}").content.decode() for way in ways]
    for secret in (*NAME.split(), "0555-123456", "P-77"):
        assert not any(secret in answer for answer in answers)
    assert caller.get("/persons", q=NAME).json() == {"persons": [], "next": ""}
    described = json.dumps(caller.client.get("/api/openapi.json").json()["paths"])
    assert "/persons/{code}" in described
    assert not any("identit" in path for path in json.loads(described))


def test_red_records_leave_a_trace_and_lists_keep_their_people_back(cast: Cast) -> None:
    with scope(programme=cast.programme):
        done = act(cast.programme, tlp=TLP.RED)
        involve(done, person(cast.programme))
        name_on(done, [cast.analyst], by=None)
    caller = Caller(cast.analyst)
    assert caller.get("/acts").json()["acts"][0]["involved"] is None
    assert len(caller.get(f"/acts/{done.code}").json()["involved"]) == 1
    with scope(programme=cast.programme):
        assert AuditEntry.objects.filter(action="core.record.read").count() == 1
        walks = AuditEntry.objects.filter(action="core.export")
        assert [one.data["kind"] for one in walks] == ["rights.act"]
    Programme.objects.filter(pk=cast.programme.pk).update(ask_red_reason=True)
    problem(caller.get(f"/acts/{done.code}"), 403, "reason-wanted")


def test_while_a_programme_is_read_only_nothing_is_taken_out(cast: Cast) -> None:
    caller = Caller(cast.director)
    with scope(programme=cast.programme):
        close(programme=cast.programme, mode=Shut.READ_ONLY, by=cast.director.user, reason="x")
    problem(caller.get("/persons"), 503, "read-only")
    answer = sign_in(Client(), cast.director).get("/p/talmora/acts/export.csv?use=share")
    assert answer.status_code == 503, "nor by the export of the page"


def _fill(programme: Programme, number: int) -> None:
    for _each in range(number):
        one = person(programme)
        consented(one, "share")
        done = act(programme)
        involve(done, one)
        involve(done, group(programme), "witness")
        acts.tie_norm(act=done, shipped="iccpr_9", reason="x", by=None)
        case(programme)


def _costs(member: Membership) -> dict[str, int]:
    caller, found = Caller(member), {}
    for path in (*LISTS, "norms"):
        caller.get(f"/{path}")
        with CaptureQueriesContext(connection) as queries:
            caller.get(f"/{path}")
        found[path] = len(queries)
    return found


def test_a_page_costs_the_same_however_much_is_on_it(cast: Cast) -> None:
    with scope(programme=cast.programme):
        _fill(cast.programme, 1)
    few = _costs(cast.director)
    with scope(programme=cast.programme):
        _fill(cast.programme, 12)
    assert _costs(cast.director) == few


def test_lists_are_walked_to_the_end(cast: Cast) -> None:
    with scope(programme=cast.programme):
        made = [act(cast.programme).code for _each in range(5)]
        Act.objects.update(created_at=timezone.now())
    seen: list[str] = []
    caller, cursor = Caller(cast.analyst), ""
    for _turn in range(3):
        page = caller.get("/acts", limit=2, cursor=cursor).json()
        seen += [one["code"] for one in page["acts"]]
        cursor = page["next"]
    assert (cursor, sorted(seen)) == ("", sorted(made))
