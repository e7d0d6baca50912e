"""Outboxes that were carried by hand: every report in them is taken as if the phone had sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput
from goodoffices.core import audit, evidence
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.field.models import Device, SubmissionVersion
from goodoffices.field.refusals import WITH_THE_SUBMISSION, Refused
from goodoffices.field.services import quarantine, reviewing
from goodoffices.field.services.receiving import Post, Sender, receive
from goodoffices.formats import outbox
from goodoffices.formats.outbox import CarriedFile, CarriedRecord, Outbox


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one record: ``new``, ``known``, ``answered``, or the code of a refusal."""

    instance_id: str
    outcome: str
    words: str = ""


def carry_in(*, file: BinaryIO, passphrase: str = "", member: Membership) -> list[Carried]:
    """Take the reports of an outbox file; the same file again changes nothing.

    Raises `InvalidInput` where the file is no outbox, was not made by a device of the programme,
    was changed since, or its device's access was taken away (then only those who look after the
    quarantine can hand it in).
    """
    require(member, "field.send")
    with outbox.opened(file, passphrase) as opened:
        sender = Sender(_device(opened, member).membership, _device(opened, member), "carried")
        taken = [_taken(opened, record, sender) for record in opened.records]
    counts = {name: sum(one.outcome == name for one in taken) for name in ("new", "known")}
    with transaction.atomic():
        audit.record(
            "field.outbox.imported",
            by=member.user,
            programme=member.programme,
            record=sender.device,
            data={"records": len(taken), **counts},
        )
    return taken


def _device(opened: Outbox, member: Membership) -> Device:
    found = Device.objects.filter(programme=member.programme, code=opened.device[:16])
    device = found.select_related("programme", "office", "membership__user").first()
    if opened.programme != member.programme.slug or device is None:
        raise _foreign()
    if not opened.is_proved(device.digest):
        raise _foreign()
    device.membership.programme = member.programme
    if device.revoked_at is not None and not member.may("field.quarantine"):
        raise InvalidInput(
            _("This device may send no more. Give the file to your monitoring officer."),
            code="device-revoked",
        )
    return device


def _foreign() -> InvalidInput:
    return InvalidInput(
        _("No device of this programme made this file, or it was changed since."), code="unproved"
    )


def _taken(opened: Outbox, record: CarriedRecord, sender: Sender) -> Carried:
    if record.kind == "answer":
        return _answered(record, sender)
    with ExitStack() as stack:
        xml = opened.xml(record)
        files = list(_files(opened, record, sender, stack))
        try:
            receipt = receive(Post(xml, files), sender)
        except Refused as error:
            if error.code not in WITH_THE_SUBMISSION:
                quarantine.keep(error.code, body=xml, files=files, sender=sender)
            return Carried(record.instance_id, error.code, error.message)
    return Carried(receipt.version.instance_id, "new" if receipt.is_new else "known")


def _files(
    opened: Outbox, record: CarriedRecord, sender: Sender, stack: ExitStack
) -> Iterator[tuple[str, evidence.Received]]:
    for part in record.files:
        yield part.name, _received(opened, part, sender, stack)


def _received(
    opened: Outbox, part: CarriedFile, sender: Sender, stack: ExitStack
) -> evidence.Received:
    limit = settings.FIELD_POST_LIMIT_BYTES
    with opened.open(part) as stream:
        came = evidence.receiving(stream, programme_id=sender.programme.pk, limit=limit)
        received = stack.enter_context(came)
    if received.sha256 != part.sha256:
        raise InvalidInput(_("A file in this outbox was damaged on its way. Export it again."))
    return received


def _answered(record: CarriedRecord, sender: Sender) -> Carried:
    found = SubmissionVersion.objects.filter(device=sender.device, instance_id=record.instance_id)
    version = found.select_related("submission").defer("xml").first()
    if version is None:
        return Carried(record.instance_id, "not-found", _("The report it answers is not here."))
    said = version.submission.notes.filter(kind="answer", text=record.text.strip())
    if said.exists():
        return Carried(record.instance_id, "known")
    try:
        reviewing.answer(
            submission=version.submission,
            text=record.text,
            by=sender.member.user,
            question=int(record.question) if record.question.isdigit() else None,
        )
    except GoodOfficesError as error:
        return Carried(record.instance_id, error.code, error.message)
    return Carried(record.instance_id, "answered")
