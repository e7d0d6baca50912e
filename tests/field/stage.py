"""A stage for tests of the field: published forms, officers' devices, and posts as phones send."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Device, Form, FormMedia, FormVersion
from goodoffices.field.services.devices import issue_device
from tests.cast import Cast
from tests.field.posts import multipart

FIELDS = [
    ("day", "date"),
    ("what", "text"),
    ("photo", "image"),
    ("place/point", "geopoint"),
]


def make_form(
    cast: Cast,
    form_id: str = "incident",
    *,
    versions: Sequence[str] = ("1",),
    state: str = Form.State.OPEN,
    tlp: int = TLP.AMBER,
    **more: Any,
) -> Form:
    """Publish a form of four questions, in one or several versions, the last one current."""
    form = Form.objects.create(
        programme=cast.programme,
        xform_id=form_id,
        titles={"en": "Incident <report> & more", "ar": "بلاغ"},
        state=state,
        tlp=tlp,
        **more,
    )
    for number, version in enumerate(versions, start=1):
        form.current = _version(cast, form, number, version)
    form.save()
    return form


def _version(cast: Cast, form: Form, number: int, version: str) -> FormVersion:
    xform = f"<h:html xmlns:h='http://www.w3.org/1999/xhtml'>{form.xform_id} {version}</h:html>"
    fields = [
        {"path": path, "name": path, "type": kind, "labels": {}, "repeat": "", "list": ""}
        for path, kind in FIELDS
    ]
    return FormVersion.objects.create(
        form=form,
        number=number,
        version=version,
        xform=evidence.store_file(BytesIO(xform.encode()), programme=cast.programme),
        md5=hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest(),
        fields=fields,
        languages=["en"],
        published_at=timezone.now(),
    )


def add_media(cast: Cast, form: Form, name: str, data: bytes) -> FormMedia:
    """Hand a media file of the current version in."""
    assert form.current is not None
    return FormMedia.objects.create(
        version=form.current,
        name=name,
        file=evidence.store_file(BytesIO(data), programme=cast.programme),
        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        is_list=name.endswith(".csv"),
    )


@dataclass
class Phone:
    """A phone with a secret; ``post`` sends a submission as Collect does."""

    slug: str
    secret: str
    device: Device
    client: Client = field(default_factory=Client)

    def at(self, path: str) -> str:
        """Return an address of the device."""
        return f"/field/{self.slug}/key/{self.secret}/{path}"

    def get(self, path: str, **headers: str) -> Any:
        """Fetch something."""
        return self.client.get(self.at(path), headers=headers)

    def post(
        self,
        xml: bytes,
        files: Mapping[str, bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a submission with its files."""
        said = {"X-OpenRosa-Version": "1.0"} if headers is None else dict(headers)
        kind, body = multipart(xml, files or {})
        return self.client.post(self.at("submission"), body, content_type=kind, headers=said)


def make_phone(cast: Cast, member: Any = None, name: str = "Phone 1") -> Phone:
    """Issue a phone to an officer, by default the field officer."""
    officer = member or cast.field_officer
    device, secret = issue_device(member=officer, name=name, kind="collect", by=officer.user)
    return Phone(cast.programme.slug, secret, device)
