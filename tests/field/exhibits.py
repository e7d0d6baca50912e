"""Records of the field for the tests that walk every address: one of each kind, under any mark."""

from __future__ import annotations

import io
import uuid

from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.field.models import (
    Attachment,
    Device,
    Form,
    QuarantinedPost,
    Submission,
    SubmissionNote,
    SubmissionVersion,
    Webhook,
    WebhookDelivery,
)
from goodoffices.field.services import devices
from goodoffices.field.services.indexing import file_words
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


def seen_field(cast: Cast) -> None:
    """Make a field that everybody who may look at it sees: a form, a phone, what it sent."""
    form(cast, TLP.GREEN)
    phone = device(cast, cast.field_officer)
    Device.objects.filter(pk=phone.pk).update(last_seen_at=timezone.now())
    for member in (cast.field_officer, cast.director, cast.monitoring_officer):
        submission(cast, member, TLP.GREEN)
    quarantined(cast, cast.field_officer, TLP.GREEN)
    webhook(cast)


def hidden_field(cast: Cast, words: str, tlp: int) -> None:
    """Add what can be hidden: a form, what was sent of it and by whom, refused posts, a webhook."""
    strict = form(cast, tlp)
    strict.titles = {"en": f"{words} form"}
    strict.save()
    made = submission(cast, cast.director, tlp)
    made.name, made.answers = words, {"what": words, "place/point": "11.5 31.5 0 5"}
    made.latitude, made.longitude, made.awaits_media = 11.5, 31.5, True
    made.office, made.review = cast.office, "question"
    made.save()
    version = made.versions.get()
    file_words([(made, version.form_version_id)])
    SubmissionNote.objects.create(submission=made, kind="question", text=words)
    file = evidence.store_file(io.BytesIO(words.encode()), programme=cast.programme)
    Attachment.objects.create(version=version, name=words, file=file, state="present")
    gone = submission(cast, cast.director, tlp)
    gone.deleted_at = timezone.now()
    gone.save()
    quarantined(cast, cast.director, tlp)
    WebhookDelivery.objects.create(webhook=Webhook.objects.get(), version=version)
    hook = webhook(cast)
    hook.name, hook.form = words, strict
    hook.save()
