"""The mailing list taken out as CSV: for moving it elsewhere, on record and for a reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.publish.models import Subscriber

HEADER = ("email", "language", "topics", "confirmed_at")


def begin(*, programme: Programme, by: User, reason: str) -> int:
    """Put on record that the list is taken out; returns how many are on it."""
    permitted(by, programme, "publish.mail")
    permitted(by, programme, "core.export")
    if not reason.strip():
        raise InvalidInput(_("Say what the list is taken out for."), code="no-reason")
    with transaction.atomic():
        number = _rows(programme).count()
        audit.record(
            "publish.list.exported",
            by=by,
            programme=programme,
            reason=reason,
            data={"subscribers": number},
        )
    return number


def pieces(programme: Programme) -> Iterator[str]:
    """Yield the lines of the file: who is on the list, and since when."""
    yield _line(HEADER)
    for one in _rows(programme).order_by("pk").iterator(chunk_size=1000):
        at = one.confirmed_at.isoformat(timespec="seconds") if one.confirmed_at else ""
        yield _line((_plain(one.email), one.language, " ".join(one.topics), at))


def _rows(programme: Programme) -> QuerySet[Subscriber]:
    rows: QuerySet[Subscriber] = Subscriber.objects.filter(
        programme=programme, state=Subscriber.State.ON
    )
    return rows


def _plain(text: str) -> str:
    """Keep a spreadsheet from taking an address for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _line(values: tuple[str, ...]) -> str:
    target = StringIO()
    csv.writer(target).writerow(values)
    return target.getvalue()
