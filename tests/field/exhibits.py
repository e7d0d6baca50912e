"""Records of the field for the tests that walk every address: one of each kind, under any mark."""

from __future__ import annotations

import uuid

from goodoffices.core.models import Membership
from goodoffices.field.models import Device, Form, QuarantinedPost, Submission, Webhook
from goodoffices.field.services import devices
from goodoffices.field.services.receiving import Sender
from tests.cast import Cast
from tests.field.views.stage import make_form, xml


def form(cast: Cast, tlp: int) -> Form:
    """Return a published form of a mark."""
    xform_id = f"form-{tlp}"
    found = Form.objects.filter(programme=cast.programme, xform_id=xform_id).first()
    return found or make_form(cast, xform_id, tlp=tlp)


def device(cast: Cast, officer: Membership) -> Device:
    """Return a device of an officer."""
    found = Device.objects.filter(membership=officer, revoked_at=None).first()
    if found is not None:
        return found
    return devices.issue_device(member=officer, name="A phone", kind="collect", by=officer.user)[0]


def submission(cast: Cast, member: Membership, tlp: int) -> Submission:
    """Return a submission of a mark, sent by the member where they may send."""
    from goodoffices.field.models import SubmissionVersion

    asked = form(cast, tlp)
    officer = member if member.may("field.send") else cast.field_officer
    instance = f"uuid:{uuid.uuid4()}"
    said = xml(instance, "<what>Rain</what>", form=asked.xform_id).encode()
    made = Submission.objects.create(
        programme=cast.programme,
        form=asked,
        tlp=tlp,
        root_id=instance,
        by=officer.user,
        device=device(cast, officer),
    )
    SubmissionVersion.objects.create(
        submission=made,
        form=asked,
        form_version=asked.current,
        instance_id=instance,
        xml=said,
        sha256="0" * 64,
        by=officer.user,
    )
    return made


def quarantined(cast: Cast, member: Membership, tlp: int) -> QuarantinedPost:
    """Return a refused post of a form of a mark."""
    from goodoffices.field.services import quarantine

    said = xml(f"uuid:{uuid.uuid4()}", form=form(cast, tlp).xform_id)
    sender = Sender(cast.field_officer, device(cast, cast.field_officer))
    return quarantine.keep("form-closed", body=said.encode(), files=[], sender=sender)


def webhook(cast: Cast) -> Webhook:
    """Return a webhook that is told of everything."""
    return Webhook.objects.create(
        programme=cast.programme, name="Sister", address="https://example.org/", secret="x" * 43
    )
