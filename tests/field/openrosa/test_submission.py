"""What a phone is answered for what it sends: the cases of the protocol, numbered as in the table
of docs/reference/openrosa.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from lxml import etree

from goodoffices.core import evidence
from goodoffices.field.models import (
    Attachment,
    Form,
    QuarantinedPost,
    Submission,
    SubmissionVersion,
)
from goodoffices.field.services import devices
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


# --- cases 1 to 5: asking first


def test_01_pre_flight(phone: Phone) -> None:
    answer = phone.client.head(phone.at("submission"))
    assert answer.status_code == 204
    assert answer["Location"].endswith(phone.at("submission"))
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) >= 10**7


def test_02_pre_flight_without_credentials(phone: Phone) -> None:
    answer = phone.client.head(f"/field/{phone.slug}/submission")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")


def test_03_pre_flight_with_a_bad_or_revoked_secret(phone: Phone, cast: Cast) -> None:
    wrong = Phone(phone.slug, "x" * 43, phone.device)
    assert wrong.client.head(wrong.at("submission")).status_code == 403
    devices.revoke_device(device=phone.device, reason="lost", by=cast.director.user)
    assert phone.client.head(phone.at("submission")).status_code == 403
    assert phone.post(instance()).status_code == 403
    assert not Submission.objects.exists()


def test_03_the_secret_of_one_programme_opens_no_other(phone: Phone, cast: Cast) -> None:
    elsewhere = Phone(cast.other_programme.slug, phone.secret, phone.device)
    assert elsewhere.get("formList").status_code == 403
    assert Phone("nowhere", phone.secret, phone.device).get("formList").status_code == 403


def test_04_no_version_header(phone: Phone) -> None:
    assert phone.post(instance(), headers={}).status_code == 201


def test_05_another_version_of_the_protocol(phone: Phone) -> None:
    xml = instance()
    assert phone.post(xml, headers={"X-OpenRosa-Version": "2.0"}).status_code == 400
    held("openrosa-version", xml)


# --- cases 6 to 23: the answers


def test_06_a_new_submission(phone: Phone, cast: Cast) -> None:
    xml = instance(instance_id="uuid:1")
    answer = phone.post(xml)
    assert answer.status_code == 201
    tree = etree.fromstring(answer.content)
    assert tree.tag == f"{OPENROSA}OpenRosaResponse"
    assert tree.find(f"{OPENROSA}message").get("nature") == "submit_success"
    assert tree[1].get("instanceID") == "uuid:1"
    submission = Submission.objects.get()
    assert (submission.root_id, submission.by) == ("uuid:1", cast.field_officer.user)
    assert submission.office == cast.office
    assert bytes(submission.versions.get().xml) == xml


def test_07_the_same_again(phone: Phone) -> None:
    xml = instance()
    assert [phone.post(xml).status_code for _ in range(3)] == [201, 202, 202]
    assert Submission.objects.count() == SubmissionVersion.objects.count() == 1


def test_08_other_answers_under_the_same_identifier(phone: Phone) -> None:
    other = instance(instance_id="uuid:1", what="Other words")
    phone.post(instance(instance_id="uuid:1"))
    assert phone.post(other, {"a.jpg": b"photo"}).status_code == 409
    assert held("instance-differs", other).files.get().name == "a.jpg"
    assert SubmissionVersion.objects.count() == 1


@pytest.mark.parametrize("name", ["submission", "XML_SUBMISSION_FILE", "xml"])
def test_09_the_answers_part_is_missing_or_misnamed(phone: Phone, name: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    xml = instance()
    part = SimpleUploadedFile("submission.xml", xml, "text/xml")
    assert phone.client.post(phone.at("submission"), {name: part}).status_code == 400
    with evidence.open(held("no-xml-part").files.get().file) as kept:
        assert kept.read() == xml


@pytest.mark.parametrize("kind", ["text/xml", "application/json", "multipart/form-data"])
def test_10_46_47_bodies_of_other_kinds(phone: Phone, kind: str) -> None:
    xml = instance()
    answer = phone.client.post(phone.at("submission"), xml, content_type=kind)
    assert answer.status_code == 400
    assert answer.content.startswith(b"<OpenRosaResponse")
    with evidence.open(held("not-multipart").files.get().file) as kept:
        assert kept.read() == xml


def test_47_a_urlencoded_body(phone: Phone) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = phone.client.post(phone.at("submission"), "xml=%3Cdata%2F%3E", content_type=kind)
    assert answer.status_code == 400


def test_46_a_body_that_breaks_off(phone: Phone) -> None:
    xml = instance()
    whole = (
        b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
        b"Content-Type: text/xml\r\n\r\n" + xml + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="p.jpg"; filename="p.jpg"\r\n\r\n'
        + b"j"
        * 900
    )
    kind = "multipart/form-data; boundary=b"
    answer = phone.client.post(phone.at("submission"), whole, content_type=kind)
    assert answer.status_code == 400
    post = held("broken-body", xml)
    with evidence.open(post.files.get().file) as kept:
        assert b"j" * 900 in kept.read()
    assert not Submission.objects.exists()


BAD_XML = {
    "empty": (b"", "malformed-xml"),
    "words": (b"Smoke over the mill", "malformed-xml"),
    "truncated": (b'<data id="incident" version="1"><day>', "malformed-xml"),
    "control sign": (instance(what="a\x0bb"), "malformed-xml"),
    "no form id": (b"<data version='1'><day/></data>", "no-form-id"),
    "deep": (b"<data id='incident' version='1'>" + b"<a>" * 5000 + b"</a>" * 5000, "malformed-xml"),
    "long attribute": (
        b"<data id='incident' version='1' x='" + b"y" * 10_500_000 + b"'/>",
        "malformed-xml",
    ),
    "entity": (
        b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><data id="incident">&e;</data>',
        "xml-doctype",
    ),
    "bomb": (
        b"<!DOCTYPE d ["
        + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
        + b']><data id="incident">&a11;</data>',
        "xml-doctype",
    ),
    "doctype in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d><data id="incident"/>'.encode("utf-16"),
        "xml-doctype",
    ),
}


@pytest.mark.parametrize("name", BAD_XML)
def test_11_12_13_19_23_answers_that_are_no_good_xml(phone: Phone, name: str) -> None:
    xml, reason = BAD_XML[name]
    answer = phone.post(xml)
    assert answer.status_code == 400
    assert answer.content.startswith(b"<OpenRosaResponse")
    held(reason, xml)


def test_14_an_unknown_form(phone: Phone) -> None:
    xml = instance("nothing")
    assert phone.post(xml).status_code == 404
    assert held("unknown-form", xml).xform_id == "nothing"


def test_15_16_an_unknown_or_missing_version(phone: Phone) -> None:
    for version in ("99", ""):
        xml = instance(version=version)
        assert phone.post(xml).status_code == 404
        post = QuarantinedPost.objects.get(reason="unknown-version", xform_version=version)
        assert bytes(post.body) == xml


def test_17_an_older_published_version(phone: Phone, cast: Cast) -> None:
    make_form(cast, "two", versions=("1", "2"))
    assert phone.post(instance("two", "1")).status_code == 201
    assert phone.post(instance("two", "2")).status_code == 201


def test_18_no_instance_id(phone: Phone) -> None:
    xml = instance(instance_id="")
    assert [phone.post(xml).status_code for _ in range(2)] == [201, 202]
    assert Submission.objects.get().root_id == f"sha256:{hashlib.sha256(xml).hexdigest()}"


def test_20_21_unknown_elements_and_missing_answers_are_taken(phone: Phone) -> None:
    xml = instance(what="", more="<surprise><inside>kept</inside></surprise>")
    assert phone.post(xml).status_code == 201
    assert b"surprise" in bytes(SubmissionVersion.objects.get().xml)


def test_22_a_byte_order_mark(phone: Phone) -> None:
    xml = b"\xef\xbb\xbf" + instance()
    assert phone.post(xml).status_code == 201
    assert bytes(SubmissionVersion.objects.get().xml) == xml


# --- cases 24 to 28: states of forms, rights, credentials


def test_24_a_closing_form_still_takes(phone: Phone) -> None:
    Form.objects.update(state=Form.State.CLOSING)
    assert phone.post(instance()).status_code == 201


def test_25_a_closed_form_refuses_and_keeps(phone: Phone, cast: Cast) -> None:
    from goodoffices.field.services import quarantine

    Form.objects.update(state=Form.State.CLOSED)
    xml = instance(photo="a.jpg")
    assert phone.post(xml, {"a.jpg": b"photo"}).status_code == 403
    post = held("form-closed", xml)
    quarantine.release(post=post, reason="It came late.", by=cast.monitoring_officer.user)
    submission = Submission.objects.get()
    assert bytes(submission.versions.get().xml) == xml
    assert submission.device == phone.device
    assert Attachment.objects.get().state == Attachment.State.PRESENT


def test_26_a_role_that_does_not_send(phone: Phone, cast: Cast) -> None:
    type(cast.field_officer).objects.filter(pk=cast.field_officer.pk).update(role="partner")
    xml = instance()
    assert phone.post(xml).status_code == 403
    held("not-permitted", xml)


def test_26_a_form_that_one_may_not_see_does_not_exist(phone: Phone, cast: Cast) -> None:
    make_form(cast, "secret", tlp=4)
    assert phone.post(instance("secret")).status_code == 404
    assert b"secret" not in phone.get("formList").content


def test_27_basic_credentials(phone: Phone, cast: Cast) -> None:
    where = f"/field/{phone.slug}/submission"
    from django.core.files.uploadedfile import SimpleUploadedFile

    def sent(name: str, secret: str) -> int:
        import base64

        said = "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()
        part = SimpleUploadedFile("s.xml", instance(), "text/xml")
        parts = {"xml_submission_file": part}
        status: int = phone.client.post(where, parts, headers={"Authorization": said}).status_code
        return status

    assert sent(phone.device.code, phone.secret) == 201
    assert sent(phone.device.code, "wrong" * 9) == 401
    assert sent("someone", phone.secret) == 401
    cast.field_officer.user.is_active = False
    cast.field_officer.user.save()
    assert sent(phone.device.code, phone.secret) == 401


def test_28_digest(cast: Cast, settings: object) -> None:
    import re

    settings.FIELD_DIGEST = True  # type: ignore[attr-defined]
    make_form(cast)
    phone = make_phone(cast)
    where = f"/field/{phone.slug}/formList"
    challenge = next(
        part for part in [phone.client.get(where)["WWW-Authenticate"]] if part.startswith("Digest")
    )
    nonce = re.search(r'nonce="([^"]+)"', challenge)[1]  # type: ignore[index]

    def said(secret: str, nonce: str) -> str:
        def md5(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        ha1 = md5(f"{phone.device.code}:{devices.REALM}:{secret}")
        response = md5(f"{ha1}:{nonce}:00000001:abc:auth:{md5('GET:' + where)}")
        return (
            f'Digest username="{phone.device.code}", realm="{devices.REALM}", nonce="{nonce}",'
            f' uri="{where}", qop=auth, nc=00000001, cnonce="abc", response="{response}"'
        )

    def status(secret: str, nonce: str) -> int:
        got: int = phone.client.get(
            where, headers={"Authorization": said(secret, nonce)}
        ).status_code
        return got

    assert status(phone.secret, nonce) == 200
    assert status("wrong", nonce) == 401
    assert status(phone.secret, "1:forged") == 401
