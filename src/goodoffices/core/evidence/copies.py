"""Copies of an item: evidence of their own, that say what they were made from and how.

The original never changes. A copy is marked like its original; only a person makes the mark of a
copy wider, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit, search
from goodoffices.core.access import name_on, named_on
from goodoffices.core.evidence import custody
from goodoffices.core.evidence.files import Readable
from goodoffices.core.evidence.storing import facts, store_file
from goodoffices.core.models import Evidence, Membership, Programme, StoredFile, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP

_EVENTS = {
    Evidence.Made.REDACTED: custody.Event.REDACTED,
    Evidence.Made.SMALLER: custody.Event.COPIED,
    Evidence.Made.TEXT: custody.Event.COPIED,
}


def add_copy(
    stream: Readable,
    *,
    original: Evidence,
    made: str,
    ending: str,
    how: dict[str, Any],
    by: User | None,
    tlp: int | None = None,
    reason: str = "",
) -> Evidence:
    """Keep a copy that was made from an item; ``how`` are the settings it was made with.

    ``tlp`` None marks it like its original; a wider mark needs a person and a reason. Its name
    says nothing of the original's name, for those who see the copy alone.
    """
    permitted(by, original.programme, "core.redact")
    mark = original.tlp if tlp is None else checked_mark(tlp, original.tlp, by, reason)
    file = store_file(stream, programme=original.programme)
    if file.pk == original.file_id:
        raise InvalidInput(_("The copy holds the same bytes as its original."))
    with transaction.atomic():
        copy = _entered(file, original, made, ending, how, by, mark)
        events = custody.note_many(_events(copy, original, made, by, reason))
        if copy.tlp == TLP.RED:
            name_on(copy, named_on(original), by=by)
        data = facts(file) | {"original": original.code, "mark": mark, "custody": events[-1].hash}
        audit.record(
            "core.evidence.copied",
            by=by,
            programme=copy.programme,
            record=copy,
            reason=reason,
            data=data,
        )
    return copy


def _entered(
    file: StoredFile,
    original: Evidence,
    made: str,
    ending: str,
    how: dict[str, Any],
    by: User | None,
    tlp: int,
) -> Evidence:
    copy = Evidence(
        programme=original.programme,
        file=file,
        by=by,
        received_at=timezone.now(),
        original=original,
        made=made,
        how=how,
        tlp=tlp,
    )
    copy.original_name = f"{copy.code}-{made}{ending}"
    copy.save(force_insert=True)
    return copy


def _events(
    copy: Evidence, original: Evidence, made: str, by: User | None, reason: str
) -> list[custody.Note]:
    """Return what both logs say of the making: the original's, then the copy's."""
    event, told = _EVENTS[Evidence.Made(made)], {"made": str(made)}
    of_copy = told | {"item": original.code, "original": original.file.sha256}
    return [
        custody.Note(original, event, by, reason, told | {"item": copy.code}),
        custody.Note(copy, custody.Event.RECEIVED, by, reason, of_copy),
        custody.Note(copy, custody.Event.HASHED, None, data={"bytes": copy.file.size}),
    ]


def mark(*, item: Evidence, tlp: int, by: User, reason: str) -> Evidence:
    """Mark an item for other readers than before; a person decides, and says why."""
    permitted(by, item.programme, "core.redact")
    if not reason.strip():
        raise InvalidInput(_("Say why the file is marked so."))
    with transaction.atomic():
        held = Evidence.objects.select_for_update(of=("self",)).get(pk=item.pk)
        before, held.tlp = held.tlp, checked_mark(tlp, tlp, by, reason)
        held.save(update_fields=["tlp"])
        search.rescope("evidence", [(held.pk, held.programme_id, tlp)])
        change = {"from": before, "to": tlp}
        event = custody.note(held, custody.Event.MARKED, by=by, reason=reason, data=change)
        if tlp == TLP.RED:
            own = Membership.objects.filter(programme=held.programme_id, user=by)
            name_on(held, [*own, *named_on(held)], by=by)
        audit.record(
            "core.evidence.marked",
            by=by,
            programme=held.programme,
            record=held,
            reason=reason,
            data=change | {"custody": event.hash},
        )
    return held


def checked_mark(tlp: int, least: int, by: User | None, reason: str) -> int:
    """Return a mark for a copy; one wider than ``least`` needs a person and a reason."""
    if tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")
    if tlp < least and (by is None or not reason.strip()):
        raise InvalidInput(_("A copy is marked wider than its original only with a reason."))
    return int(tlp)


def restrict(
    items: Iterable[int],
    *,
    tlp: int,
    programme: Programme,
    by: User | None,
    named: Sequence[Membership] = (),
    reason: str = "",
) -> None:
    """Mark items and the copies made from them at least as strictly as ``tlp``, never wider.

    A copy that somebody had marked wider is marked anew: what is now held back was perhaps not
    known when it was made. Under RED ``named`` see them. Runs inside the transaction, and beside
    the audit entry, of the act that restricts.
    """
    wanted = set(items)
    # Locked first: a copy that is being made of one of them waits, and sees the new mark.
    list(Evidence.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    rows = Evidence.objects.filter(pk__in=_with_copies(wanted, programme), tlp__lt=tlp)
    changed = list(rows.select_related("file", "programme").order_by("pk"))
    notes = [
        custody.Note(item, custody.Event.MARKED, by, reason, {"from": item.tlp, "to": tlp})
        for item in changed
    ]
    rows.update(tlp=tlp)
    search.rescope("evidence", [(item.pk, item.programme_id, tlp) for item in changed])
    custody.note_many(notes)
    for item in changed if tlp == TLP.RED else ():
        name_on(item, list(named), by=by)


def _with_copies(items: set[int], programme: Programme) -> set[int]:
    found: set[int] = set()
    wave = items
    while wave:
        found |= wave
        below = Evidence.objects.filter(programme=programme, original__in=wave)
        wave = set(below.values_list("pk", flat=True)) - found
    return found
