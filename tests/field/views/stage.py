"""A stage for tests of the field's pages: two forms, two phones, what they sent through the door.

Everything comes in by the real services, as XML, so that the pages show what a phone would send.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.access import name_on
from goodoffices.core.evidence.files import receiving
from goodoffices.core.models import Membership, User
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Device, Form, FormVersion, Submission
from goodoffices.field.services import devices
from goodoffices.field.services.indexing import file_words
from goodoffices.field.services.reading import read_submission
from goodoffices.field.services.receiving import Post, Sender, receive
from tests.cast import Cast, sign_in

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99"
    b"=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)

FIELDS: list[dict[str, Any]] = [
    {"path": "start", "type": "start"},
    {
        "path": "place/district",
        "type": "select_one",
        "list": "districts",
        "labels": {"en": "District", "ar": "المنطقة"},
    },
    {"path": "place/point", "type": "geopoint", "labels": {"en": "Point"}},
    {"path": "killed", "type": "integer", "labels": {"en": "People killed"}},
    {
        "path": "needs",
        "type": "select_multiple",
        "list": "needs",
        "labels": {"en": "What is needed"},
    },
    {"path": "what", "type": "text", "labels": {"en": "What happened", "ar": "ماذا حدث"}},
    {"path": "photo", "type": "image", "labels": {"en": "A photo"}},
    {"path": "people/name", "type": "text", "labels": {"en": "Name"}, "repeat": "people"},
    {"path": "people/age", "type": "integer", "labels": {"en": "Age"}, "repeat": "people"},
    {
        "path": "people/hurt/where",
        "type": "text",
        "labels": {"en": "Hurt where"},
        "repeat": "people/hurt",
    },
]
CHOICES = {
    "districts": [
        {"name": "north", "labels": {"en": "North of the river", "ar": "شمال النهر"}},
        {"name": "south", "labels": {"en": "South of the river"}},
    ],
    "needs": [
        {"name": "water", "labels": {"en": "Water"}},
        {"name": "roof", "labels": {"en": "A roof"}},
    ],
}


@dataclass(frozen=True)
class FieldStage:
    """Records of one programme. ``secret`` is RED and names only the director."""

    cast: Cast
    form: Form
    secret: Form
    phone: Device
    phone_secret: str
    desk: Device
    first: Submission
    second: Submission
    other: Submission
    hidden: Submission

    def at(self, path: str = "") -> str:
        """Return an address of the field."""
        return f"/p/{self.cast.programme.slug}/field/{path}"

    def client(self, who: Membership | User | None = None) -> Client:
        """Return a browser with somebody logged in, by default the monitoring officer."""
        return sign_in(Client(), who or self.cast.monitoring_officer)

    def page(self, path: str = "", who: Membership | None = None, **query: Any) -> str:
        """Return a page as somebody sees it."""
        answer = self.client(who).get(self.at(path), query)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def send(self, xml: str, **more: Any) -> Submission:
        """Send answers from the officer's phone."""
        return send(self.cast.field_officer, self.phone, xml, **more)


def make_form(cast: Cast, xform_id: str = "incident", *, tlp: int = TLP.AMBER) -> Form:
    """Publish a form with every kind of question the pages care about."""
    form = Form.objects.create(
        programme=cast.programme,
        xform_id=xform_id,
        titles={"en": f"Form {xform_id}", "ar": "استمارة"},
        state=Form.State.OPEN,
        tlp=tlp,
        purpose=Form.Purpose.INCIDENT,
    )
    file = evidence.store_file(io.BytesIO(b"<h:html/>"), programme=cast.programme)
    form.current = FormVersion.objects.create(
        form=form,
        number=1,
        version="1",
        xform=file,
        md5="0" * 32,
        languages=["en", "ar"],
        default_language="en",
        fields=[{"name": one["path"].split("/")[-1], "labels": {}, **one} for one in FIELDS],
        choices=CHOICES,
        published_at=timezone.now(),
    )
    form.save(update_fields=["current"])
    return form


def xml(
    instance: str, inside: str = "", *, form: str = "incident", edits: str = "", name: str = ""
) -> str:
    """Write answers as a phone does."""
    meta = f"<instanceID>{instance}</instanceID>"
    meta += f"<deprecatedID>{edits}</deprecatedID>" if edits else ""
    meta += f"<instanceName>{name}</instanceName>" if name else ""
    return f'<data id="{form}" version="1">{inside}<meta>{meta}</meta></data>'


def send(
    member: Membership,
    device: Device | None,
    said: str,
    *,
    files: Sequence[tuple[str, bytes]] = (),
    channel: str = "openrosa",
    read: bool = True,
) -> Submission:
    """Send answers through the door, and read them as the task does."""
    stored = [
        (name, evidence.store_file(io.BytesIO(content), programme=member.programme))
        for name, content in files
    ]
    receipt = receive(Post(said.encode(), stored), Sender(member, device, channel))
    return read_in(receipt.submission) if read else receipt.submission


def read_in(submission: Submission) -> Submission:
    """Read the answers of a submission into its columns, as the task does."""
    submission.refresh_from_db()
    read_submission(submission)
    submission.mapping_state = Submission.MappingState.UNMAPPED
    submission.save(update_fields=["mapping_state"])
    version = submission.versions.get(number=submission.current)
    file_words([(submission, version.form_version_id)])
    return submission


FIRST = (
    "<start>2026-03-04T08:00:00Z</start>"
    "<place><district>north</district><point>11.45 31.22 0 5</point></place>"
    "<killed>2</killed><needs>water roof</needs><what>Three shells fell at dawn.</what>"
    "<photo>market.png</photo>"
    "<people><name>Ama</name><age>7</age><hurt><where>arm</where></hurt></people>"
    "<people><name>Ben</name><age>40</age><hurt><where>leg</where></hurt>"
    "<hurt><where>hand</where></hurt></people>"
)


def set_stage(cast: Cast) -> FieldStage:
    """Publish the forms, issue the phones, send the answers (inside the programme's scope)."""
    form, secret = make_form(cast), make_form(cast, "secret", tlp=TLP.RED)
    name_on(secret, [cast.director], by=cast.director.user)
    fia, mona = cast.field_officer, cast.monitoring_officer
    phone, phone_secret = devices.issue_device(
        member=fia, name="Fia's phone", kind="collect", by=fia.user
    )
    desk, _secret = devices.issue_device(member=mona, name="Desk", kind="web", by=mona.user)
    own, _secret = devices.issue_device(
        member=cast.director, name="Dora's phone", kind="collect", by=cast.director.user
    )
    first = send(fia, phone, xml("uuid:1", FIRST, name="Shells in Harrow"))
    second = send(
        fia,
        phone,
        xml("uuid:2", "<killed>0</killed><what>قصف السوق</what><photo>b.png</photo>"),
        files=[("b.png", PNG), ("stray.txt", b"a stray note")],
    )
    other = send(
        mona, desk, xml("uuid:3", "<what>Calm all day</what>", name="Day note"), channel="web"
    )
    hidden = send(
        cast.director,
        own,
        xml("uuid:4", "<what>Xanthippe was there</what>", form="secret", name="Xanthippe"),
    )
    name_on(hidden, [cast.director], by=cast.director.user)
    return FieldStage(cast, form, secret, phone, phone_secret, desk, first, second, other, hidden)


def kept(content: bytes, cast: Cast) -> Any:
    """Return bytes as they arrive, kept on the disk."""
    with receiving(io.BytesIO(content), programme_id=cast.programme.pk, limit=10**6) as received:
        evidence.keep(received, cast.programme.pk)
        return received
