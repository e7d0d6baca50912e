"""Taking in an outbox that was carried by hand: each record as if its phone had sent it.

Handing the same file in again, or letting the phone send as well, doubles nothing. Where the file
proves which device made it, its records come in that device's name, so that its officer can still
correct them; otherwise in the name of the member who hands it in.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput
from goodoffices.core import audit, evidence
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.field.models import Device, SubmissionVersion
from goodoffices.field.refusals import WITH_THE_SUBMISSION, Refused
from goodoffices.field.services import quarantine, reviewing
from goodoffices.field.services.receiving import Post, Sender, receive
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
    outcome: str
    words: str = ""


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
        try:
            receipt = receive(Post(xml, files), sender)
        except Refused as error:
            if error.code not in WITH_THE_SUBMISSION:
                quarantine.keep(error.code, body=xml, files=files, sender=sender)
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
