"""The pages of the checks: what they show to whom, and what people do on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodoffices.core.models import AuditEntry, Membership, Party
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.gates import queries
from goodoffices.publish.models import NameCheck, Override, Publication, ReleasePolicy, Reply
from tests.cast import Cast, sign_in
from tests.monitor.stage import Stage
from tests.publish.stage import citation, publication, text
from tests.rights.stage import known

BODY = "Shells fell on the market. Two nurses were detained. [~]"
NAME = "Zubaida Kharrazyan"


def client(who: Membership) -> Client:
    return sign_in(Client(), who)


def at(of: Publication, end: str) -> str:
    return f"/p/{of.programme.slug}/publications/{of.code}/{end}"


def page(who: Membership, address: str) -> str:
    answer = client(who).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_findings_are_shown_with_what_to_do_and_can_stand_with_a_reason(
    in_programme: Cast,
) -> None:
    cast, made = in_programme, publication(in_programme.programme, body=BODY)
    shown = page(cast.press_officer, at(made, "checks/"))
    assert "Shells fell on the market." in shown
    assert "cites nothing" in shown
    assert "Let findings stand" not in shown
    (uncited,) = [one for one in queries.check(made) if one.gate == "uncited"]
    said = {"findings": uncited.fingerprint, "reason": "Known to everybody."}
    director = client(cast.director)
    assert director.post(at(made, "checks/"), {**said, "reason": ""}).status_code == 400
    assert director.post(at(made, "checks/"), {**said, "findings": "0" * 64}).status_code == 400
    assert client(cast.press_officer).post(at(made, "checks/"), said).status_code == 403
    assert not Override.objects.exists()
    assert director.post(at(made, "checks/"), said).status_code == 302
    kept = Override.objects.get()
    assert (kept.gate, kept.words, kept.by) == (
        "uncited",
        "Shells fell on the market.",
        cast.director.user,
    )
    assert uncited.fingerprint not in {one.fingerprint for one in queries.open_findings(made)}
    entry = AuditEntry.objects.get(action="publish.gate.overridden")
    assert (entry.reason, entry.data["gates"]) == ("Known to everybody.", {"uncited": 1})
    assert "Known to everybody." in page(cast.analyst, at(made, "checks/"))
    counted = queries.overrides_by_gate(cast.programme, cast.analyst)
    assert counted == {"uncited": {"standing": 1, "withdrawn": 0}}


def test_an_override_is_open_again_once_taken_back_or_rewritten(in_programme: Cast) -> None:
    cast, made = in_programme, publication(in_programme.programme, body=BODY)
    (uncited,) = [one for one in queries.open_findings(made) if one.gate == "uncited"]
    said = {"findings": uncited.fingerprint, "reason": "Known."}
    director = client(cast.director)
    director.post(at(made, "checks/"), said)
    text(made, "en", 2, body="Shells fell on the old market.")
    assert [one.words for one in queries.open_findings(made)] == ["Shells fell on the old market."]
    text(made, "en", 3, body=BODY)
    assert queries.open_findings(made) == []
    code = Override.objects.get().code
    address = at(made, f"overrides/{code}/")
    assert director.post(address, {"reason": ""}).status_code == 400
    assert director.post(address, {"reason": "Not so."}).status_code == 302
    assert director.post(address, {"reason": "Again."}).status_code == 409
    assert len(queries.open_findings(made)) == 1
    counted = queries.overrides_by_gate(cast.programme, cast.analyst)
    assert counted == {"uncited": {"standing": 0, "withdrawn": 1}}


def test_what_is_open_depends_on_where_it_stands(in_programme: Cast) -> None:
    made = publication(in_programme.programme, body="Two nurses were detained. [~]")

    def open_at(state: str) -> set[str]:
        return {one.gate for one in queries.open_findings(made, at=state)}

    assert open_at("draft") == open_at("facts") == open_at("held") == set()
    assert open_at("security") == open_at("published") == {"names", "counts"}


def test_the_text_in_the_editor_is_checked_as_posted(in_programme: Cast) -> None:
    cast, made = in_programme, publication(in_programme.programme, body="We hope. [~]")
    posted = {
        "title": "A",
        "summary": "",
        "body": "𝒜 went.\r\n\r\nAt 31.5017, 34.4668 it burned. [~]",
    }
    for headers in ({}, {"HX-Request": "true"}):
        answer = client(cast.analyst).post(at(made, "checks/en/"), posted, headers=headers)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "31.5017, 34.4668" in shown
        assert 'data-jump="body:13:29"' in shown
        assert ("<html" in shown) is (not headers)
    assert made.texts.count() == 1
    assert client(cast.analyst).get(at(made, "checks/ar/")).status_code == 404
    look = client(cast.analyst).post(at(made, "look/en/"), {**posted, "number": 1})
    assert "31.5017, 34.4668" in look.content.decode()
    assert 'id="gates"' in look.content.decode()


def test_a_record_that_the_reader_may_not_see_says_nothing(stage: Stage) -> None:
    cast = stage.cast
    Incident.objects.filter(pk=stage.incident.pk).update(tlp=TLP.AMBER_STRICT, own_tlp=3)
    Membership.objects.filter(pk=cast.analyst.pk).update(clearance=TLP.AMBER)
    made = publication(cast.programme, body="It burned. [@c1]", tlp=TLP.AMBER)
    citation(made, kind="incident", incident=stage.incident)
    gates = {one.gate for one in queries.check(made)}
    assert {"evidence", "tlp"} <= gates
    shown = page(cast.analyst, at(made, "checks/"))
    assert "You may not see what this sentence cites" in shown
    for word in ("Market shelled", "marked TLP", "unverified", stage.incident.code):
        assert word not in shown
    shown = page(cast.director, at(made, "checks/"))
    assert "TLP:AMBER+STRICT" in shown


def test_whether_a_name_is_known_is_said_to_nobody_who_may_not_open_identities(
    in_programme: Cast,
) -> None:
    """The same pages, the same counts, the same state, whether or not the name is known."""
    cast = in_programme
    made = publication(cast.programme, body=f"{NAME} and Samira Veltos spoke. [~]")

    def seen() -> list[object]:
        pages = [
            page(who, at(made, end))
            for who in (cast.analyst, cast.administrator, cast.press_officer)
            for end in ("checks/", "")
        ]
        marks = [one.fingerprint for one in queries.check(made)]
        return [[shown.partition("<main")[2].count(NAME) for shown in pages], marks]

    before = seen()
    known(cast.programme, NAME)
    assert seen() == before
    for who in (cast.analyst, cast.administrator, cast.press_officer, cast.monitoring_officer):
        assert client(who).get(at(made, "names/")).status_code == 403
        assert client(who).post(at(made, "names/"), {"reason": "x"}).status_code == 403


def test_the_security_check_looks_for_names_and_says_that_they_endanger_nobody(
    in_programme: Cast,
) -> None:
    cast = in_programme
    person = known(cast.programme, NAME)
    made = publication(cast.programme, body="وقالت زبيدة خرازيان إنها هنا. [~]", language="ar")
    officer = client(cast.rights_officer)
    assert officer.post(at(made, "names/"), {"reason": ""}).status_code == 400
    answer = officer.post(at(made, "names/"), {"reason": "Before release."})
    shown = answer.content.decode()
    assert person.codename in shown
    assert "زبيدة خرازيان" in shown
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(action="rights.identity.searched").count() == 1
    proof = answer.context["proof"]
    assert officer.post(at(made, "names/"), {"do": "clear", "proof": "x"}).status_code == 409
    other = publication(cast.programme, body="Else. [~]")
    assert officer.post(at(other, "names/"), {"do": "clear", "proof": proof}).status_code == 409
    stolen = {"do": "clear", "proof": proof}
    assert client(cast.director).post(at(made, "names/"), stolen).status_code == 409
    assert not NameCheck.objects.exists()
    assert [one.gate for one in queries.open_findings(made, at="security")] == ["names"]
    assert officer.post(at(made, "names/"), stolen).status_code == 302
    assert queries.open_findings(made, at="security") == []
    text(made, "ar", 2, body="شيء آخر. [~]")
    assert [one.gate for one in queries.open_findings(made, at="security")] == ["names"]
    assert officer.post(at(made, "names/"), stolen).status_code == 409


def test_identities_of_people_whom_the_checker_may_not_see_are_not_compared(
    in_programme: Cast,
) -> None:
    cast = in_programme
    person = known(cast.programme, NAME, tlp=TLP.RED)
    made = publication(cast.programme, body=f"{NAME} spoke. [~]")
    answer = client(cast.rights_officer).post(at(made, "names/"), {"reason": "Look."})
    assert answer.context["rows"] == []
    assert person.codename not in answer.content.decode()


def test_replies_are_asked_answered_and_taken_back(in_programme: Cast) -> None:
    cast = in_programme
    front = Party.objects.create(programme=cast.programme, kind="group", name="Northern Front")
    hidden = Party.objects.create(
        programme=cast.programme, kind="group", name="Silent Front", tlp=TLP.RED
    )
    made = publication(cast.programme, body="The Northern Front and Silent Front fired. [~]")
    shown = page(cast.analyst, at(made, "replies/"))
    assert "Northern Front is named and was not asked to reply." in shown
    assert shown.count("Silent Front") == 0
    writer = client(cast.analyst)
    hour = (timezone.now() - timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
    said = {"party": front.code, "asked_at": hour, "how": "By letter"}
    assert writer.post(at(made, "replies/ask/"), {**said, "party": hidden.code}).status_code == 400
    late = {**said, "asked_at": "2999-01-01T00:00"}
    assert writer.post(at(made, "replies/ask/"), late).status_code == 400
    assert writer.post(at(made, "replies/ask/"), said).status_code == 302
    assert writer.post(at(made, "replies/ask/"), said).status_code == 409
    assert [one.gate for one in queries.open_findings(made, at="ready")] == ["names"]
    reply = Reply.objects.get()
    now = timezone.now().strftime("%Y-%m-%dT%H:%M")
    answered = {"at": now, "text": "We deny it."}
    assert writer.post(at(made, f"replies/{reply.code}/answer/"), answered).status_code == 302
    assert writer.post(at(made, f"replies/{reply.code}/answer/"), answered).status_code == 409
    assert "We deny it." in page(cast.press_officer, at(made, "replies/"))
    back = {"reason": "Wrong party."}
    assert writer.post(at(made, f"replies/{reply.code}/take-back/"), back).status_code == 302
    assert [one.gate for one in queries.open_findings(made, at="ready")] == ["names", "replies"]
    why = {"party": front.code, "reason": "It cannot be reached."}
    assert writer.post(at(made, "replies/leave-out/"), why).status_code == 302
    assert [one.gate for one in queries.open_findings(made, at="ready")] == ["names"]


POLICY = {
    "seen": 0,
    "level": "corroborated",
    "tlp": 1,
    "delay_days": 0,
    "smallest": 3,
    "displace_m": 2000,
    "reply_hours": 48,
}
PACK = """
id: ours
version: 2
date: 2026-01-01
title: {en: Our words}
rules:
- {id: quarter, severity: block, terms: {en: [old quarter]}, reason: {en: It is disputed.}}
"""


def test_the_policy_is_appended_with_its_packs(in_programme: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    cast = in_programme
    director = client(cast.director)
    address = f"/p/{cast.programme.slug}/release-policy/"
    assert client(cast.press_officer).get(address).status_code == 403
    bad = SimpleUploadedFile("bad.yaml", b"id: [")
    assert director.post(address, {**POLICY, "pack": bad}).status_code == 400
    assert not ReleasePolicy.objects.exists()
    pack = SimpleUploadedFile("ours.yaml", PACK.encode())
    assert director.post(address, {**POLICY, "pack": pack}).status_code == 302
    assert director.post(address, POLICY).status_code == 400
    made = ReleasePolicy.objects.get()
    assert (made.number, made.level, made.starter, made.by) == (
        1,
        "corroborated",
        False,
        cast.director.user,
    )
    assert "Our words" in page(cast.director, address)
    assert "It is disputed." in page(cast.analyst, f"{address}packs/ours/")
    assert client(cast.analyst).get(f"{address}packs/starter/").status_code == 404
    said = publication(cast.programme, body="A brutal day in the old quarter. [~]")
    hits = [one for one in queries.check(said) if one.gate == "terms"]
    assert [(one.words, one.why) for one in hits] == [("old quarter", "It is disputed.")]
    without = {**POLICY, "seen": 1, "starter": "on"}
    assert director.post(address, without).status_code == 302
    assert [one.words for one in queries.check(said) if one.gate == "terms"] == ["brutal"]
    assert ReleasePolicy.objects.count() == 2


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "& <b>x</b>"])
def test_what_was_written_is_shown_as_text(in_programme: Cast, words: str) -> None:
    made = publication(in_programme.programme, body=f"{words} were seen.")
    shown = page(in_programme.director, at(made, "checks/"))
    assert words not in shown


def test_rows_of_lists_code_names_and_sources_are_looked_for_too(stage: Stage) -> None:
    from goodoffices.rights.identities import keys
    from goodoffices.rights.identities.details import Details
    from goodoffices.rights.identities.sealing import seal
    from goodoffices.rights.models import Identity, ListRow, Person
    from tests.rights.list_stage import bare_list

    cast = stage.cast
    person = known(cast.programme, "Somebody Else")
    Person.objects.filter(pk=person.pk).update(alias="Grey Heron")
    row = ListRow.objects.get(casualty_list=bare_list(cast.programme, 1, tlp=0))
    key, sealed = seal(Details(names=(NAME,)), row, keys.keyring())
    Identity.objects.filter(row=row).delete()
    Identity.objects.create(programme=cast.programme, row=row, key=key, sealed=sealed)
    body = f"{NAME} and Grey Heron told Radio Sarend. [~]"
    made = publication(cast.programme, body=body)
    answer = client(cast.rights_officer).post(at(made, "names/"), {"reason": "Look."})
    found = {one["hit"].words: one["hit"].whose for one in answer.context["rows"]}
    assert found == {NAME: row, "Grey Heron": person, "Radio Sarend": stage.radio}
    assert f"rows/{row.code}/" in answer.content.decode()


def test_a_programme_that_keeps_no_identity_needs_no_key(in_programme: Cast) -> None:
    made = publication(in_programme.programme, body="Nobody spoke. [~]")
    answer = client(in_programme.rights_officer).post(at(made, "names/"), {"reason": "Look."})
    assert answer.status_code == 200
    assert answer.context["proof"]
    assert AuditEntry.objects.filter(action="rights.identity.searched").exists()


def test_without_the_key_nobody_can_look_or_say_that_they_did(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goodoffices.rights.identities import keys

    known(in_programme.programme, NAME)
    made = publication(in_programme.programme, body=f"{NAME} spoke. [~]")
    monkeypatch.setattr(keys, "evicted", lambda: True)
    answer = client(in_programme.rights_officer).post(at(made, "names/"), {"reason": "Look."})
    assert answer.status_code == 409
    assert "proof" not in answer.context
    assert not AuditEntry.objects.filter(action="rights.identity.searched").exists()
