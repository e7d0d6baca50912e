"""Submissions whose time is over: the content goes, that they came stays, phones are told so."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from goodoffices.codebook.errors import Conflict
from goodoffices.core import evidence, search
from goodoffices.core.models import Handling, StoredFile
from goodoffices.core.services import retention
from goodoffices.field.following import await_reading
from goodoffices.field.models import Attachment, Submission, SubmissionNote, WebhookDelivery
from goodoffices.field.refusals import Refused
from goodoffices.field.services import reviewing
from goodoffices.field.services.indexing import file_words
from tests.cast import Cast, sign_in
from tests.field.builders import incident_form, send, xml_of
from tests.field.stage import make_phone

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=400)
OWN = "uuid:00000000-0000-4000-8000-000000000001"


@pytest.fixture
def purging(in_programme: Cast) -> Cast:
    Handling.objects.create(
        programme=in_programme.programme, kind="field.submission", keep_days=365, purges=True
    )
    incident_form(in_programme)
    return in_programme


def old(cast: Cast, xml: bytes, photo: bytes = b"a photo", **more: Any) -> Submission:
    made = send(cast, xml, {"a.jpg": photo}, **more).submission
    Submission.objects.filter(pk=made.pk).update(
        received_at=OLD, mapping_state="mapped", awaits_media=False, answers={"a": "zarvel"}
    )
    for file in StoredFile.objects.all():
        os.utime(evidence.path(file), (0, 0))
    made.refresh_from_db()
    return made


def purge(cast: Cast) -> int:
    return retention.purge(cast.programme, by=cast.director.user)


def photo() -> StoredFile:
    return StoredFile.objects.get(size=len(b"a photo"))


def test_the_content_goes_and_that_it_came_stays(purging: Cast) -> None:
    made = old(purging, xml_of(instance_id=OWN))
    file_words([(made, made.versions.get().form_version_id)])
    reviewing.comment(submission=made, text="Who was it?", by=purging.monitoring_officer.user)
    sha256, came = made.versions.get().sha256, made.received_at
    found = search.matching("submission", "zarvel", purging.director)
    assert Submission.objects.filter(found).exists()
    place = evidence.path(photo())
    assert purge(purging) == 1
    made.refresh_from_db()
    version = made.versions.get()
    assert (made.answers, bytes(version.xml), version.instance_id) == ({}, b"", OWN)
    assert (version.sha256, made.received_at) == (sha256, came)
    assert made.purged_at
    assert not place.exists()
    assert Attachment.objects.get(name="a.jpg").file == photo(), "its hash stays"
    assert not SubmissionNote.objects.exists()
    assert not WebhookDelivery.objects.exists()
    assert not Submission.objects.filter(found).exists()
    assert purge(purging) == 0


def test_sent_again_it_is_not_taken_as_new(purging: Cast) -> None:
    xml = xml_of(instance_id=OWN)
    made = old(purging, xml)
    purge(purging)
    receipt = send(purging, xml, {"a.jpg": b"a photo"})
    assert (receipt.submission, receipt.is_new) == (made, False)
    made.refresh_from_db()
    assert made.purged_at
    assert bytes(made.versions.get().xml) == b""
    assert Submission.objects.count() == 1
    assert evidence.path(photo()).exists()
    os.utime(evidence.path(photo()), (0, 0))
    purge(purging)
    assert not evidence.path(photo()).exists(), "the bytes that came again go too"


def test_a_phone_is_told_that_it_arrived(purging: Cast) -> None:
    phone = make_phone(purging)
    xml = xml_of(instance_id=OWN)
    made = old(purging, xml, device=phone.device)
    purge(purging)
    said = phone.get(f"receipt/{OWN}").json()
    assert (said["state"], said["kept"]) == ("received", False)
    assert said["sha256"] == made.versions.get().sha256
    assert [one["name"] for one in said["files"]] == ["a.jpg"]
    again = phone.post(xml, {"a.jpg": b"a photo"})
    assert (again.status_code, "received before" in again.content.decode()) == (202, True)


def test_a_correction_of_it_waits_for_a_person(purging: Cast) -> None:
    made = old(purging, xml_of(instance_id=OWN))
    purge(purging)
    edit = xml_of(deprecated=OWN)
    with pytest.raises(Refused) as refused:
        send(purging, edit)
    assert refused.value.code == "edit-of-deleted"
    send(purging, edit, allowed=frozenset({"edit-of-deleted"}))
    made.refresh_from_db()
    assert made.purged_at is None, "a person let content in again: it is kept again"


def test_bytes_that_a_record_needs_stay(purging: Cast) -> None:
    old(purging, xml_of())
    item = evidence.enter(photo(), name="a.jpg", by=None, tlp=2)
    purge(purging)
    assert evidence.path(item.file).exists()


def test_what_is_still_waited_for_stays(purging: Cast) -> None:
    waiting, awaited = old(purging, xml_of()), old(purging, xml_of(), b"another")
    Submission.objects.filter(pk=waiting.pk).update(mapping_state="waiting")
    Submission.objects.filter(pk=awaited.pk).update(awaits_media=True)
    asked = old(purging, xml_of(), b"third")
    reviewing.ask(submission=asked, text="Where?", by=purging.monitoring_officer.user)
    planned = next(
        one for one in retention.plan(purging.programme) if one.kind.name == "field.submission"
    )
    assert planned.goes == 0
    assert dict(planned.shown) == {
        waiting.code: ["Its answers are still to be read."],
        awaited.code: ["Files of it are still awaited from the phone."],
        asked.code: ["A question to its officer waits for an answer."],
    }
    assert purge(purging) == 0


def test_what_is_gone_is_never_read_or_deleted_again(purging: Cast) -> None:
    made = old(purging, xml_of())
    purge(purging)
    assert await_reading(Submission.objects.all(), purging.programme) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(mapping_state="waiting")
    with pytest.raises(Conflict):
        reviewing.delete(submission=made, reason="x", by=purging.monitoring_officer.user)


def test_its_pages(purging: Cast, client: Client) -> None:
    made = old(purging, xml_of())
    sign_in(client, purging.monitoring_officer)
    page = f"/p/talmora/field/submissions/{made.code}/"
    assert client.get(page).status_code == 200
    purge(purging)
    said = client.get(page).content.decode()
    assert "The content of this submission is gone" in said
    assert client.get(f"{page}version-1.xml").status_code == 404
    assert client.get(f"{page}files/{photo().sha256}").status_code == 404
