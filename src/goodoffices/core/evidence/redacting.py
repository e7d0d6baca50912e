"""Making copies that somebody asked for: with parts covered for good, smaller, or their text."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.evidence import (
    copies,
    describing,
    files,
    gone,
    rehashing,
    tesseract,
    texts,
)
from goodoffices.core.jobs import enqueue
from goodoffices.core.models import CopyOrder, Evidence, FileFacts, Job, User
from goodoffices.core.services.permits import permitted
from goodoffices.formats import media
from goodoffices.formats.media import Box

KIND = "core.copy"
REDACTED, SMALLER, TEXT = Evidence.Made.REDACTED, Evidence.Made.SMALLER, Evidence.Made.TEXT
SIDES = (1600, 800)
"""Points of the longer side of a smaller picture."""

_ENDINGS = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf", "text": ".txt"}


def is_drawn(item: Evidence) -> bool:
    """Say whether an item is a picture or PDF that can be looked at and redacted here."""
    kind = item.file.media_type
    return kind == "application/pdf" or (kind.startswith("image/") and kind != "image/svg+xml")


def pages_of(item: Evidence) -> int:
    """Return how many pages can be redacted; raises InvalidInput for what cannot be read."""
    gone.refuse(item)
    if not is_drawn(item):
        raise media.Failed(_("Only pictures and PDF documents can be shown and redacted here."))
    facts = FileFacts.objects.filter(file=item.file_id).first()
    if facts is None:
        describing.look_through(item.file)
        facts = FileFacts.objects.get(file=item.file_id)
    if facts.problem:
        from goodoffices.core.evidence.words import PROBLEMS

        raise InvalidInput(str(PROBLEMS.get(facts.problem, PROBLEMS["unexpected"])))
    return facts.pages or 1 if item.file.media_type == "application/pdf" else 1


def ask_redacted(
    *, item: Evidence, boxes: Sequence[Box], tlp: int, reason: str, by: User
) -> tuple[CopyOrder, Job]:
    """Ask for a copy with parts covered for good; a worker makes it.

    The caller has asked whether ``by`` may see the item.
    """
    if not boxes or any(not 1 <= box.page <= pages_of(item) for box in boxes):
        raise InvalidInput(_("Mark at least one part that has to be covered."), code="no-boxes")
    how = {"boxes": [list(astuple(box)) for box in boxes]}
    return _ask(item, REDACTED, how, tlp, reason, by)


def ask_smaller(
    *, item: Evidence, side: int, tlp: int, reason: str, by: User
) -> tuple[CopyOrder, Job]:
    """Ask for a smaller picture without what it says of itself; a worker makes it."""
    if not is_drawn(item) or item.file.media_type == "application/pdf":
        raise InvalidInput(_("Only a picture can be made smaller."))
    if side not in SIDES:
        raise InvalidInput(_("Choose one of the sizes."))
    return _ask(item, SMALLER, {"side": side}, tlp, reason, by)


def ask_text(
    *, item: Evidence, languages: Sequence[str], tlp: int, reason: str, by: User
) -> tuple[CopyOrder, Job]:
    """Ask for the text that stands in a picture or scan, in some languages; a worker reads it."""
    if not is_drawn(item):
        raise InvalidInput(_("Only the text of pictures and PDF documents can be read here."))
    if not languages or not set(languages) <= set(tesseract.languages()):
        raise InvalidInput(_("Choose at least one language that can be read here."))
    return _ask(item, TEXT, {"languages": list(languages)}, tlp, reason, by)


def _ask(
    item: Evidence, made: str, how: dict[str, Any], tlp: int, reason: str, by: User
) -> tuple[CopyOrder, Job]:
    permitted(by, item.programme, "core.redact")
    if not reason.strip():
        raise InvalidInput(_("Say why the copy is made."))
    mark = copies.checked_mark(tlp, item.tlp, by, reason)
    with transaction.atomic():
        order = CopyOrder.objects.create(
            programme=item.programme,
            original=item,
            made=made,
            how=how,
            tlp=mark,
            seen_tlp=item.tlp,
            reason=reason,
            by=by,
        )
        audit.record(
            "core.evidence.copy_asked",
            by=by,
            programme=item.programme,
            record=item,
            reason=reason,
            data={"made": str(made), "mark": mark},
        )
        told = {"order": order.code}
        return order, enqueue(KIND, programme=item.programme, by=by, arguments=told)


def make(order: CopyOrder) -> Evidence:
    """Make a copy that was asked for; once, however often it is called."""
    if order.copy is not None:
        return order.copy
    item = order.original
    gone.refuse(item)
    rehashing.reread(item.file)  # of changed bytes no copy is made
    if item.file.damage:
        raise Conflict(_("The original is damaged: restore it first."), code="file-damaged")
    with tempfile.TemporaryDirectory(prefix="goodoffices-copy-") as folder:
        target = Path(folder) / "copy"
        done = _made(order, files.path(item.file), target)
        return _kept(order, target, done)


def _made(order: CopyOrder, place: Path, target: Path) -> dict[str, Any]:
    kind = order.original.file.media_type
    if order.made == SMALLER:
        side = int(order.how["side"])
        return media.smaller(place, kind, target, side=side) | {"format": "jpeg"}
    if order.made == TEXT:
        return {**texts.read(place, kind, target, order.how["languages"]), **order.how}
    boxes = [Box(*box) for box in order.how["boxes"]]
    return {**media.redact(place, kind, target, boxes), **order.how}


def _kept(order: CopyOrder, target: Path, done: dict[str, Any]) -> Evidence:
    with target.open("rb") as stream, transaction.atomic():
        held = CopyOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
        if held.copy is not None:
            return held.copy
        # The original was perhaps marked stricter meanwhile: then the copy is, too. Locked, so
        # that it is not marked between this look at it and the copy's entry.
        rows = Evidence.objects.select_for_update(of=("self",)).select_related("file", "programme")
        original = rows.get(pk=order.original_id)
        least = original.tlp if original.tlp > held.seen_tlp else 0
        held.copy = copies.add_copy(
            stream,
            original=original,
            made=held.made,
            ending=_ENDINGS[done["format"]],
            how=done,
            by=held.by,
            tlp=max(held.tlp, least),
            reason=held.reason,
        )
        if held.made == TEXT:
            texts.index(held.copy)
        held.save(update_fields=["copy"])
        return held.copy
