"""Files, corrections and hard days: further cases of the protocol, numbered as in the table of
docs/reference/openrosa.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from goodoffices.core.evidence import DiskFull
from goodoffices.field.models import (
    Attachment,
    Form,
    QuarantinedPost,
    Submission,
    SubmissionVersion,
)
from goodoffices.field.services.receiving import taking
from tests.cast import Cast
from tests.field.posts import instance
from tests.field.stage import Phone, make_form, make_phone

OPENROSA = "{http://openrosa.org/http/response}"


def held(reason: str, xml: bytes | None = None) -> QuarantinedPost:
    """Return the one refused post of a reason; its bytes must be those that were sent."""
    post = QuarantinedPost.objects.get(reason=reason)
    if xml is not None:
        assert bytes(post.body) == xml
        assert post.sha256 == hashlib.sha256(xml).hexdigest()
    return post


@pytest.fixture(autouse=True)
def _nothing_is_lost(in_programme: Cast) -> Iterator[None]:
    yield
    for version in SubmissionVersion.objects.all():
        assert hashlib.sha256(bytes(version.xml)).hexdigest() == version.sha256


# --- cases 29 to 36: files


def test_29_30_files_in_several_posts(phone: Phone) -> None:
    xml = instance(photo="a.jpg")
    assert phone.post(xml).status_code == 201
    assert Submission.objects.get().awaits_media
    assert phone.post(xml, {"a.jpg": b"photo"}).status_code == 201
    assert phone.post(xml, {"a.jpg": b"photo"}).status_code == 202
    assert not Submission.objects.get().awaits_media
    assert Attachment.objects.get().state == Attachment.State.PRESENT


def test_31_other_bytes_under_a_known_name(phone: Phone) -> None:
    xml = instance(photo="a.jpg")
    phone.post(xml, {"a.jpg": b"photo"})
    assert phone.post(xml, {"a.jpg": b"another"}).status_code == 409
    assert phone.post(xml, {"a.jpg": b"another"}).status_code == 409
    found = Attachment.objects.order_by("pk")
    assert [one.state for one in found] == [Attachment.State.PRESENT, Attachment.State.CONFLICT]
    assert {one.file.size for one in found if one.file} == {5, 7}


def test_32_a_file_that_never_came(phone: Phone) -> None:
    assert phone.post(instance(photo="a.jpg")).status_code == 201
    assert Attachment.objects.get().state == Attachment.State.EXPECTED


def test_33_a_file_the_answers_do_not_name(phone: Phone) -> None:
    assert phone.post(instance(), {"extra.jpg": b"photo"}).status_code == 201
    assert Attachment.objects.get().state == Attachment.State.UNREFERENCED


@pytest.mark.parametrize(
    "name",
    [
        "صورة ١.jpg",
        "תמונה.jpg",
        "🕊.jpg",
        "../../x.jpg",
        "/etc/passwd",
        "a" * 300 + ".jpg",
        "spaced  name.jpg",
    ],
)
def test_34_35_36_names_of_files(phone: Phone, name: str) -> None:
    xml = instance(photo=name)
    assert phone.post(xml, {name: b"photo"}).status_code == 201
    one = Attachment.objects.get()
    assert (one.name, one.state) == (name, Attachment.State.PRESENT)


# --- cases 37 to 44: corrections


def test_37_38_a_correction_and_its_repetition(phone: Phone) -> None:
    phone.post(instance(instance_id="uuid:1"))
    edit = instance(instance_id="uuid:2", deprecated="uuid:1", what="Corrected")
    assert phone.post(edit).status_code == 201
    assert phone.post(edit).status_code == 202
    submission = Submission.objects.get()
    assert (submission.current, submission.versions.count()) == (2, 2)
    assert submission.review == Submission.Review.EDITED


def test_39_a_correction_of_what_was_corrected(phone: Phone) -> None:
    phone.post(instance(instance_id="uuid:1"))
    phone.post(instance(instance_id="uuid:2", deprecated="uuid:1"))
    late = instance(instance_id="uuid:3", deprecated="uuid:1", what="Late")
    assert phone.post(late).status_code == 409
    assert phone.post(late).status_code == 409
    submission = Submission.objects.get()
    assert submission.current == 2
    branch = submission.versions.get(is_branch=True)
    assert bytes(branch.xml) == late


def test_40_a_correction_by_another_device(phone: Phone, cast: Cast) -> None:
    phone.post(instance(instance_id="uuid:1"))
    other = make_phone(cast, cast.monitoring_officer, "Phone 2")
    edit = instance(instance_id="uuid:2", deprecated="uuid:1")
    assert other.post(edit).status_code == 403
    held("not-your-report", edit)
    Form.objects.update(editing=Form.Editing.ANY)
    assert other.post(edit).status_code == 201


def test_41_a_correction_of_the_unknown(phone: Phone) -> None:
    edit = instance(deprecated="uuid:nothing")
    assert phone.post(edit).status_code == 404
    held("unknown-edit", edit)


def test_42_a_correction_under_an_old_identifier(phone: Phone) -> None:
    phone.post(instance(instance_id="uuid:1"))
    phone.post(instance(instance_id="uuid:2", deprecated="uuid:1"))
    again = instance(instance_id="uuid:1", deprecated="uuid:2", what="Other")
    assert phone.post(again).status_code == 409
    held("instance-differs", again)


def test_43_the_same_identifier_on_another_form(phone: Phone, cast: Cast) -> None:
    make_form(cast, "other")
    assert phone.post(instance(instance_id="uuid:1")).status_code == 201
    assert phone.post(instance("other", instance_id="uuid:1")).status_code == 201


def test_44_a_deleted_submission_stays_deleted(phone: Phone) -> None:
    from django.utils import timezone

    xml = instance()
    phone.post(xml)
    Submission.objects.update(deleted_at=timezone.now())
    assert phone.post(xml).status_code == 202
    assert Submission.objects.get().deleted_at is not None
    from goodoffices.core.models import AuditEntry

    assert AuditEntry.objects.filter(action="field.submission.sent_again").count() == 1


# --- cases 49 to 51 and 60


def test_49_a_body_above_the_limit(phone: Phone, settings: object) -> None:
    settings.FIELD_POST_LIMIT_BYTES = 5000  # type: ignore[attr-defined]
    answer = phone.post(instance(), {"a.jpg": b"x" * 6000})
    assert answer.status_code == 413
    assert answer.content.startswith(b"<OpenRosaResponse")
    assert answer["Connection"] == "close"


@pytest.mark.parametrize("length", [300, 500, 501, 5000])
def test_50_long_identifiers(phone: Phone, length: int) -> None:
    xml = instance(instance_id="uuid:" + "1" * (length - 5))
    other = instance(instance_id="uuid:" + "1" * (length - 6) + "2")
    assert [phone.post(xml).status_code for _ in range(2)] == [201, 202]
    assert phone.post(other).status_code == 201


def test_37_a_correction_keeps_the_files_it_still_names(phone: Phone) -> None:
    """Our own web form and ODK's engine do not send again what did not change."""
    phone.post(
        instance(instance_id="uuid:a", photo="a.jpg", more="<more>b.jpg</more>"),
        {"a.jpg": b"photo", "loose.txt": b"unnamed"},
    )
    corrected = instance(instance_id="uuid:b", deprecated="uuid:a", photo="a.jpg")
    assert phone.post(corrected).status_code == 201
    version = SubmissionVersion.objects.get(instance_id="uuid:b")
    rows = {one.name: (one.state, one.file.sha256) for one in version.attachments.all()}
    same = hashlib.sha256(b"photo").hexdigest()
    assert rows == {"a.jpg": (Attachment.State.PRESENT, same)}
    assert not Submission.objects.get().awaits_media
    assert phone.post(corrected, {"a.jpg": b"photo"}).status_code == 202


def test_37_a_correction_may_bring_another_file_of_the_name(phone: Phone) -> None:
    phone.post(instance(instance_id="uuid:a", photo="a.jpg"), {"a.jpg": b"photo"})
    corrected = instance(instance_id="uuid:b", deprecated="uuid:a", photo="a.jpg")
    assert phone.post(corrected).status_code == 201
    assert phone.post(corrected, {"a.jpg": b"a better one"}).status_code == 201
    assert phone.post(corrected, {"a.jpg": b"a third"}).status_code == 409
    version = SubmissionVersion.objects.get(instance_id="uuid:b")
    first = version.attachments.get(state=Attachment.State.PRESENT)
    assert first.file.sha256 == hashlib.sha256(b"a better one").hexdigest()


def test_51_an_encrypted_envelope(phone: Phone) -> None:
    xml = (
        b'<data xmlns="http://opendatakit.org/submissions" id="incident" version="1"'
        b' encrypted="yes"><base64EncryptedKey>AAAA</base64EncryptedKey>'
        b'<meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:e</instanceID></meta>'
        b"<media><file>a.jpg.enc</file></media>"
        b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    )
    files = {"submission.xml.enc": b"1", "a.jpg.enc": b"2", "stray.enc": b"3"}
    assert phone.post(xml, files).status_code == 201
    version = SubmissionVersion.objects.get()
    assert version.is_encrypted
    states = {one.name: one.state for one in version.attachments.all()}
    assert states["stray.enc"] == Attachment.State.UNREFERENCED
    assert states["a.jpg.enc"] == states["submission.xml.enc"] == Attachment.State.PRESENT


@pytest.mark.parametrize("error", [OperationalError("database is locked"), DiskFull("full")])
def test_60_the_database_or_the_disk_cannot(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(taking, "version_for", fails)
    answer = phone.post(instance())
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert not Submission.objects.exists()
