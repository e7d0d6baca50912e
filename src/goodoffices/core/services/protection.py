"""Saying why a kind of record is kept, on what ground, until when, and when to look again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import Handling, Programme, User
from goodoffices.core.retention import kinds
from goodoffices.core.services.accounts import digest
from goodoffices.core.services.permits import permitted

LONGEST_REVIEW = timedelta(days=3 * 366)
"""A statement that nobody looks at for longer is none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of one kind of record."""

    purpose: str
    legal_basis: str
    keep: str
    review_on: date | None
    keep_days: int | None = None
    purges: bool = False


def statement(programme: Programme, kind: str) -> Handling:
    """Return what is said of a kind, as it stands; an empty, unsaved row where nothing is."""
    if kind not in kinds():
        raise NotFound(_("There is nothing at this address."))
    found = Handling.objects.filter(programme=programme, kind=kind).first()
    return found or Handling(programme=programme, kind=kind)


def seen(handling: Handling) -> str:
    """Return what a page shows of it, short; `state` compares it."""
    shown = (handling.purpose, handling.legal_basis, handling.keep, handling.review_on)
    period = (handling.keep_days, handling.purges)
    return digest("\0".join(str(one) for one in (*shown, *period)))[:16]


def state(
    *, programme: Programme, kind: str, said: Statement, by: User, seen_before: str
) -> Handling:
    """Say why a kind of record is kept; the audit entry names what changed, not the words."""
    with transaction.atomic():
        permitted(by, programme, "core.protection")
        audit.lock(programme)
        held = statement(programme, kind)
        if seen(held) != seen_before:
            raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
        changed = _set(held, said)
        if not changed:
            return held
        held.by, held.at = by, timezone.now()
        held.save()
        data = {"kind": kind, "changed": changed}
        audit.record("core.protection.stated", by=by, programme=programme, record=held, data=data)
    return held


def _set(held: Handling, said: Statement) -> list[str]:
    """Put what is said into the row; return the names of what is new."""
    if not said.purpose.strip() or not said.legal_basis.strip() or said.review_on is None:
        raise InvalidInput(_("Give the purpose, the legal basis and the day of review."))
    if said.review_on > timezone.localdate() + LONGEST_REVIEW:
        raise InvalidInput(_("Look at it again within three years."))
    if said.purges and not said.keep_days:
        raise InvalidInput(_("Say after how many days records go."))
    if said.purges and kinds()[held.kind].purge is None:
        raise InvalidInput(_("Records of this kind do not go by themselves."))
    wanted: dict[str, Any] = {
        "purpose": said.purpose.strip()[:4000],
        "legal_basis": said.legal_basis.strip()[:4000],
        "keep": said.keep.strip()[:2000],
        "review_on": said.review_on,
        "keep_days": said.keep_days,
        "purges": said.purges,
    }
    changed = [name for name, value in wanted.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, wanted[name])
    return changed
