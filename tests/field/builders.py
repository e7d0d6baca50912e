"""Forms with a mapping, and submissions of them taken in as the intake does."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.models import Membership, StoredFile
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Device, Form, FormVersion, Mapping, Submission
from goodoffices.field.services.devices import issue_device
from goodoffices.field.services.receiving import Post, Receipt, Sender, receive
from tests.cast import Cast
from tests.formats.submissions.incident import BODY, CHOICES, ENTRIES, FIELDS


def make_device(cast: Cast, member: Membership | None = None, name: str = "Phone 1") -> Device:
    """Issue a device to an officer, by default the field officer."""
    officer = member or cast.field_officer
    return issue_device(member=officer, name=name, kind="collect", by=officer.user)[0]


def incident_form(
    cast: Cast,
    *,
    xform_id: str = "incident",
    entries: Sequence[Lookup[str, Any]] | None = ENTRIES,
    tlp: int = TLP.AMBER,
    opens_incident: bool = True,
    **more: Any,
) -> Form:
    """Publish the sample form in one version; ``entries`` None leaves it without a mapping."""
    form = Form.objects.create(
        programme=cast.programme,
        xform_id=xform_id,
        titles={"en": "Incident report", "ar": "تقرير حادث"},
        purpose=Form.Purpose.INCIDENT,
        state=Form.State.OPEN,
        tlp=tlp,
        opens_incident=opens_incident,
        **more,
    )
    form.current = add_version(cast, form, 1)
    form.save()
    if entries is not None:
        confirm(form.current, entries)
    return form


def add_version(cast: Cast, form: Form, number: int, **more: Any) -> FormVersion:
    """Publish a version of a form, by default with the questions of the sample."""
    xform = f"<html>{form.xform_id} {number}</html>".encode()
    values: dict[str, Any] = {"fields": FIELDS, "choices": CHOICES, **more}
    return FormVersion.objects.create(
        form=form,
        number=number,
        version=str(number),
        xform=evidence.store_file(BytesIO(xform), programme=cast.programme),
        md5=hashlib.md5(xform, usedforsecurity=False).hexdigest(),
        titles=form.titles,
        languages=["en", "ar"],
        default_language="en",
        published_at=timezone.now(),
        **values,
    )


def confirm(version: FormVersion, entries: Sequence[Lookup[str, Any]]) -> Mapping:
    """Confirm a mapping of a version, newer than those before."""
    number = version.mappings.count() + 1
    return Mapping.objects.create(version=version, number=number, entries=list(entries))


def xml_of(
    body: str = BODY,
    *,
    form_id: str = "incident",
    version: str = "1",
    instance_id: str = "",
    deprecated: str = "",
    meta: str = "",
) -> bytes:
    """Return a filled form as Collect writes it, with an id of its own where none is given."""
    own = instance_id or f"uuid:{uuid.uuid4()}"
    before = f"<orx:deprecatedID>{deprecated}</orx:deprecatedID>" if deprecated else ""
    return (
        f"<?xml version='1.0' ?><data id='{form_id}' version='{version}' "
        f"xmlns:orx='http://openrosa.org/xforms'>{body}"
        f"<orx:meta><orx:instanceID>{own}</orx:instanceID>{before}{meta}</orx:meta></data>"
    ).encode()


def kept(cast: Cast, data: bytes) -> StoredFile:
    """Keep bytes in the store."""
    return evidence.store_file(BytesIO(data), programme=cast.programme)


def send(
    cast: Cast,
    xml: bytes | None = None,
    files: Lookup[str, bytes] | None = None,
    *,
    device: Device | None = None,
    member: Membership | None = None,
    allowed: frozenset[str] = frozenset(),
) -> Receipt:
    """Take a submission in as it comes from a device, or from a member by hand."""
    officer = device.membership if device else member or cast.field_officer
    post = Post(
        xml_of() if xml is None else xml,
        [(name, kept(cast, data)) for name, data in (files or {}).items()],
    )
    return receive(post, Sender(officer, device), allowed=allowed)


def sent(cast: Cast, *given: Any, **more: Any) -> Submission:
    """Take a submission in and return it."""
    return send(cast, *given, **more).submission
