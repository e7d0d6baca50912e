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
