<<<<<<< HEAD
"""Outboxes that were carried by hand: every report in them is taken as if the phone had sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
=======
"""Taking in an outbox that was carried by hand: each record as if its phone had sent it.

Handing the same file in again, or letting the phone send as well, doubles nothing. Where the file
proves which device made it, its records come in that device's name, so that its officer can still
correct them; otherwise in the name of the member who hands it in.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
>>>>>>> field-fill
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
<<<<<<< HEAD
=======
from django.utils.translation import gettext_lazy
>>>>>>> field-fill

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput
from goodoffices.core import audit, evidence
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.field.models import Device, SubmissionVersion
from goodoffices.field.refusals import WITH_THE_SUBMISSION, Refused
from goodoffices.field.services import quarantine, reviewing
from goodoffices.field.services.receiving import Post, Sender, receive
<<<<<<< HEAD
from goodoffices.formats import outbox
from goodoffices.formats.outbox import CarriedFile, CarriedRecord, Outbox


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one record: ``new``, ``known``, ``answered``, or the code of a refusal."""

    instance_id: str
=======
from goodoffices.formats.outbox import (
    Carried,
    CarriedAnswer,
    CarriedReport,
    Damaged,
    Outbox,
    Part,
    is_sealed,
    read_outbox,
    unseal,
)

CHANNEL = "carried"

SAID = {
    "not-an-outbox": gettext_lazy(
        "This is not an outbox file of the web form, or it is not whole."
    ),
    "wrong-passphrase": gettext_lazy(
        "The phrase does not open this file, or the file was changed or cut off."
    ),
    "damaged": gettext_lazy("Its bytes are not those that the phone put into the file."),
}
"""What the reader of the file says, in the language of whoever hands it in."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one record. ``outcome``: received, known, refused, damaged."""

    record: Carried
>>>>>>> field-fill
    outcome: str
    words: str = ""


<<<<<<< HEAD
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
=======
@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file. ``device`` is the one that proved to have made it, or None."""

    device: Device | None
    made_at: str
    records: list[Taken]

    def count(self, outcome: str) -> int:
        """Return how many records came out so."""
        return sum(one.outcome == outcome for one in self.records)


def take_outbox(*, file: BinaryIO, passphrase: str = "", by: Membership) -> Handed:
    """Take an outbox file in; a record that cannot be taken stops no other.

    Raises `InvalidInput` for a file that is no outbox, that the passphrase does not open, or that
    is another programme's; `DiskFull` where there is no room (what was taken before stays taken).
    """
    require(by, "field.send")
    with _said_plainly(), _plain(file, passphrase) as stream:
        outbox = read_outbox(stream)
        if outbox.programme != by.programme.slug:
            raise InvalidInput(
                _("This file does not belong to this programme."), code="other-programme"
            )
        device = _maker(outbox, by)
        sender = Sender(device.membership if device else by, device, CHANNEL)
        taken = [_taken(outbox, one, sender) for one in outbox.records]
        handed = Handed(device, outbox.made_at, taken)
    with transaction.atomic():
        audit.record(
            "field.outbox.imported",
            by=by.user,
            programme=by.programme,
            record=device,
            data={"records": len(handed.records), "new": handed.count("received")},
        )
    return handed


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(str(SAID.get(error.code, error.message)), code=error.code) from error


@contextmanager
def _plain(file: BinaryIO, passphrase: str) -> Iterator[BinaryIO]:
    if not is_sealed(file):
        yield file
        return
    if not passphrase:
        raise InvalidInput(
            _("This file is sealed. Give the phrase it was sealed with."), code="sealed"
        )
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as plain:
        unseal(file, passphrase, plain)
        yield plain


def _maker(outbox: Outbox, by: Membership) -> Device | None:
    """Return the device that made the file, where it proves so and may still send."""
    known = Device.objects.select_related("membership__user", "membership__programme", "office")
    alive = known.filter(programme=by.programme, revoked_at=None, membership__active=True)
    device = alive.filter(code=outbox.device[:16], membership__user__is_active=True).first()
    return device if device is not None and outbox.is_proved_by(device.digest) else None


def _taken(outbox: Outbox, record: Carried, sender: Sender) -> Taken:
    try:
        if isinstance(record, CarriedAnswer):
            return _answered(record, sender)
        return _received(outbox, record, sender)
    except Damaged:
        return Taken(record, "damaged", str(SAID["damaged"]))
    except evidence.DiskFull:
        raise
    except GoodOfficesError as error:
        return Taken(record, "refused", error.message)


def _received(outbox: Outbox, report: CarriedReport, sender: Sender) -> Taken:
    xml = outbox.xml(report)
    with ExitStack() as stack:
        files = [(part.name, _spooled(outbox, part, sender, stack)) for part in report.files]
>>>>>>> field-fill
        try:
            receipt = receive(Post(xml, files), sender)
        except Refused as error:
            if error.code not in WITH_THE_SUBMISSION:
                quarantine.keep(error.code, body=xml, files=files, sender=sender)
<<<<<<< HEAD
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
=======
            raise
    return Taken(report, "received" if receipt.is_new else "known")


def _spooled(outbox: Outbox, part: Part, sender: Sender, stack: ExitStack) -> evidence.Received:
    limit = settings.EVIDENCE_LIMIT_BYTES
    spool = stack.enter_context(evidence.Spool(sender.programme.pk, limit=limit))
    for chunk in outbox.chunks(part):
        spool.write(chunk)
    return spool.finished()


def _answered(answer: CarriedAnswer, sender: Sender) -> Taken:
    own = SubmissionVersion.objects.filter(
        form__programme=sender.programme, instance_id=answer.instance_id
    )
    own = own.filter(device=sender.device) if sender.device else own.filter(by=sender.member.user)
    version = own.select_related("submission").defer("xml").first()
    if version is None:
        return Taken(answer, "refused", _("The report that is spoken of is not known."))
    before = version.submission.notes.count()
    reviewing.answer(
        submission=version.submission,
        text=answer.text,
        question=answer.question,
        by=sender.member.user,
    )
    new = version.submission.notes.count() > before
    return Taken(answer, "received" if new else "known")
>>>>>>> field-fill
