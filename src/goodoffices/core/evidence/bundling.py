"""Handing evidence over: a bundle that its reader can check without this program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.evidence import consenting, custody, files, gone, rehashing, storing
from goodoffices.core.jobs import Progress, enqueue
from goodoffices.core.models import (
    Bundle,
    CalendarProof,
    CustodyEvent,
    Evidence,
    Job,
    TimeStamp,
    User,
)
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP, strictest
from goodoffices.formats.bundle.writing import Member, archive, of_bytes, of_file, of_json

KIND = "core.bundle"
MOST = 1000
"""Items of one bundle."""

LIMIT = 1 << 40
"""Bytes of the largest bundle: what it holds is stored already, the disk is the limit."""


def ask(
    *,
    items: Sequence[Evidence],
    recipient: str,
    reason: str,
    tlp: int,
    names: bool,
    by: User,
) -> tuple[Bundle, Job]:
    """Ask for a bundle of items the person may see; a worker makes it.

    ``tlp`` is the strictest mark its reader may see: stricter items are refused, not left out
    unseen. ``names``: whether the custody logs in it say who acted and why.
    """
    if not items:
        raise InvalidInput(_("Choose at least one file."), code="no-items")
    if len(items) > MOST:
        raise InvalidInput(_("Choose at most %(most)s files.") % {"most": MOST})
    if not recipient.strip() or not reason.strip():
        raise InvalidInput(_("Say who gets the files, and why."))
    programme = items[0].programme
    permitted(by, programme, "core.bundle")
    _require_open(items, tlp)
    with transaction.atomic():
        bundle = Bundle.objects.create(
            programme=programme,
            recipient=recipient.strip()[:200],
            reason=reason,
            tlp=tlp,
            names=names,
            by=by,
        )
        bundle.items.set(items)
        _record("core.bundle.asked", bundle, by, items, {})
        told = {"bundle": bundle.code}
        return bundle, enqueue(KIND, programme=programme, by=by, arguments=told)


def _require_open(items: Iterable[Evidence], tlp: int) -> None:
    """Refuse items the reader may not see, and those that are no evidence any more."""
    held = list(items)
    for item in held:
        gone.refuse(item)
    strict = sum(item.tlp > tlp for item in held)
    if tlp not in TLP.values or strict:
        said = ngettext(
            "%(count)s of these files is marked stricter than its reader may see. Take it out, or"
            " make a redacted copy.",
            "%(count)s of these files are marked stricter than their reader may see. Take them"
            " out, or make redacted copies.",
            strict,
        )
        raise InvalidInput(said % {"count": strict}, code="too-strict")
    if any(item.file.damage for item in held):
        raise Conflict(
            _("One of these files is damaged: restore it from a backup first."),
            code="file-damaged",
        )
    consenting.require(held)


def make(bundle: Bundle, *, progress: Progress | None = None) -> Bundle:
    """Make a bundle that was asked for; once, however often it is called."""
    if bundle.file is not None:
        return bundle
    items = list(bundle.items.select_related("file", "programme", "original__file").order_by("pk"))
    _require_open(items, bundle.tlp)
    _note(bundle, items)
    members, about = [], []
    for number, item in enumerate(items):
        if progress:
            progress.advance(number, len(items))
        own, said = _members(bundle, item)
        members += own
        about.append(said)
    seal, pieces = archive(_about(bundle, items, about), members)
    try:
        allowed = consenting.while_allowed(items, pieces)
        file = storing.store_file(_Pieces(allowed), programme=bundle.programme, limit=LIMIT)
    except ValueError:
        raise Conflict(_("A file changed while it was read. Try again.")) from None
    with transaction.atomic():
        made = Bundle.objects.filter(pk=bundle.pk, file=None)
        if made.update(file=file, seal=seal):
            bundle.file, bundle.seal = file, seal
            _record("core.bundle.made", bundle, bundle.by, items, {"seal": seal})
    return bundle


def _note(bundle: Bundle, items: Sequence[Evidence]) -> None:
    """Enter the handing over into each item's log, once; it is part of the log in the bundle."""
    with transaction.atomic():
        now = timezone.now()
        fresh = Bundle.objects.filter(pk=bundle.pk, noted_at=None)
        if not fresh.update(noted_at=now):
            return
        bundle.noted_at = now
        reason, told = f"{bundle.recipient}: {bundle.reason}", {"bundle": bundle.code}
        custody.note_many(
            [
                custody.Note(item, custody.Event.TRANSFERRED, bundle.by, reason, told, at=now)
                for item in items
            ]
        )


def _members(bundle: Bundle, item: Evidence) -> tuple[list[Member], dict[str, Any]]:
    """Return the files of one item, and what the manifest says of it."""
    stored = of_file(f"files/{item.code}{_ending(item.original_name)}", files.path(item.file))
    if stored.sha256 != item.file.sha256:
        rehashing.reread(item.file)
        raise Conflict(
            _("One of these files is damaged: restore it from a backup first."),
            code="file-damaged",
        )
    events = CustodyEvent.objects.filter(evidence=item).order_by("seq")
    log = [custody.written(event, names=bundle.names) for event in events]
    path = f"custody/{item.code}.json"
    stamps = TimeStamp.objects.filter(file=item.file_id).order_by("pk")
    proofs = [
        of_bytes(f"proofs/{item.code}-{number}.tsr", bytes(stamp.reply))
        for number, stamp in enumerate(stamps, 1)
    ]
    promised = CalendarProof.objects.filter(file=item.file_id).order_by("pk")
    proofs += [
        of_bytes(f"proofs/{item.code}-{number}.ots", bytes(one.proof))
        for number, one in enumerate(promised, 1)
    ]
    said = {
        "code": item.code,
        "path": stored.name,
        "sha256": stored.sha256,
        "name": item.original_name,
        "caption": item.caption,
        "media_type": item.file.media_type,
        "tlp": str(TLP(item.tlp).label),
        "received_at": item.received_at.isoformat(),
        "made": item.made,
        "copy_of": item.original.file.sha256 if item.original else "",
        "custody": path,
        "proofs": [proof.name for proof in proofs],
    }
    return [stored, of_json(path, {"evidence": item.code, "events": log}), *proofs], said


def _about(
    bundle: Bundle, items: Sequence[Evidence], about: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "code": bundle.code,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "programme": bundle.programme.name,
        "recipient": bundle.recipient,
        "tlp": str(TLP(strictest(item.tlp for item in items)).label),
        "items": about,
    }


def _ending(name: str) -> str:
    """Return the ending of a name where it is a plain one: a name itself may tell too much."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    plain = ending.isascii() and ending.isalnum() and len(ending) <= 5
    return f".{ending}" if plain else ".bin"


def _record(
    action: str, bundle: Bundle, by: User, items: Sequence[Evidence], more: dict[str, Any]
) -> None:
    """Record what happens to a bundle: how many items, up to which mark; not which."""
    data = more | {"items": len(items), "mark": strictest(item.tlp for item in items)}
    audit.record(
        action,
        by=by,
        programme=bundle.programme,
        record=bundle,
        reason=bundle.reason if action.endswith("asked") else "",
        data=data,
    )


def fetched(bundle: Bundle, *, by: User) -> BinaryIO:
    """Open a bundle for a person who hands it over; on record before the first byte leaves."""
    if bundle.file is None:
        raise Conflict(_("The bundle is not made yet. Look at its task."))
    # Files are perhaps marked stricter since it was made than its reader may see.
    _require_open(bundle.items.select_related("file"), bundle.tlp)
    if bundle.file.damage:
        raise Conflict(
            _("This bundle is damaged: restore it from a backup, or make a new one."),
            code="file-damaged",
        )
    consenting.require(bundle.items.all())
    stream = files.open(bundle.file)
    with transaction.atomic():
        _record("core.bundle.fetched", bundle, by, list(bundle.items.all()), {})
    return stream


class _Pieces:
    """Bytes in pieces, as what stores a file reads them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int, /) -> bytes:
        """Return the next piece, none at the end; pieces are small enough."""
        return next((piece for piece in self._pieces if piece), b"")
