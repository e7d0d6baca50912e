"""Records whose time is over: what would go, what may not and why, and the purge itself.

What a dry run announces is what a purge at that moment removes: both choose with the same
functions, and a purge keeps to what it chose when it began. What it frees goes with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.core import audit
from goodoffices.core.evidence import purging
from goodoffices.core.jobs import enqueue
from goodoffices.core.models import Handling, Hold, Job, Membership, Programme, User
from goodoffices.core.retention.registry import AGAINST, Kind, Purge, kinds
from goodoffices.core.services.permits import permitted

PURGE = "core.purge"
SLICE = 200
"""Records of one transaction: a purge that is stopped goes on from there."""

SHOWN = 50
NEVER = datetime(1, 1, 2, tzinfo=UTC)
"""Before this moment nothing came in: of kinds without a period, only what somebody wishes goes."""

Told = Callable[[int], object]


@dataclass(slots=True)
class Planned:
    """What would become of one kind: which go, how many may not, and reasons of some of those."""

    kind: Kind
    way: str
    going: list[int] = field(default_factory=list)
    kept: int = 0
    shown: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def goes(self) -> int:
        """Say how many records go."""
        return len(self.going)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind that is purged: all that came in before a moment, and how it goes."""

    kind: Kind
    how: Purge
    before: datetime


def plan(programme: Programme, member: Membership | None = None) -> list[Planned]:
    """Say what a purge would do now, of all that the member may see (None: of all)."""
    return [_planned(rule, programme, member) for rule in _rules(programme)]


def purge_soon(*, programme: Programme, by: User) -> Job:
    """Have a worker purge what may go."""
    with transaction.atomic():
        permitted(by, programme, "core.protection")
        return enqueue(PURGE, programme=programme, by=by)


def purge(programme: Programme, *, by: User | None, told: Told = lambda done: None) -> int:
    """Purge what may go, a slice in each transaction; returns how many records went.

    Can be stopped and begun again at any time. Bytes follow their records: `purging.sweep`.
    """
    done = 0
    permitted(by, programme, "core.protection")
    purging.sweep_all()
    chosen = [(rule, _planned(rule, programme, None).going) for rule in _rules(programme)]
    for rule, ids in chosen:
        for start in range(0, len(ids), SLICE):
            some = ids[start : start + SLICE]
            rows = list(rule.how.due(programme, rule.before).filter(pk__in=some))
            done += _slice(programme, rule, rows, by) if rows else 0
            told(done)
    purging.sweep_all()
    return done


def _rules(programme: Programme) -> list[Rule]:
    """Return the kinds that the programme purges, and those of which something may go early."""
    now = timezone.now()
    stated = Handling.objects.filter(programme=programme, purges=True)
    days = dict(stated.values_list("kind", "keep_days"))
    found = []
    for name, kind in sorted(kinds().items()):
        if kind.purge is not None and (name in days or kind.purge.early):
            before = now - timedelta(days=days[name] or 0) if name in days else NEVER
            found.append(Rule(kind, kind.purge, before))
    return found


def _planned(rule: Rule, programme: Programme, member: Membership | None) -> Planned:
    planned, how = Planned(rule.kind, rule.how.way), rule.how
    for rows in _slices(rule, programme, member):
        reasons = _reasons(rule, rows, member)
        planned.kept += len(reasons)
        planned.going += [row.pk for row in rows if row.pk not in reasons]
        codes = {row.pk: str(how.record_of(row).code) for row in rows}
        some = list(reasons.items())[: SHOWN - len(planned.shown)]
        planned.shown += [(codes[pk], said) for pk, said in some]
    return planned


def _slices(rule: Rule, programme: Programme, member: Membership | None) -> Iterator[list[Any]]:
    due, after = rule.how.due(programme, rule.before), 0
    due = due if member is None else rule.how.seen(due, member)
    while rows := list(due.filter(pk__gt=after)[:SLICE]):
        after = rows[-1].pk
        yield rows


def _reasons(rule: Rule, rows: Sequence[Any], member: Membership | None) -> dict[int, list[str]]:
    """Return why records may not go: legal holds first, then the rooms' own reasons."""
    kind, ids = rule.kind.name, [row.pk for row in rows]
    held = Hold.objects.filter(kind=kind, object_id__in=ids, ended_at=None)
    found = {
        pk: [_("A legal hold: %(reason)s") % {"reason": reason}]
        for pk, reason in held.values_list("object_id", "reason")
    }
    for ask in (rule.how.why_not, *AGAINST.get(kind, ())):
        for pk, said in ask(rows, member).items():
            known = found.setdefault(pk, [])
            known.extend(one for one in said if one not in known)
    return found


def _slice(programme: Programme, rule: Rule, rows: Sequence[Any], by: User | None) -> int:
    """Purge what may go of a few records, with an entry each and nothing of their content."""
    how = rule.how
    with transaction.atomic():
        head = audit.lock(programme)
        kept = _reasons(rule, rows, None)
        going = [row for row in rows if row.pk not in kept]
        if not going:
            return 0
        if how.action:
            data = {"way": how.way}
            acts = [
                audit.Act(how.action, by, record=how.record_of(row), data=data) for row in going
            ]
            audit.record_many(acts, programme=programme, head=head)
        purging.release(how.go(going, by), rule=rule.kind.name)
    return len(going)


__all__ = ["Planned", "plan", "purge", "purge_soon"]
