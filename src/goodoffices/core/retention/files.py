"""Files whose time is over: their bytes go, with those of all copies; the record stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.core.evidence import purging
from goodoffices.core.models import (
    Bundle,
    CopyOrder,
    Evidence,
    Hold,
    Job,
    Membership,
    Programme,
    User,
)
from goodoffices.core.retention.registry import AGAINST

KIND = "core.evidence"
IN_WORK = ("core.copy", "core.bundle")


def due(programme: Programme, before: datetime) -> QuerySet[Evidence]:
    """Return the files that came in before a moment and still have bytes; copies go with them."""
    rows = Evidence.objects.filter(programme=programme, received_at__lt=before)
    found: QuerySet[Evidence] = rows.filter(original=None, purged_at=None).order_by("pk")
    return found


def seen(rows: QuerySet[Evidence], member: Membership) -> QuerySet[Evidence]:
    """Leave the files that a member may see."""
    return rows.filter(pk__in=Evidence.objects.visible_to(member).values("pk"))


def why_not(rows: Sequence[Evidence], member: Membership | None) -> dict[int, list[str]]:
    """Say which files must keep their bytes: what holds a copy holds its original."""
    found: dict[int, list[str]] = defaultdict(list)
    copies = {one.pk: one for one in purging.with_copies([row.pk for row in rows])}
    origin = {pk: _first(one, copies) for pk, one in copies.items()}
    seen_ids = set(copies) if member is None else _seen_ids(copies, member)
    for pk in _in_work(seen_ids):
        found[origin[pk]].append(_("A copy or a bundle of it is being made."))
    held = Hold.objects.filter(kind=KIND, object_id__in=seen_ids - {row.pk for row in rows})
    for pk in held.filter(ended_at=None).values_list("object_id", flat=True):
        found[origin[pk]].append(_("A copy of it has a legal hold."))
    of_copies = [copies[pk] for pk in sorted(seen_ids) if copies[pk].original_id]
    for ask in AGAINST.get(KIND, ()):
        for pk, said in ask(of_copies, member).items():
            found[origin[pk]].extend(said)
    return {pk: list(dict.fromkeys(said)) for pk, said in found.items()}


def _first(one: Evidence, every: dict[int, Evidence]) -> int:
    while one.original_id in every:
        one = every[one.original_id]
    return one.pk


def _seen_ids(copies: dict[int, Evidence], member: Membership) -> set[int]:
    rows = Evidence.objects.visible_to(member).filter(pk__in=copies)
    return set(rows.values_list("pk", flat=True))


def _in_work(ids: set[int]) -> set[int]:
    """Return which of some items a worker still makes a copy or a bundle of."""
    active = Job.objects.filter(kind__in=IN_WORK, state__in=(Job.State.WAITING, Job.State.RUNNING))
    codes = [code for told in active.values_list("arguments", flat=True) for code in told.values()]
    orders = CopyOrder.objects.filter(original__in=ids, copy=None, code__in=codes)
    bundles = Bundle.objects.filter(items__in=ids, file=None, code__in=codes)
    of_bundles = bundles.values_list("items", flat=True)
    return {pk for pk in (*orders.values_list("original", flat=True), *of_bundles) if pk in ids}


def go(rows: Sequence[Evidence], by: User | None) -> set[int]:
    """Remove the bytes; each item's log and the audit log say so."""
    purging.purge_items([row.pk for row in rows], rule=KIND, by=by)
    return set()
