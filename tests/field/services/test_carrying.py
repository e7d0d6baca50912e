<<<<<<< HEAD
"""Outboxes carried by hand: taken once, proved, checked part by part."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import struct
import zipfile
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.field.models import Attachment, Form, QuarantinedPost, Submission
from goodoffices.field.services import devices
from goodoffices.field.services.carrying import carry_in
from tests.cast import Cast
from tests.field.posts import instance
from tests.field.stage import Phone


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def outbox(phone: Phone, *reports: tuple[bytes, dict[str, bytes]], **changes: Any) -> io.BytesIO:
    """Return a container as the web form writes it."""
    made, records = io.BytesIO(), []
    kind = changes.pop("compression", zipfile.ZIP_STORED)
    with zipfile.ZipFile(made, "w", kind) as container:
        for number, (xml, files) in enumerate(reports, start=1):
            folder = f"records/{number}"
            container.writestr(f"{folder}/submission.xml", xml)
            listed = []
            for index, (name, data) in enumerate(files.items(), start=1):
                path = f"{folder}/files/{index}"
                container.writestr(path, data)
                listed.append({"path": path, "name": name, "size": len(data), "sha256": sha(data)})
            part = {"path": f"{folder}/submission.xml", "size": len(xml), "sha256": sha(xml)}
            own = f"uuid:{number}"
            records.append({"kind": "report", "instanceID": own, "xml": part, "files": listed})
        said = {"format": "goodoffices-outbox", "version": 1, "programme": phone.slug}
        said |= {"device": phone.device.code, "records": records, **changes}
        manifest = json.dumps(said).encode()
        key = sha(phone.secret.encode()).encode()
        container.writestr("manifest.json", manifest)
        container.writestr("proof.txt", hmac.new(key, manifest, hashlib.sha256).hexdigest())
    made.seek(0)
    return made


def sealed(plain: io.BytesIO, passphrase: str, piece: int = 1000) -> io.BytesIO:
    """Return the same sealed, as the web form seals it."""
    salt, start, data = os.urandom(16), os.urandom(7), plain.getvalue()
    head = {"rounds": 1000, "salt": salt.hex(), "start": start.hex(), "piece": piece}
    line = json.dumps(head).encode() + b"\n"
    key = AESGCM(hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, 1000, 32))
    parts = [data[at : at + piece] for at in range(0, len(data), piece)]
    made = line
    for index, part in enumerate(parts):
        iv = start + struct.pack(">IB", index, int(index == len(parts) - 1))
        made += key.encrypt(iv, part, line)
    return io.BytesIO(made)


def test_reports_arrive_once_however_often_the_file_does(phone: Phone, cast: Cast) -> None:
    xml = instance(photo="a.jpg")
    for outcome in ("new", "known"):
        file = outbox(phone, (xml, {"a.jpg": b"photo"}))
        [one] = carry_in(file=file, member=cast.monitoring_officer)
        assert one.outcome == outcome
    submission = Submission.objects.get()
    assert (submission.device, submission.channel) == (phone.device, "carried")
    assert submission.by == cast.field_officer.user
    assert Attachment.objects.get().state == "present"
    assert AuditEntry.objects.filter(action="field.outbox.imported").count() == 2


def test_what_was_sent_before_is_known(phone: Phone, cast: Cast) -> None:
    xml = instance(photo="a.jpg")
    phone.post(xml)
    file = outbox(phone, (xml, {"a.jpg": b"photo"}))
    assert [one.outcome for one in carry_in(file=file, member=cast.field_officer)] == ["new"]
    assert phone.post(xml, {"a.jpg": b"photo"}).status_code == 202


def test_a_sealed_outbox_asks_for_its_passphrase(phone: Phone, cast: Cast) -> None:
    file = sealed(outbox(phone, (instance(), {"a.jpg": b"p" * 5000})), "four words of ours")
    with pytest.raises(InvalidInput) as wrong:
        carry_in(file=file, passphrase="another", member=cast.field_officer)
    assert wrong.value.code == "wrong-passphrase"
    [one] = carry_in(file=file, passphrase="four words of ours", member=cast.field_officer)
    assert one.outcome == "new"


@pytest.mark.parametrize("how", ["cut", "changed", "swapped"])
def test_a_sealed_outbox_that_was_tampered_with(phone: Phone, cast: Cast, how: str) -> None:
    data = bytearray(sealed(outbox(phone, (instance(), {"a.jpg": b"p" * 5000})), "x").getvalue())
    at = data.index(b"\n") + 1
    if how == "cut":
        del data[-1016:]
    elif how == "changed":
        data[at + 5] ^= 1
    else:
        first = bytes(data[at : at + 1016])
        data[at : at + 1016], data[at + 1016 : at + 2032] = data[at + 1016 : at + 2032], first
    with pytest.raises(InvalidInput):
        carry_in(file=io.BytesIO(bytes(data)), passphrase="x", member=cast.field_officer)
    assert not Submission.objects.exists()


def test_what_is_refused_is_kept(phone: Phone, cast: Cast) -> None:
    Form.objects.update(state="closed")
    xml = instance()
    file = outbox(phone, (xml, {"a.jpg": b"photo"}))
    [one] = carry_in(file=file, member=cast.field_officer)
    assert one.outcome == "form-closed"
    post = QuarantinedPost.objects.get()
    assert bytes(post.body) == xml
    assert post.files.get().name == "a.jpg"


def test_only_a_device_of_the_programme_can_have_made_it(phone: Phone, cast: Cast) -> None:
    forged = Phone(phone.slug, "x" * 43, phone.device)
    for file in (
        outbox(forged, (instance(), {})),
        outbox(phone, (instance(), {}), programme="elsewhere"),
        outbox(phone, (instance(), {}), device="nobody"),
    ):
        with pytest.raises(InvalidInput) as unproved:
            carry_in(file=file, member=cast.field_officer)
        assert unproved.value.code == "unproved"
    with pytest.raises(NotPermitted):
        carry_in(file=outbox(phone, (instance(), {})), member=cast.press_officer)


def test_of_a_revoked_device_only_by_those_who_look_after_the_quarantine(
    phone: Phone, cast: Cast
) -> None:
    devices.revoke_device(device=phone.device, reason="lost", by=cast.director.user)
    with pytest.raises(InvalidInput):
        carry_in(file=outbox(phone, (instance(), {})), member=cast.field_officer)
    [one] = carry_in(file=outbox(phone, (instance(), {})), member=cast.monitoring_officer)
    assert one.outcome == "new"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"{}", b"{\n", b"not an outbox", b'{"rounds": 1e9}\n', os.urandom(5000)],
)
def test_other_files_are_refused_in_one_sentence(phone: Phone, cast: Cast, data: bytes) -> None:
    with pytest.raises(InvalidInput):
        carry_in(file=io.BytesIO(data), member=cast.field_officer)


def test_a_packed_container_is_refused_before_it_is_unpacked(phone: Phone, cast: Cast) -> None:
    file = outbox(phone, (instance(), {"a": b"0" * 5_000_000}), compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(InvalidInput):
        carry_in(file=file, member=cast.field_officer)


def test_a_part_that_is_not_what_the_manifest_says(phone: Phone, cast: Cast) -> None:
    xml = instance(what="Smoke over the mill")
    data = outbox(phone, (xml, {})).getvalue().replace(b"over the mill", b"over the hill")
    with pytest.raises(InvalidInput):
        carry_in(file=io.BytesIO(data), member=cast.field_officer)
    assert not Submission.objects.exists()
=======
"""An outbox carried by hand: taken in once, in the name of the phone that proves it made it."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.field.models import QuarantinedPost, Submission, SubmissionVersion
from goodoffices.field.services import devices, reviewing
from goodoffices.field.services.carrying import take_outbox
from tests.cast import Cast
from tests.field.posts import instance
from tests.field.stage import Phone, make_form, make_phone
from tests.formats import outboxes


@pytest.fixture
def phone(in_programme: Cast) -> Phone:
    """Return the field officer's phone, with the form published."""
    make_form(in_programme)
    return make_phone(in_programme)


def carried(phone: Phone, records, **more):
    """Return a file that the phone made."""
    given = {"device": phone.device.code, "secret": phone.secret, **more}
    return outboxes.outbox(records, **given)


def one_report(number: int = 1, **more: str):
    """Return a record with a photo."""
    xml = instance(instance_id=f"uuid:{number}", photo="a.jpg", **more)
    return outboxes.report(number, xml, {"a.jpg": b"photo"})


class TestTaken:
    def test_reports_come_in_the_phones_name(self, phone: Phone, cast: Cast):
        file = carried(phone, [one_report(1), one_report(2)])
        handed = take_outbox(file=file, by=cast.monitoring_officer)
        assert [one.outcome for one in handed.records] == ["received", "received"]
        assert handed.device == phone.device
        for one in Submission.objects.all():
            assert one.device == phone.device
            assert one.by == cast.field_officer.user
            assert one.channel == "carried"
            assert not one.awaits_media
        entry = AuditEntry.objects.get(action="field.outbox.imported")
        assert entry.actor == cast.monitoring_officer.user
        assert entry.data == {"records": 2, "new": 2}

    def test_the_same_file_again_changes_nothing(self, phone: Phone, cast: Cast):
        file = carried(phone, [one_report()])
        take_outbox(file=file, by=cast.field_officer)
        again = take_outbox(file=file, by=cast.director)
        assert [one.outcome for one in again.records] == ["known"]
        assert Submission.objects.count() == SubmissionVersion.objects.count() == 1

    def test_what_the_phone_sent_before_is_known(self, phone: Phone, cast: Cast):
        record = one_report()
        xml = record["_parts"]["records/1/submission.xml"]
        assert phone.post(xml, {"a.jpg": b"photo"}).status_code == 201
        handed = take_outbox(file=carried(phone, [record]), by=cast.field_officer)
        assert [one.outcome for one in handed.records] == ["known"]

    def test_and_the_phone_hears_that_it_is_there(self, phone: Phone, cast: Cast):
        record = one_report()
        take_outbox(file=carried(phone, [record]), by=cast.monitoring_officer)
        receipt = phone.get("receipt/uuid:1").json()
        assert receipt["state"] == "received"
        assert receipt["sha256"] == record["xml"]["sha256"]
        xml = record["_parts"]["records/1/submission.xml"]
        assert phone.post(xml, {"a.jpg": b"photo"}).status_code == 202

    def test_its_officer_can_still_correct_it(self, phone: Phone, cast: Cast):
        take_outbox(file=carried(phone, [one_report()]), by=cast.monitoring_officer)
        corrected = instance(instance_id="uuid:c", deprecated="uuid:1", what="Two mills")
        assert phone.post(corrected).status_code == 201

    @pytest.mark.parametrize("how", ["unproved", "revoked"])
    def test_without_proof_they_come_in_the_carriers_name(self, phone: Phone, cast: Cast, how: str):
        if how == "revoked":
            devices.revoke_device(device=phone.device, by=cast.director.user)
            file = carried(phone, [one_report()])
        else:
            file = carried(phone, [one_report()], secret="guessed")
        handed = take_outbox(file=file, by=cast.monitoring_officer)
        assert handed.device is None
        found = Submission.objects.get()
        assert found.device is None
        assert found.by == cast.monitoring_officer.user

    def test_an_answer_is_taken_once(self, phone: Phone, cast: Cast):
        take_outbox(file=carried(phone, [one_report()]), by=cast.field_officer)
        found = Submission.objects.get()
        asked = reviewing.ask(submission=found, text="Who?", by=cast.monitoring_officer.user)
        file = carried(phone, [outboxes.answer("uuid:1", asked.pk, "A neighbour.")])
        for outcome in ("received", "known"):
            handed = take_outbox(file=file, by=cast.monitoring_officer)
            assert [one.outcome for one in handed.records] == [outcome]
        said = found.notes.get(kind="answer")
        assert (said.text, said.by) == ("A neighbour.", cast.field_officer.user)


class TestNotTaken:
    def test_one_bad_record_stops_no_other(self, phone: Phone, cast: Cast):
        damaged = one_report(1)
        damaged["_parts"]["records/1/files/1"] = b"phot0"
        unknown = outboxes.report(2, instance("nowhere", instance_id="uuid:2"))
        file = carried(phone, [damaged, unknown, one_report(3)])
        handed = take_outbox(file=file, by=cast.field_officer)
        assert [one.outcome for one in handed.records] == ["damaged", "refused", "received"]
        assert all(one.words for one in handed.records[:2])
        assert [one.root_id for one in Submission.objects.all()] == ["uuid:3"]
        post = QuarantinedPost.objects.get()
        assert (post.reason, post.instance_id) == ("unknown-form", "uuid:2")
        assert post.channel == "carried"

    def test_an_answer_about_nothing(self, phone: Phone, cast: Cast):
        file = carried(phone, [outboxes.answer("uuid:none", 7, "x")])
        handed = take_outbox(file=file, by=cast.field_officer)
        assert [one.outcome for one in handed.records] == ["refused"]

    def test_a_file_of_another_programme(self, phone: Phone, cast: Cast):
        file = carried(phone, [one_report()], programme="elsewhere")
        with pytest.raises(InvalidInput) as caught:
            take_outbox(file=file, by=cast.field_officer)
        assert caught.value.code == "other-programme"

    def test_a_sealed_file_asks_for_its_phrase(self, phone: Phone, cast: Cast):
        file = outboxes.sealed(carried(phone, [one_report()]).getvalue(), "three quiet words")
        for phrase, code in (("", "sealed"), ("wrong", "wrong-passphrase")):
            with pytest.raises(InvalidInput) as caught:
                take_outbox(file=file, passphrase=phrase, by=cast.field_officer)
            assert caught.value.code == code
        handed = take_outbox(file=file, passphrase="three quiet words", by=cast.field_officer)
        assert handed.count("received") == 1

    def test_who_may_not(self, phone: Phone, cast: Cast):
        with pytest.raises((NotPermitted, NotFound)):
            take_outbox(file=carried(phone, []), by=cast.press_officer)
>>>>>>> field-fill
