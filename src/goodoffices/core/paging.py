"""Walking a long list page by page without numbers: the cursor names the last record shown.

A cursor holds only what the page it came with showed anyway, a moment and a record's public code,
so that it betrays neither how many records there are nor their order of arrival.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput

M = TypeVar("M", bound=Model)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = timedelta(days=365 * 1000)


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which record the next page begins."""

    at: datetime
    code: str

    def __str__(self) -> str:
        micros = (self.at - _EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(f"{micros}.{self.code}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a cursor back; raises InvalidInput for anything else."""
        try:
            plain = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
            micros, code = plain.decode("ascii").split(".")
            distance = timedelta(microseconds=int(micros))
        except (ValueError, OverflowError, binascii.Error):
            raise InvalidInput(_("This is not a cursor of ours; begin without one.")) from None
        if abs(distance) > _MOST or not code.isalnum() or len(code) > 16:
            raise InvalidInput(_("This is not a cursor of ours; begin without one."))
        return cls(_EPOCH + distance, code)


@dataclass(frozen=True, slots=True)
class Slice(Generic[M]):
    """Some records in order, and the cursor of the next ones ('' at the end)."""

    rows: list[M]
    next: str


def newest_first(
    rows: QuerySet[M],
    *,
    moment: str,
    size: int,
    cursor: str = "",
    unscoped: Callable[[str], int | None],
) -> Slice[M]:
    """Return the next ``size`` records by falling ``moment``, ties by rising id.

    ``moment`` is the field's name. ``unscoped`` finds the id of a cursor's code, also of a record
    that is hidden by now; it only says where to go on. Two index seeks instead of one OR.
    """
    ordered = rows.order_by(f"-{moment}", "pk")
    if not cursor:
        return _slice(list(ordered[: size + 1]), moment, size)
    after = Cursor.parse(cursor)
    last = unscoped(after.code) or 0
    same = rows.filter(**{moment: after.at, "pk__gt": last}).order_by("pk")
    found = list(same[: size + 1])
    if len(found) <= size:
        earlier = ordered.filter(**{f"{moment}__lt": after.at})
        found += list(earlier[: size + 1 - len(found)])
    return _slice(found, moment, size)


def _slice(found: list[M], moment: str, size: int) -> Slice[M]:
    kept = found[:size]
    if len(found) <= size:
        return Slice(kept, "")
    last: Any = kept[-1]
    return Slice(kept, str(Cursor(getattr(last, moment), last.code)))
