"""The pages of verification: three aspects, the second person, checklists, settings."""

from __future__ import annotations

import re

import pytest

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment, ChecklistTick
from goodoffices.monitor.services.verification import policy_of
from tests.monitor.services.verification.judged import judge, states
from tests.monitor.stage import Stage


def shown(stage: Stage, path: str = "", who: Membership | None = None) -> str:
    answer = stage.client(who).get(stage.at(f"incidents/{stage.incident.code}/{path}"))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def post(stage: Stage, path: str, who: Membership | None = None, **given: object) -> int:
    stage.incident.refresh_from_db()
    given = {"revision": stage.incident.revision, **given}
    address = stage.at(f"incidents/{stage.incident.code}/{path}")
    return stage.client(who).post(address, given).status_code


def judgement(**more: object) -> dict[str, object]:
    given = {"aspect": "harm", "state": "corroborated", "standard": "likelier", "reason": "Lists"}
    return {**given, **more}


def test_the_record_shows_each_aspect_with_standard_and_grounds(stage: Stage) -> None:
    code = stage.second.code
    assert post(stage, "assess/", **judgement(reports=[code])) == 302
    page = shown(stage)
    assert states(stage) == ("unverified", "corroborated", "unverified")
    for said in ("That it happened", "The harm", "Who is responsible", "More likely than not"):
        assert said in page
    assert "It rests on" in page
    assert "1 independent origin" in shown(stage) or "2 independent origins" in page


def test_a_form_that_is_refused_keeps_what_was_typed(stage: Stage) -> None:
    given = judgement(aspect="event", state="verified", reason="Long and careful")
    client = stage.client()
    stage.incident.refresh_from_db()
    given["revision"] = stage.incident.revision
    answer = client.post(stage.at(f"incidents/{stage.incident.code}/assess/"), given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Long and careful" in page
    assert "rule does not hold here" in page
    assert "It asks for at least 2 independent origins of different kinds" in page
    assert states(stage)[0] == "unverified"
    given["despite"] = "The officer stood there."
    assert (
        client.post(stage.at(f"incidents/{stage.incident.code}/assess/"), given).status_code == 302
    )
    assert "against the rule" in shown(stage)


def test_a_hidden_report_is_no_ground(stage: Stage) -> None:
    assert post(stage, "assess/", **judgement(reports=[stage.hidden.code])) == 400
    assert not Assessment.objects.exists()


def test_what_needs_two_waits_and_another_confirms_it(stage: Stage) -> None:
    made = judge(stage, "verified", "attribution")
    path = f"assessments/{made.code}/second/"
    own = shown(stage)
    assert "Waits for a second person" in own
    assert path not in own
    assert post(stage, path, agrees="yes") == 403
    director = stage.cast.director
    assert path in shown(stage, who=director)
    assert "Seen on site." in shown(stage, path, director)
    assert post(stage, path, director, agrees="no") == 400
    assert post(stage, path, director, agrees="yes") == 302
    assert states(stage)[2] == "verified"
    assert "confirmed by Dora Rect" in shown(stage)
    assert post(stage, path, director, agrees="yes") == 409


def test_the_second_of_two_who_confirm_sees_what_the_first_did(stage: Stage) -> None:
    made = judge(stage, "verified", "attribution")
    stage.incident.refresh_from_db()
    seen = stage.incident.revision
    services.second(assessment=made, agrees=True, by=stage.cast.director.user)
    other = stage.cast.analyst
    other.role = "rights-officer"
    other.save()
    answer = stage.client(other).post(
        stage.at(f"incidents/{stage.incident.code}/assessments/{made.code}/second/"),
        {"agrees": "no", "reason": "I doubt it", "revision": seen},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dora Rect" in page
    assert "I doubt it" in page


def test_taking_back_is_the_undo(stage: Stage) -> None:
    made = judge(stage, "verified")
    assert f"assessments/{made.code}/take-back/" in shown(stage)
    assert post(stage, f"assessments/{made.code}/take-back/", reason=" ") == 400
    assert post(stage, f"assessments/{made.code}/take-back/", reason="Wrong market") == 302
    assert states(stage)[0] == "unverified"
    assert "Wrong market" in shown(stage)


def test_who_sees_less_reads_no_words_of_stricter_times(stage: Stage) -> None:
    director = stage.cast.director
    judge(stage, "pending", reason="Read by all staff")
    services.link(incident=stage.incident, report=stage.hidden, by=director.user)
    made = judge(stage, "contested", by=director.user, reason="Xanthippe told us")
    services.unlink(incident=stage.incident, report=stage.hidden, by=director.user, reason="Other")
    stage.incident.refresh_from_db()
    assert stage.incident.tlp == TLP.AMBER
    page = shown(stage, who=stage.cast.analyst)
    assert "Read by all staff" in page
    assert "Xanthippe" not in page
    assert post(stage, f"assessments/{made.code}/take-back/", reason="x") == 404
    assert "Xanthippe told us" in shown(stage, who=director)


def test_a_partner_learns_states_and_no_names(stage: Stage) -> None:
    judge(stage, "pending", reason="Ask nobody")
    post(stage, "checklist/", item=["first_hand"])
    stage.incident.own_tlp = stage.incident.tlp = TLP.GREEN
    stage.incident.save()
    Assessment.objects.update(tlp=TLP.GREEN)
    page = shown(stage, who=stage.cast.partner)
    assert "Being checked" in page
    assert "Ask nobody" not in page
    assert "Mona Tor" not in page


def test_ticks_say_who_looked_and_when(stage: Stage) -> None:
    assert post(stage, "checklist/", item=["first_hand", "remote_traces"]) == 302
    page = shown(stage, who=stage.cast.analyst)
    assert "2 of 10 looked at" in page
    assert "Mona Tor" in page
    assert 'name="item"' not in page
    assert post(stage, "checklist/", seen=["first_hand", "remote_traces"], item=[]) == 302
    assert ChecklistTick.objects.filter(withdrawn_at=None).count() == 0
    assert post(stage, "checklist/", stage.cast.analyst, item=["first_hand"]) == 403


def test_the_team_gives_a_figure_of_its_own(stage: Stage) -> None:
    given = {"rule": "team", "toll": "killed:all", "reason": "Names compared"}
    assert post(stage, "rule/toll/", **given) == 400
    assert post(stage, "rule/toll/", **given, low=9, best=3) == 400
    claim = stage.first.claims.get(kind="toll").pk
    assert post(stage, "rule/toll/", **given, best=4, claim=claim) == 400
    assert post(stage, "rule/toll/", **given, low=4, best=4, high=6) == 302
    page = shown(stage)
    assert "4 (4–6)" in page
    assert "The team set a value of its own." in page
    assert "Names compared" in page


def settings(stage: Stage, path: str = "", **given: object) -> str:
    client, address = stage.client(stage.cast.director), stage.at(f"settings/verification/{path}")
    if not given:
        return client.get(address).content.decode()
    answer = client.post(address, {"seen": policy_of(stage.cast.programme).number, **given})
    assert answer.status_code == 302, answer.content.decode()
    return ""


def test_the_ladder_is_renamed_put_in_order_and_shortened(stage: Stage) -> None:
    judge(stage, "pending", standard="grounds")
    given = {f"place_{n}": n + 1 for n in range(7)}
    given |= {"name_en_0": "Some sign", "name_en_1": "", "name_en_2": "Likely", "place_2": 1}
    given |= {"name_en_5": "Seen by us", "name_he_5": "ראינו", "place_0": 2}
    settings(stage, "ladder/", **given)
    ladder = policy_of(stage.cast.programme).ladder
    assert [step.code for step in ladder] == ["likelier", "suspicion", "seen_by_us"]
    assert ladder[2].names == {"en": "Seen by us", "he": "ראינו"}
    assert "Seen by us" in settings(stage)
    assert "Reasonable grounds to believe" in shown(stage)


def test_what_needs_two_is_chosen_per_aspect_and_state(stage: Stage) -> None:
    settings(stage, "second/", event=["verified"], harm=["verified", "refuted"])
    policy = policy_of(stage.cast.programme)
    assert policy.second == {"event:verified", "harm:verified", "harm:refuted"}
    assert judge(stage, "verified").waits


def test_the_rule_is_chosen_and_said_in_words(stage: Stage) -> None:
    settings(stage, "rule/", states=["verified", "refuted"], origins=3)
    policy = policy_of(stage.cast.programme)
    assert (policy.rule.origins, policy.rule.different_kinds) == (3, False)
    assert "at least 3 independent origins" in settings(stage)
    judge(stage, "refuted")
    assert "1 of 1 assessment" in settings(stage)


def test_items_are_left_out_and_added(stage: Stage) -> None:
    settings(stage, "checklists/new/", event_type="remote", aspect="harm", name_en="Ask clinic")
    assert "Ask clinic" in shown(stage)
    settings(stage, "checklists/", kept_=["interest"], kept_remote=["ask_clinic"])
    page = shown(stage)
    assert "Ask clinic" in page
    assert "0 of 2 looked at" in page
    settings(stage, "checklists/", kept_=["interest"])
    assert "0 of 1 looked at" in shown(stage)


@pytest.mark.parametrize("path", ["ladder/", "second/", "rule/", "checklists/"])
def test_settings_that_moved_on_are_not_overwritten(stage: Stage, path: str) -> None:
    settings(stage, "second/", event=["verified"])
    client = stage.client(stage.cast.director)
    given = {"seen": 0, "states": ["verified"], "origins": 2, "name_en_0": "A"}
    given |= {f"place_{n}": n + 1 for n in range(7)}
    answer = client.post(stage.at(f"settings/verification/{path}"), given)
    assert answer.status_code == 409
    assert policy_of(stage.cast.programme).number == 1
