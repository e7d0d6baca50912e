"""Devices and quarantine: taken away at once, looked at safely, released or discarded."""

from __future__ import annotations

import hashlib
import re

import pytest

from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Device, QuarantinedPost, Submission
from goodoffices.field.refusals import REFUSALS
from goodoffices.field.services import quarantine
from goodoffices.field.services.devices import find_device, note_queue, note_seen
from goodoffices.field.services.receiving import Sender
from tests.field.views.stage import PNG, FieldStage, kept, xml


def test_devices_show_contact_queue_and_office(field_stage: FieldStage) -> None:
    stage = field_stage
    note_seen(stage.phone)
    note_queue(stage.desk, queue={"waiting": 3, "oldest": "2026-03-04T08:00:00Z", "shell": "7"})
    shown = stage.page("devices/")
    for words in ("Fia&#x27;s phone", "Fia Ofs", "Harrow", "3 wait", "4 Mar 2026", "Issue access"):
        assert words in shown
    waiting = stage.page("devices/", state="waiting")
    assert "Desk" in waiting
    assert "Fia&#x27;s phone" not in waiting
    assert "No device is like that" in stage.page("devices/", office="nowhere")


def test_what_a_device_sent_counts_only_what_one_sees(field_stage: FieldStage) -> None:
    stage = field_stage
    stage.phone.membership = stage.cast.director
    stage.phone.save()
    device = stage.hidden.device
    assert device is not None
    mona = stage.page(f"devices/{device.code}/")
    assert '<dt>Sent</dt><dd><bdi class="num">0</bdi></dd>' in mona
    dora = stage.page(f"devices/{device.code}/", stage.cast.director)
    assert f"?device={device.code}" in dora


def test_access_is_issued_for_a_member_and_shown_once(field_stage: FieldStage) -> None:
    stage = field_stage
    client, page = stage.client(), stage.at("devices/new/")
    fia = stage.cast.field_officer
    shown = client.get(page).content.decode()
    assert stage.cast.partner.code not in shown, "a partner does not send"
    assert client.post(page, {"member": stage.cast.partner.code, "name": "x"}).status_code == 400
    answer = client.post(page, {"member": fia.code, "name": "Second phone"})
    assert "no-store" in answer["Cache-Control"]
    secret = re.search(r'id="word"[^>]*value="([^"]+)"', answer.content.decode())
    assert secret is not None
    device = find_device(secret[1])
    assert device is not None
    assert device.membership == fia
    assert device.by == stage.cast.monitoring_officer.user
    assert secret[1] not in stage.page(f"devices/{device.code}/")


def test_renaming_and_revoking_with_a_reason(field_stage: FieldStage) -> None:
    stage = field_stage
    client, page = stage.client(), stage.at(f"devices/{stage.phone.code}/")
    assert client.post(f"{page}rename/", {"name": ""}).status_code == 400
    assert client.post(f"{page}rename/", {"name": "Fia's old phone"}).status_code == 302
    assert client.post(f"{page}revoke/", {"reason": "seized at a checkpoint"}).status_code == 302
    assert find_device(stage.phone_secret) is None
    shown = client.get(page).content.decode()
    for words in ("Fia&#x27;s old phone", "seized at a checkpoint", "sends nothing any more"):
        assert words in shown
    assert "revoked the access of a device" in shown
    listed = stage.page("devices/")
    assert stage.phone.code not in listed
    assert stage.phone.code in stage.page("devices/", state="revoked")
    other = stage.client(stage.cast.outsider)
    assert other.get(page).status_code == 404


def test_who_does_not_look_after_devices_is_refused(field_stage: FieldStage) -> None:
    stage = field_stage
    for who in (stage.cast.field_officer, stage.cast.analyst):
        client = stage.client(who)
        for path in ("", "new/", f"{stage.desk.code}/", f"{stage.desk.code}/revoke/"):
            assert client.get(stage.at(f"devices/{path}")).status_code == 403
    assert Device.objects.filter(revoked_at=None).count() == 3
    assert "Desk" in stage.page("devices/", stage.cast.administrator)


@pytest.fixture
def refused(field_stage: FieldStage) -> QuarantinedPost:
    """Have a post refused because the form is closed."""
    stage = field_stage
    sender = Sender(stage.cast.field_officer, stage.phone)
    body = xml("uuid:q1", "<what>&lt;b&gt;Rain&lt;/b&gt; مطر</what>").encode()
    files = [("rain.png", kept(PNG, stage.cast))]
    return quarantine.keep("form-closed", body=body, files=files, sender=sender)


def at(post: QuarantinedPost, path: str = "") -> str:
    return f"quarantine/{post.code}/{path}"


def test_what_was_refused_is_listed_with_the_reason(
    field_stage: FieldStage, refused: QuarantinedPost
) -> None:
    shown = field_stage.page("quarantine/")
    assert "The form is closed." in shown
    assert "Fia Ofs" in shown
    assert "Nothing matches these filters" in field_stage.page("quarantine/", outcome="released")
    assert "The form is closed." in field_stage.page("quarantine/", reason="form-closed")
    assert refused.code not in field_stage.page("quarantine/", reason="no-form-id")
    assert re.search(r"Quarantine <span[^>]*><bdi[^>]*>1<", field_stage.page("submissions/"))


def test_its_bytes_are_shown_and_never_run(
    field_stage: FieldStage, refused: QuarantinedPost
) -> None:
    client = field_stage.client()
    shown = client.get(field_stage.at(at(refused))).content.decode()
    assert "&lt;what&gt;&amp;lt;b&amp;gt;Rain" in shown
    assert "<b>Rain" not in shown
    assert "rain.png" in shown
    sent = client.get(field_stage.at(at(refused, "bytes")))
    assert sent.content == bytes(refused.body)
    assert sent["Content-Type"] == "application/octet-stream"
    assert "sandbox" in sent["Content-Security-Policy"]
    sha256 = hashlib.sha256(PNG).hexdigest()
    file = client.get(field_stage.at(at(refused, f"files/{sha256}")))
    assert b"".join(file.streaming_content) == PNG  # type: ignore[attr-defined]
    assert file["Content-Type"] == "application/octet-stream"
    assert client.get(field_stage.at(at(refused, f"files/{'0' * 64}"))).status_code == 404
    assert AuditEntry.objects.filter(action="field.quarantine.opened").count() == 3


def test_bytes_that_are_no_text_are_shown_all_the_same(field_stage: FieldStage) -> None:
    sender = Sender(field_stage.cast.field_officer, field_stage.phone)
    post = quarantine.keep(
        "broken-body", body=b"\x00\xff<data" * 9000, files=[], sender=sender, is_xml=False
    )
    shown = field_stage.page(at(post))
    assert "\ufffd\ufffd&lt;data" in shown
    assert "…</pre>" in shown
    assert "cannot be taken as a report" in shown
    assert f'href="{field_stage.at(at(post, "release/"))}"' not in shown


def test_releasing_makes_a_submission_and_leads_to_it(
    field_stage: FieldStage, refused: QuarantinedPost
) -> None:
    client, page = field_stage.client(), field_stage.at(at(refused, "release/"))
    assert client.post(page, {"reason": ""}).status_code == 400
    done = client.post(page, {"reason": "filled in before it was closed"})
    made = Submission.objects.get(root_id="uuid:q1")
    assert done["Location"].endswith(f"/submissions/{made.code}/")
    assert client.post(page, {"reason": "again"}).status_code == 409
    shown = field_stage.page(at(refused))
    assert "It was taken all the same." in shown
    assert "filled in before it was closed" in shown
    assert made.code in shown


def test_discarding_keeps_the_bytes(field_stage: FieldStage, refused: QuarantinedPost) -> None:
    client, page = field_stage.client(), field_stage.at(at(refused, "discard/"))
    assert client.post(page, {"reason": "a test"}).status_code == 302
    assert "It was not taken." in field_stage.page(at(refused))
    assert client.get(field_stage.at(at(refused, "bytes"))).content == bytes(refused.body)
    assert Submission.objects.filter(root_id="uuid:q1").count() == 0


def test_what_cannot_be_released_says_why(field_stage: FieldStage) -> None:
    sender = Sender(field_stage.cast.field_officer, field_stage.phone)
    post = quarantine.keep("unknown-form", body=b"<x id='odd'/>", files=[], sender=sender)
    assert REFUSALS["unknown-form"].releasable
    page = field_stage.at(at(post, "release/"))
    refused = field_stage.client().post(page, {"reason": "try"})
    assert refused.status_code == 400
    assert "has no form of this name" in refused.content.decode()
    post.refresh_from_db()
    assert post.outcome == "waiting"


def test_what_was_refused_of_a_hidden_form_does_not_exist(field_stage: FieldStage) -> None:
    stage = field_stage
    sender = Sender(stage.cast.director, None)
    body = xml("uuid:q2", "<what>Xanthippe</what>", form="secret").encode()
    before = stage.page("quarantine/"), stage.page("submissions/")
    post = quarantine.keep("form-closed", body=body, files=[], sender=sender)
    assert post.form is not None
    assert post.form.tlp == TLP.RED
    plain = re.compile(r"csrf[^>]*value=\"[^\"]+\"|X-CSRFToken\": \"[^\"]+|<time.*?</time>")
    after = stage.page("quarantine/"), stage.page("submissions/")
    assert [plain.sub("", one) for one in after] == [plain.sub("", one) for one in before]
    for path in ("", "release/", "discard/", "bytes"):
        assert stage.client().get(stage.at(at(post, path))).status_code == 404
    assert "The form is closed." in stage.page("quarantine/", stage.cast.director)


def test_who_may_not_settle_is_refused(field_stage: FieldStage, refused: QuarantinedPost) -> None:
    stage = field_stage
    for who in (stage.cast.analyst, stage.cast.field_officer, stage.cast.administrator):
        for path in ("", at(refused).removeprefix("quarantine/")):
            assert stage.client(who).get(stage.at(f"quarantine/{path}")).status_code == 403
    assert stage.client(stage.cast.outsider).get(stage.at(at(refused))).status_code == 404
