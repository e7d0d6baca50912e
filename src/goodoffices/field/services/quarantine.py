"""The quarantine: what was refused is kept byte for byte, until a person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.core.services.permits import permitted
from goodoffices.field.models import Form, QuarantinedFile, QuarantinedPost
from goodoffices.field.refusals import REFUSALS, Refused
from goodoffices.field.services.receiving import Post, Receipt, Sender, receive
from goodoffices.field.services.receiving.files import Kept, file_rows, keep_bytes
from goodoffices.field.services.receiving.post import File
from goodoffices.formats.openrosa import Malformed, read_instance

Outcome = QuarantinedPost.Outcome


def keep(
    reason: str, *, body: bytes, files: Sequence[File], sender: Sender, is_xml: bool = True
) -> QuarantinedPost:
    """Keep a refused post. The same bytes refused again are counted; new files are added."""
    keep_bytes(files, sender.programme)
    kept = file_rows(files, sender.programme)
    sha256 = hashlib.sha256(body).hexdigest()
    if not body:  # what could not be taken apart is told apart by its files
        parts = "".join(sorted(file.sha256 for _name, file in kept))
        sha256 = hashlib.sha256(parts.encode()).hexdigest()
    try:
        with transaction.atomic():
            return _kept(reason, body, sha256, kept, sender, is_xml)
    except IntegrityError:
        with transaction.atomic():  # the same post was refused by another at this moment
            return _kept(reason, body, sha256, kept, sender, is_xml)


def _kept(
    reason: str, body: bytes, sha256: str, files: Sequence[Kept], sender: Sender, is_xml: bool
) -> QuarantinedPost:
    same = {"programme": sender.programme, "sha256": sha256, "reason": reason}
    post = QuarantinedPost.objects.filter(**same).first()
    if post is None:
        post = QuarantinedPost(**same, body=body, is_xml=is_xml, **_circumstances(body, sender))
        post.status = REFUSALS[reason].status
        post.save()
        audit.record(
            "field.quarantine.kept",
            by=sender.member.user,
            programme=sender.programme,
            record=post,
            data={"reason": reason, "bytes": len(body), "files": len(files)},
        )
    else:
        again = QuarantinedPost.objects.filter(pk=post.pk)
        again.update(times=F("times") + 1, latest_at=timezone.now())
    for name, file in files:
        QuarantinedFile.objects.get_or_create(post=post, name=name, file=file)
    return post


def _circumstances(body: bytes, sender: Sender) -> dict[str, object]:
    said: dict[str, object] = {
        "channel": sender.channel,
        "device": sender.device,
        "by": sender.member.user,
    }
    try:
        instance = read_instance(body)
    except Malformed:
        return said
    form = Form.objects.filter(programme=sender.programme, xform_id=instance.form_id).first()
    return said | {
        "form": form,
        "xform_id": instance.form_id[:200],
        "xform_version": instance.version[:200],
        "instance_id": instance.instance_id,
    }


def opened(*, post: QuarantinedPost, by: User) -> None:
    """Note that somebody looked at what was refused."""
    permitted(by, post.programme, "field.quarantine")
    with transaction.atomic():
        audit.record("field.quarantine.opened", by=by, programme=post.programme, record=post)


def release(*, post: QuarantinedPost, reason: str, by: User) -> Receipt:
    """Have a refused post taken all the same, in the name of the device that sent it.

    Raises `InvalidInput` where that cannot be (the bytes are not readable answers, the form is
    still unknown), `Conflict` where somebody has decided already.
    """
    _decide(post, reason, by)
    if not REFUSALS[post.reason].releasable:
        raise InvalidInput(_("This cannot be taken as a report. Download it, then discard it."))
    files = [(one.name, one.file) for one in post.files.select_related("file").order_by("pk")]
    allowed = frozenset({post.reason, "form-closed", "not-permitted"})
    with transaction.atomic():
        mine = _settled(post, Outcome.RELEASED, reason, by)
        receipt = _taken(Post(bytes(mine.body), files), _sender(mine), allowed)
        mine.submission = receipt.submission
        mine.save(update_fields=["submission"])
        _record("field.quarantine.released", mine, reason, by)
    return receipt


def _taken(post: Post, sender: Sender, allowed: frozenset[str]) -> Receipt:
    try:
        return receive(post, sender, allowed=allowed)
    except Refused as error:
        if error.receipt is None:
            raise InvalidInput(error.message, code=error.code) from None
        kept: Receipt = error.receipt
        return kept


def discard(*, post: QuarantinedPost, reason: str, by: User) -> None:
    """Settle a refused post without taking it; its bytes stay on record."""
    _decide(post, reason, by)
    with transaction.atomic():
        mine = _settled(post, Outcome.DISCARDED, reason, by)
        _record("field.quarantine.discarded", mine, reason, by)


def _decide(post: QuarantinedPost, reason: str, by: User) -> None:
    permitted(by, post.programme, "field.quarantine")
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")


def _settled(post: QuarantinedPost, outcome: str, reason: str, by: User) -> QuarantinedPost:
    mine = QuarantinedPost.objects.select_for_update().get(pk=post.pk)
    if mine.outcome != Outcome.WAITING:
        raise Conflict(_("Somebody has decided on this already."), code="settled")
    mine.outcome, mine.settled_by, mine.settled_at = outcome, by, timezone.now()
    mine.settled_reason = reason.strip()
    mine.save(update_fields=["outcome", "settled_by", "settled_at", "settled_reason"])
    return mine


def _sender(post: QuarantinedPost) -> Sender:
    if post.device is not None:
        return Sender(post.device.membership, post.device, post.channel)
    member = post.programme.memberships.filter(user=post.by).first() if post.by else None
    if member is None:
        raise InvalidInput(_("It is not known any more who sent this."))
    return Sender(member, None, post.channel)


def _record(action: str, post: QuarantinedPost, reason: str, by: User) -> None:
    audit.record(
        action,
        by=by,
        programme=post.programme,
        record=post,
        reason=reason.strip(),
        data={"reason": post.reason},
    )
