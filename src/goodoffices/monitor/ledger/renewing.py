"""Writing the leaves anew whose incidents changed."""

from __future__ import annotations

from itertools import islice
from uuid import uuid4

from django.db import connection, transaction
from django_scopes import scopes_disabled

from goodoffices.core.models import Programme
from goodoffices.core.turns import taking_turns
from goodoffices.monitor.models import LedgerLeaf, LedgerMark, LedgerState
from goodoffices.monitor.services.intake.words import batches

AT_ONCE = 16
"""Leaves of one transaction: a quarter of a second in which nobody else writes to SQLite."""

_LOCK = 0x1ED6E4
"""The first half of the key under which PostgreSQL lets one transaction at a time renew."""


def renew_all() -> int:
    """Write all leaves anew that are out of date, a few in each transaction; returns how many.

    Does nothing where another process is at it.
    """
    with scopes_disabled():
        programmes = set(LedgerMark.objects.values_list("programme", flat=True).distinct())
        there = set(Programme.objects.filter(pk__in=programmes).values_list("pk", flat=True))
        if programmes - there:
            LedgerMark.objects.filter(programme__in=programmes - there).delete()
    written = 0
    for programme in sorted(there):
        while part := renew(programme, most=AT_ONCE):
            written += part
    return written


def renew(programme: int, *, most: int | None = None) -> int:
    """Write the leaves of a programme anew that are out of date; returns how many those were.

    In the caller's transaction, if there is one. The marks are read before the rows: a change
    that commits in between is in the leaf and leaves its mark, which costs time and nothing else.
    """
    with scopes_disabled(), taking_turns(), transaction.atomic():
        if not _alone(programme):
            return 0
        marks = LedgerMark.objects.filter(programme=programme).order_by("number")
        seen: dict[int, list[int]] = {}
        for pk, number in marks.values_list("pk", "number"):
            seen.setdefault(number, []).append(pk)
        chosen = list(islice(seen, most))
        for number in chosen:
            _write(programme, number)
        _clear([pk for number in chosen for pk in seen[number]])
        if chosen:
            token = {"token": uuid4().hex}
            LedgerState.objects.update_or_create(programme_id=programme, defaults=token)
        return len(chosen)


def _alone(programme: int) -> bool:
    """Say whether nobody else renews this programme until the transaction ends.

    Else the older of two leaves could be written last. SQLite has one writer anyway.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        key = programme % 2**31
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, key])
        return bool(cursor.fetchone()[0])


def _write(programme: int, number: int) -> None:
    from goodoffices.monitor.ledger.leaves import COLUMNS, read_rows

    leaf = read_rows(programme, number, COLUMNS)
    if not leaf:
        LedgerLeaf.objects.filter(programme=programme, number=number, column__in=COLUMNS).delete()
        return
    LedgerLeaf.objects.bulk_create(
        [
            LedgerLeaf(programme_id=programme, column=name, number=number, form=form, data=data)
            for name, (form, data) in leaf.items()
        ],
        update_conflicts=True,
        unique_fields=["programme", "column", "number"],
        update_fields=["form", "data"],
    )


def _clear(marks: list[int]) -> None:
    """Take away the marks that were seen; those made meanwhile stay."""
    for part in batches(marks):
        LedgerMark.objects.filter(pk__in=part).delete()
