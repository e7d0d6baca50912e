"""The incident record and what one does there: seen by whom it is for, lost by nobody."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Claim, Report
from goodoffices.monitor.services.linking import regrouping
from goodoffices.monitor.services.verification import change_policy
from tests.cast import Cast
from tests.monitor.rows import row, source
from tests.monitor.stage import Stage

ACTS = ("assess", "describe", "link", "rule/date", "rule/toll", "restrict")


def page(stage: Stage, path: str = "", **more: object) -> str:
    answer = stage.client().get(stage.at(f"incidents/{stage.incident.code}/{path}"), **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_record_shows_each_claim_beside_the_value_and_the_rule(stage: Stage) -> None:
    shown = page(stage)
    assert "2 (1–7)" in shown
    assert "2 (1–3)" in shown
    assert "6 (5–7)" in shown
    assert "From the lowest to the highest figure of 2 sources." in shown
    assert 'dir="rtl">قصف السوق' in shown
    assert "Radio Sarend" in shown
    assert "opened an incident" in shown


def test_twenty_reports_with_all_that_was_done_cost_twelve_queries(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    for number in range(18):
        report = services.receive(
            programme=stage.cast.programme,
            source=source(stage.cast.programme, f"Source {number}"),
            row=row(f"more{number}", killed=(number, number, number)),
            by=by,
        )
        services.link(incident=stage.incident, report=report, by=by)
    _worked_on(stage)
    client = stage.client()
    address = stage.at(f"incidents/{stage.incident.code}/")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    page = answer.content.decode()
    assert page.count('<article class="linked-report') == 20
    for shown in ("independent origins", "Call the clinic", "It rests on", "Merged into this one"):
        assert shown in page
    assert len(asked) <= 12


def _worked_on(stage: Stage) -> None:
    """Have the stage's incident judged, checked, assigned, merged, under a policy of its own."""
    director, by = stage.cast.director.user, stage.cast.monitoring_officer.user
    change_policy(programme=stage.cast.programme, by=director, seen_before=0, second=())
    services.attach(report=stage.first, files=[("a.txt", BytesIO(b"list"))], by=by)
    services.assess(
        incident=stage.incident, state="contested", reason="two", by=by, reports=[stage.first]
    )
    services.tick(incident=stage.incident, ticked=["first_hand"], seen_before=(), by=by)
    services.assign(
        record=stage.incident, to=stage.cast.monitoring_officer, by=director, note="Call the clinic"
    )
    other = services.open_incident(
        programme=stage.cast.programme, reports=[stage.waiting], by=director
    )
    regrouping.merge(incident=stage.incident, other=other, reason="one event", by=by)
    services.unlink(incident=stage.incident, report=stage.waiting, reason="its own", by=by)


def test_the_hidden_does_not_exist(stage: Stage) -> None:
    client = stage.client()
    for path in ("", *(f"{act}/" for act in ACTS)):
        assert client.get(stage.at(f"incidents/{stage.secret.code}/{path}")).status_code == 404
    director = stage.client(stage.cast.director)
    assert director.get(stage.at(f"incidents/{stage.secret.code}/")).status_code == 200
    read = AuditEntry.objects.filter(action="core.record.read", object_id=stage.secret.pk)
    assert read.count() == 1


@pytest.mark.parametrize("who", ["outsider", "stranger", "partner"])
def test_others_find_nothing(stage: Stage, who: str) -> None:
    client = stage.client(getattr(stage.cast, who))
    for path in ("", *(f"{act}/" for act in ACTS)):
        answer = client.get(stage.at(f"incidents/{stage.incident.code}/{path}"))
        expected = (403, 404) if who == "partner" and path else (404,)
        assert answer.status_code in expected
        assert "Market" not in answer.content.decode()


def test_who_may_not_decide_sees_no_buttons_and_is_refused(stage: Stage) -> None:
    client = stage.client(stage.cast.analyst)
    address = stage.at(f"incidents/{stage.incident.code}/")
    assert "assess/" not in client.get(address).content.decode()
    given = {"state": "verified", "reason": "because", "revision": "1"}
    for act in ACTS:
        assert client.post(f"{address}{act}/", given).status_code == 403
    stage.incident.refresh_from_db()
    assert stage.incident.state == "unverified"


def test_a_page_is_not_written_to(stage: Stage) -> None:
    assert stage.client().post(stage.at(f"incidents/{stage.incident.code}/")).status_code == 405


def test_setting_the_state_asks_why(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/assess/")
    given = {
        "aspect": "event",
        "state": "verified",
        "standard": "grounds",
        "despite": "Two of us were there.",
        "revision": str(stage.incident.revision),
    }
    refused = client.post(address, {**given, "reason": "  "})
    assert refused.status_code == 400
    stage.incident.refresh_from_db()
    assert stage.incident.state == "unverified"
    assert client.post(address, {**given, "reason": "Seen by our team"}).status_code == 302
    stage.incident.refresh_from_db()
    assert stage.incident.state == "verified"
    assert "Seen by our team" in page(stage)


def test_the_second_of_two_is_told_and_loses_nothing(stage: Stage) -> None:
    seen = str(stage.incident.revision)
    services.describe(
        incident=stage.incident, title="The other's title", summary="", by=stage.cast.director.user
    )
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/describe/")
    given = {"title": "My careful title", "summary": "Long work.", "revision": seen}
    told = client.post(address, given)
    assert told.status_code == 409
    shown = told.content.decode()
    assert "Dora Rect" in shown
    assert "changed the title or summary" in shown
    assert "My careful title" in shown
    assert "Long work." in shown
    stage.incident.refresh_from_db()
    assert stage.incident.title == "The other's title"
    assert f'name="revision" value="{stage.incident.revision}"' in shown
    again = client.post(address, {**given, "revision": str(stage.incident.revision)})
    assert again.status_code == 302
    stage.incident.refresh_from_db()
    assert stage.incident.title == "My careful title"


def test_a_report_is_found_by_its_words_and_linked(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/link/")
    assert "Smoke over Harrow" in client.get(address).content.decode()
    assert "Smoke over Harrow" in client.get(address, {"q": "smoke"}).content.decode()
    assert (
        "Xanthippe"
        not in client.get(address, {"q": "xanthippe"}).content.decode().split('id="find"')[0]
    )
    given = {"revision": str(stage.incident.revision), "reason": "the same smoke"}
    hidden = client.post(address, {**given, "report": stage.hidden.code})
    nothing = client.post(address, {**given, "report": "nothing123"})
    assert hidden.status_code == nothing.status_code == 400
    assert client.post(address, {**given, "report": stage.waiting.code}).status_code == 302
    assert Report.objects.get(pk=stage.waiting.pk).is_linked
    assert "the same smoke" in page(stage)


def test_the_last_report_is_not_unlinked(stage: Stage) -> None:
    client = stage.client()
    unlink = stage.at(f"incidents/{stage.incident.code}/unlink")
    revision = str(stage.incident.revision)
    given = {"reason": "another market", "revision": revision}
    assert client.post(f"{unlink}/{stage.second.code}/", given).status_code == 302
    stage.incident.refresh_from_db()
    assert stage.incident.report_count == 1
    given["revision"] = str(stage.incident.revision)
    refused = client.post(f"{unlink}/{stage.first.code}/", given)
    assert refused.status_code == 409
    assert "only report" in refused.content.decode()


def test_the_team_takes_a_claim(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/rule/toll/")
    claim = Claim.objects.get(report=stage.second, kind="toll")
    given = {"rule": "team", "reason": "the register", "revision": str(stage.incident.revision)}
    assert client.post(address, given).status_code == 400
    foreign = Claim.objects.get(report=stage.waiting, kind="toll")
    assert client.post(address, {**given, "claim": str(foreign.pk)}).status_code == 400
    assert client.post(address, {**given, "claim": str(claim.pk)}).status_code == 302
    stage.incident.refresh_from_db()
    assert (stage.incident.toll_rule, stage.incident.killed_best) == ("team", 6)
    shown = page(stage)
    assert "The team took one of the claims." in shown
    assert "Chosen by Mona Tor: the register" in shown


def test_narrowing_says_who_will_no_longer_see_it(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"incidents/{stage.incident.code}/restrict/")
    assert "people will no longer see it" in client.get(address).content.decode()
    given = {"tlp": str(int(TLP.RED)), "reason": "a witness", "revision": "1"}
    given["members"] = stage.cast.analyst.code
    given["revision"] = str(stage.incident.revision)
    assert client.post(address, given).status_code == 302
    seen = stage.at(f"incidents/{stage.incident.code}/")
    assert stage.client(stage.cast.director).get(seen).status_code == 404
    assert stage.client(stage.cast.analyst).get(seen).status_code == 200
    assert "Ana Lyst" in page(stage)


def test_what_came_from_outside_is_never_run(in_programme: Cast) -> None:
    from tests.monitor.stage import set_stage

    cast, bad = in_programme, '<script>alert("x")</script>'
    stage = set_stage(cast)
    by = cast.monitoring_officer.user
    report = services.receive(
        programme=cast.programme,
        source=source(cast.programme, f"Source {bad}"),
        row=row("x", title=bad, text=bad, place=bad, sides=(bad, "Other")),
        by=by,
    )
    services.link(incident=stage.incident, report=report, by=by, reason=bad)
    services.describe(incident=stage.incident, title=bad, summary=bad, by=by)
    client = stage.client()
    paths = [f"incidents/{stage.incident.code}/", f"reports/{report.code}/", "reports/", "sources/"]
    paths += ["incidents/", f"incidents/{stage.incident.code}/rule/place/", "reports/?q=alert"]
    for path in paths:
        shown = client.get(stage.at(path)).content.decode()
        assert "&lt;script&gt;" in shown, path
        assert bad not in shown, path
