"""New submissions of one programme, written in bulk: a few statements however many they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from goodoffices.core import audit
from goodoffices.core.models import AuditHead
from goodoffices.core.turns import taking_turns
from goodoffices.field.following import enqueue_followers
from goodoffices.field.models import Attachment, Submission, SubmissionVersion
from goodoffices.field.services import devices
from goodoffices.field.services.receiving.arrival import Arrival
from goodoffices.field.services.receiving.files import awaits, expected, file_rows
from goodoffices.field.services.receiving.post import Receipt
from goodoffices.field.services.receiving.together import Together


def take_new(arrival: Arrival) -> Receipt | None:
    """Write a submission that nobody has seen yet, with all others that come at this moment.

    Returns None where something is known under its identifier: then nothing was written of it.
    Whoever is in a transaction of their own already writes alone: others must not wait for it.
    """
    if connection.in_atomic_block:
        return _written(arrival, lambda: [arrival])[0]
    return _TOGETHER.do(arrival.sender.programme.pk, arrival)


def _written(first: Arrival, take: Callable[[], Sequence[Arrival]]) -> list[Receipt | None]:
    """Write the submissions that ``take`` hands out once it is this process's turn to write."""
    programme = first.sender.programme
    with scope(programme=programme):
        try:
            with taking_turns(), transaction.atomic():
                head = audit.lock(programme)
                arrivals = take()
                new = _unknown(arrivals)
                if new:
                    enqueue_followers(programme)
                receipts = _rows(list(new.values()))
                _told(list(new.values()), receipts, head)
        except IntegrityError:  # a correction took one of the identifiers at this moment
            return [None] * len(arrivals)
    found = dict(zip(new, receipts, strict=True))
    return [found.get(index) for index in range(len(arrivals))]


def _unknown(arrivals: Sequence[Arrival]) -> dict[int, Arrival]:
    """Return by their place those of which nothing is known, the first of each identifier."""
    asked = {(one.form.pk, one.instance.instance_id) for one in arrivals}
    versions = SubmissionVersion.objects.filter(
        form__in={form for form, _id in asked}, instance_id__in={own for _form, own in asked}
    )
    known = set(versions.values_list("form_id", "instance_id"))
    new: dict[int, Arrival] = {}
    for index, one in enumerate(arrivals):
        key = (one.form.pk, one.instance.instance_id)
        if key not in known:
            known.add(key)
            new[index] = one
    return new


def _rows(arrivals: Sequence[Arrival]) -> list[Receipt]:
    submissions = [one.submission() for one in arrivals]
    versions = [
        one.version(submission, 1, one.instance.instance_id)
        for one, submission in zip(arrivals, submissions, strict=True)
    ]
    attachments: list[Attachment] = []
    for one, version in zip(arrivals, versions, strict=True):
        rows = expected(version, one.names, file_rows(one.files, one.sender.programme))
        version.submission.awaits_media = awaits(rows)
        attachments += rows
    Submission.objects.bulk_create(submissions)
    SubmissionVersion.objects.bulk_create(versions)
    if attachments:
        Attachment.objects.bulk_create(attachments)
    return [Receipt(version.submission, version, is_new=True) for version in versions]


def _told(arrivals: Sequence[Arrival], receipts: Sequence[Receipt], head: AuditHead) -> None:
    if not receipts:
        return
    programme = arrivals[0].sender.programme
    acts = [
        audit.Act(
            "field.submission.received",
            one.sender.member.user,
            receipt.submission,
            {"channel": one.sender.channel, "files": len(one.files)},
        )
        for one, receipt in zip(arrivals, receipts, strict=True)
    ]
    audit.record_many(acts, programme=programme, head=head)
    for device in {one.sender.device for one in arrivals if one.sender.device is not None}:
        devices.note_seen(device, sent=True)


_TOGETHER: Together[Arrival, Receipt | None] = Together(_written)
