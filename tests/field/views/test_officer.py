"""The officer's page: forms, what arrived, what came back; never what another has sent."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest

from goodoffices.core.models import Membership
from goodoffices.core.roles import Role
from goodoffices.field.models import Device, Submission
from goodoffices.field.services import reviewing
from goodoffices.field.services.devices import find_device, note_queue
from goodoffices.field.views.setting_up import picture, settings_of
from tests.cast import person, sign_in
from tests.field.views.stage import FieldStage, send, xml


@pytest.fixture
def colleague(field_stage: FieldStage) -> Membership:
    """Another field officer of the same office."""
    cast = field_stage.cast
    return Membership.objects.create(
        user=person("Cole League"),
        programme=cast.programme,
        role=Role.FIELD_OFFICER,
        office=cast.office,
    )


def mine(stage: FieldStage, path: str = "") -> str:
    return stage.page(path, stage.cast.field_officer)


def test_it_shows_forms_what_arrived_and_what_is_awaited(field_stage: FieldStage) -> None:
    shown = mine(field_stage)
    assert "Form incident" in shown
    assert 'href="/field/fill/#/form/incident%0A1"' in shown
    assert "Form secret" not in shown
    assert "Arrived; 1 file is still awaited" in shown
    assert "Shells in Harrow" in shown
    assert "Day note" not in shown


def test_a_question_is_answered_right_there(field_stage: FieldStage) -> None:
    stage = field_stage
    by = stage.cast.monitoring_officer.user
    note = reviewing.ask(submission=stage.first, text="Which market was it?", by=by)
    reviewing.comment(submission=stage.first, text="I doubt it", by=by)
    shown = mine(stage)
    assert "1 came back with a question" in shown
    assert "Which market was it?" in shown
    assert "I doubt it" not in shown
    assert by.name not in shown
    client = stage.client(stage.cast.field_officer)
    page = stage.at(f"sent/{stage.first.code}/")
    assert client.post(page, {"text": "", "question": note.pk}).status_code == 400
    done = client.post(page, {"text": "The old one", "question": note.pk}, follow=True)
    assert "Your answer is sent." in done.content.decode()
    assert "came back with a question" not in done.content.decode()
    assert "The old one" in stage.page(f"submissions/{stage.first.code}/")


def test_the_receipt_lists_every_file(field_stage: FieldStage) -> None:
    shown = mine(field_stage, f"sent/{field_stage.second.code}/")
    assert "It arrived, whole" in shown
    assert "b.png" in shown
    assert "stray.txt" in shown
    awaited = mine(field_stage, f"sent/{field_stage.first.code}/")
    assert "It arrived; files are still awaited" in awaited
    assert "Three shells fell at dawn." in awaited


def test_another_officers_submission_does_not_exist(
    field_stage: FieldStage, colleague: Membership
) -> None:
    stage = field_stage
    client = stage.client(colleague)
    for path in ("", "sent/"):
        shown = client.get(stage.at(path)).content.decode()
        assert "Shells" not in shown
        assert stage.first.code not in shown
        assert "You have sent nothing yet" in shown
    page = stage.at(f"sent/{stage.first.code}/")
    for answer in (client.get(page), client.post(page, {"text": "I know better"})):
        assert answer.status_code == 404
        assert "Shells" not in answer.content.decode()


def test_what_somebody_else_corrected_is_seen_by_both(
    field_stage: FieldStage, colleague: Membership
) -> None:
    stage = field_stage
    stage.form.editing = "any"
    stage.form.save()
    send(colleague, None, xml("uuid:1b", "<killed>3</killed>", edits="uuid:1"))
    assert stage.first.code in stage.page("sent/", colleague)
    assert stage.first.code in mine(stage, "sent/")


def test_what_was_marked_stricter_is_still_said_to_have_arrived(field_stage: FieldStage) -> None:
    stage = field_stage
    Submission.objects.filter(pk=stage.first.pk).update(tlp=4)
    assert stage.first.code in mine(stage, "sent/")
    stage.form.tlp = 4
    stage.form.save()
    assert stage.first.code not in mine(stage, "sent/")


def test_a_deleted_one_says_so(field_stage: FieldStage) -> None:
    by = field_stage.cast.monitoring_officer.user
    reviewing.ask(submission=field_stage.first, text="Which?", by=by)
    reviewing.delete(submission=field_stage.first, reason="twice", by=by)
    shown = mine(field_stage)
    assert "deleted" in shown
    assert "came back with a question" not in shown


def test_long_lists_go_on_elsewhere(field_stage: FieldStage) -> None:
    for number in range(12):
        field_stage.send(xml(f"uuid:l{number}"))
    assert "All of it" in mine(field_stage)
    assert mine(field_stage, "sent/").count('class="row-link"') == 14


def test_a_phone_is_set_up_by_oneself_and_shown_once(field_stage: FieldStage) -> None:
    stage = field_stage
    client = stage.client(stage.cast.field_officer)
    page = stage.at("phones/")
    assert client.post(page, {"name": " "}).status_code == 400
    answer = client.post(page, {"name": "Small phone"})
    assert "no-store" in answer["Cache-Control"]
    shown = answer.content.decode()
    device = Device.objects.get(name="Small phone")
    secret = re.search(r'id="word"[^>]*value="([^"]+)"', shown)
    assert secret is not None
    found = find_device(secret[1])
    assert found is not None
    assert found.pk == device.pk
    assert f"/field/talmora/key/{secret[1]}" in shown
    assert device.code in shown
    assert 'src="data:image/svg+xml;' in shown
    again = client.get(page).content.decode()
    assert secret[1] not in again
    assert "Small phone" in again


def test_the_settings_are_what_collect_scans(field_stage: FieldStage) -> None:
    from goodoffices.field.views.setting_up import packed

    address = "https://office.example/field/talmora/key/abc"
    said = settings_of(address, field_stage.phone)
    unpacked = json.loads(zlib.decompress(base64.b64decode(packed(said))))
    assert unpacked["general"]["server_url"] == address
    assert unpacked["general"]["form_update_mode"] == "match_exactly"
    assert unpacked["general"]["delete_send"] is True
    assert unpacked["project"]["name"] == "Talmora programme · Fia's phone"
    drawn = picture(said)
    assert drawn.startswith("data:image/svg+xml;")
    assert "script" not in drawn


def test_the_address_of_the_qr_code_opens_the_list_of_forms(field_stage: FieldStage) -> None:
    stage = field_stage
    shown = stage.client(stage.cast.field_officer).post(stage.at("phones/"), {"name": "P"})
    keyed = re.search(r'id="keyed"[^>]*value="http://testserver([^"]+)"', shown.content.decode())
    assert keyed is not None
    answer = sign_in(stage.client(), stage.cast.stranger).get(f"{keyed[1]}/formList")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"incident" in body


def test_ones_own_phone_is_revoked_and_no_other(
    field_stage: FieldStage, colleague: Membership
) -> None:
    stage = field_stage
    page = stage.at(f"phones/{stage.phone.code}/revoke/")
    assert stage.client(colleague).post(page, {"reason": "x"}).status_code == 404
    assert find_device(stage.phone_secret) is not None
    assert stage.client(stage.cast.field_officer).post(page, {"reason": "lost"}).status_code == 302
    assert find_device(stage.phone_secret) is None
    assert "Fia&#x27;s phone" not in mine(stage, "phones/")


def test_what_waits_on_a_phone_is_shown(field_stage: FieldStage) -> None:
    note_queue(field_stage.phone, queue={"waiting": 2, "oldest": None, "shell": "1"})
    assert "2 wait" in mine(field_stage)


def test_who_does_not_send_has_no_such_page(field_stage: FieldStage) -> None:
    for who in (field_stage.cast.press_officer, field_stage.cast.partner):
        assert field_stage.client(who).get(field_stage.at("")).status_code == 403
    assert field_stage.client(field_stage.cast.outsider).get(field_stage.at("")).status_code == 404
