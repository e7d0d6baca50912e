"""OpenTimestamps: proofs asked for when there is a network, completed later, followed without one.

A calendar gets a hash over the file's hash and random bytes. It promises to tie it to a block of
Bitcoin, and some hours later says how. Only calendars that are set are called, whatever an answer
says.
"""

from __future__ import annotations

import logging
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.evidence import custody
from goodoffices.core.evidence.stamping import BadStamp, NoRedirect
from goodoffices.core.models import CalendarProof, Evidence, StoredFile
from goodoffices.formats import open_timestamps

log = logging.getLogger("goodoffices.evidence")

AT_A_TIME, SECONDS, MOST = 20, 15, 10_000
"""Files of one turn; how long an answer may take; its most bytes."""

AGAIN = 600.0
"""Seconds after which a calendar that did not answer is asked again."""

COMPLETE_AFTER = timedelta(hours=1)
"""How long a promise is left alone before the calendar is asked for the rest."""

_rest: dict[str, float] = {}

Trouble = (InvalidInput, OSError, HTTPException)


def turn() -> int:
    """Ask for some proofs, and for the rest of those that were promised; returns how many came."""
    done = 0
    with scopes_disabled():
        for calendar in settings.CALENDARS:
            if time.monotonic() < _rest.get(calendar, 0.0):
                continue
            try:
                done += _begin_some(calendar) + _complete_some(calendar)
            except Trouble as error:
                # Never the address or the answer: the kind of failure says enough.
                log.warning("a calendar gave no proof (%s)", type(error).__name__)
                _rest[calendar] = time.monotonic() + AGAIN
    return done


def _begin_some(calendar: str) -> int:
    known = CalendarProof.objects.filter(calendar=calendar).values("file")
    rows = StoredFile.objects.filter(damage="", purged_at=None, uses__isnull=False)
    rows = rows.exclude(pk__in=known)
    files = list(rows.select_related("programme").distinct().order_by("pk")[:AT_A_TIME])
    for file in files:
        begin(file, calendar)
    return len(files)


def begin(file: StoredFile, calendar: str) -> CalendarProof:
    """Hand a hash over a file's hash to a calendar, and keep what it promises."""
    digest = bytes.fromhex(file.sha256)
    head, message = open_timestamps.begin(digest, secrets.token_bytes(16))
    proof = head + _asked(f"{calendar}/digest", message)
    block = _block(open_timestamps.read(proof, digest))
    with transaction.atomic():
        made, is_new = CalendarProof.objects.get_or_create(
            file=file,
            calendar=calendar,
            defaults={"programme": file.programme, "proof": proof},
        )
        if is_new and block is not None:
            _enter(made, block)
    return made


def _complete_some(calendar: str) -> int:
    due = timezone.now() - COMPLETE_AFTER
    rows = CalendarProof.objects.filter(calendar=calendar, block=None, asked_at__lt=due)
    waiting = list(rows.select_related("file", "programme").order_by("asked_at")[:AT_A_TIME])
    return sum(complete(one) for one in waiting)


def complete(one: CalendarProof) -> bool:
    """Ask a calendar for the rest of a proof; says whether it leads to a block now."""
    CalendarProof.objects.filter(pk=one.pk).update(asked_at=timezone.now())
    digest, proof = bytes.fromhex(one.file.sha256), bytes(one.proof)
    for promise in open_timestamps.read(proof, digest).promises:
        if promise.calendar.rstrip("/") != one.calendar or not promise.is_last:
            continue
        try:
            answer = _asked(f"{one.calendar}/timestamp/{promise.message.hex()}")
        except urllib.error.HTTPError as error:
            if error.code == 404:  # not yet in a block
                return False
            raise
        proof = open_timestamps.completed(proof, promise, answer)
        block = _block(open_timestamps.read(proof, digest))
        if block is None:
            return False
        with transaction.atomic():
            waiting = CalendarProof.objects.filter(pk=one.pk, block=None)
            if waiting.update(proof=proof):
                _enter(one, block)
        return True
    return False


def _block(proof: open_timestamps.Proof) -> int | None:
    return min((block.height for block in proof.blocks), default=None)


def _enter(one: CalendarProof, block: int) -> None:
    CalendarProof.objects.filter(pk=one.pk).update(block=block)
    items = list(Evidence.objects.filter(file=one.file_id).select_related("file", "programme"))
    told = {"bitcoin_block": block}
    custody.note_many(
        [custody.Note(item, custody.Event.STAMPED, None, data=told) for item in items]
    )
    audit.record(
        "core.evidence.stamped",
        by=None,
        programme=one.programme,
        data={"sha256": one.file.sha256, "items": len(items)} | told,
    )


def _asked(address: str, message: bytes | None = None) -> bytes:
    headers = {"Accept": open_timestamps.ANSWER_TYPE, "User-Agent": "OpenTimestamps"}
    request = urllib.request.Request(address, data=message, headers=headers)  # noqa: S310
    if request.type not in {"http", "https"}:
        raise InvalidInput("GOODOFFICES_CALENDARS has to hold addresses with https:// or http://.")
    with urllib.request.build_opener(NoRedirect).open(request, timeout=SECONDS) as answer:
        found: bytes = answer.read(MOST + 1)
    if len(found) > MOST:
        raise InvalidInput("A calendar answered more than a proof.", code="bad-proof")
    return found


def check_all() -> Iterator[BadStamp | tuple[str, open_timestamps.Block | None]]:
    """Follow every proof without a network: what does not hold, else the block it leads to.

    A pair of the file's hash and None stands for a promise that is not kept yet.
    """
    with scopes_disabled():
        rows = CalendarProof.objects.select_related("file", "programme").order_by("pk")
        for one in rows.iterator(chunk_size=500):
            try:
                proof = open_timestamps.read(bytes(one.proof), bytes.fromhex(one.file.sha256))
            except InvalidInput as error:
                yield BadStamp(one.programme.slug, one.file.sha256, error.message)
                continue
            blocks = sorted(proof.blocks, key=lambda block: block.height)
            if one.block is not None and [block.height for block in blocks[:1]] != [one.block]:
                wrong = "The proof does not lead to the block that was entered."
                yield BadStamp(one.programme.slug, one.file.sha256, wrong)
                continue
            yield one.file.sha256, blocks[0] if blocks else None
