"""The task: waiting submissions become reports, in batches, each one transaction.

Killed at any moment, what was committed is not done again (a submission no longer waits once its
report is there) and what was not is still waiting. A submission has at most one report: the
database refuses a second.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import InterfaceError, OperationalError, transaction

from goodoffices.core.models import Programme
from goodoffices.field.models import Submission, SubmissionVersion
from goodoffices.field.services.indexing import file_words
from goodoffices.field.services.reading import READ
from goodoffices.monitor.apps import TAKE_SUBMISSIONS
from goodoffices.monitor.services.intake.statistics import ENOUGH, renew_statistics
from goodoffices.monitor.services.submissions.making import Making
from goodoffices.monitor.services.submissions.preparing import (
    Prepared,
    Preparer,
    failed,
    newest_mappings,
    waiting,
)

TAKE = TAKE_SUBMISSIONS

BATCH = 25
"""Submissions a transaction: phones that send meanwhile wait about a tenth of a second."""

PASSES = 3
"""How often the list is gone through: what changed under one's hands is taken the next time."""

log = logging.getLogger("goodoffices.submissions")

Advance = Callable[[int, int | None], None]
Counts = Counter[str]


def take_waiting(programme: Programme, advance: Advance = lambda done, total: None) -> Counts:
    """Make reports of all waiting submissions of a programme; returns what came of them.

    ``advance(done, in all)`` is told after each batch. Can be run at any time, by several at once.
    """
    counts: Counts = Counter()
    total = waiting(programme).count()
    for _ in range(PASSES):
        passed = _pass(programme, counts, total, advance)
        if not passed:
            break
    if counts["done"] >= ENOUGH:
        renew_statistics()
    return counts


def _pass(programme: Programme, counts: Counts, total: int, advance: Advance) -> int:
    """Go through the list once; returns how many had changed meanwhile and still wait."""
    preparer, making, after, left = Preparer(programme), Making(programme), 0, 0
    while part := preparer.next(after, BATCH):
        after = part[-1].submission.pk
        try:
            taken = _take(making, part)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # one bad submission must not stop the others
            log.error("a batch of submissions met %s: taken one by one", type(error).__name__)
            making = Making(programme)
            taken = sum((_take_alone(programme, one) for one in part), Counter())
        counts += taken
        left += len(part) - taken["done"]
        advance(counts["done"], max(total, counts["done"]))
        if len(part) < BATCH:  # what has come in since is another job's: in larger parts
            break
    return left


def _take_alone(programme: Programme, one: Prepared) -> Counts:
    try:
        return _take(Making(programme), [one])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.error("submission %s met %s", one.submission.code, type(error).__name__)
        failed(one)
        return _take(Making(programme), [one])


def _take(making: Making, part: Sequence[Prepared]) -> Counts:
    with transaction.atomic():
        held = _held(part)
        counts = making.make(held)
        _save(held)
    counts["done"] += len(held)
    return counts


def _held(part: Sequence[Prepared]) -> list[Prepared]:
    """Lock submissions and return those that still are as they were read."""
    names = ("pk", "current", "deleted_at", "tlp")
    rows = Submission.objects.filter(
        pk__in=[one.submission.pk for one in part],
        mapping_state=Submission.MappingState.WAITING,
    )
    locked = rows.select_for_update(skip_locked=True).order_by("pk")
    now = {pk: rest for pk, *rest in locked.values_list(*names)}
    mappings = newest_mappings({one.version.form_version_id for one in part})
    held = []
    for one in part:
        current, deleted_at, tlp = now.get(one.submission.pk, (0, None, 0))
        holds = mappings.get(one.version.form_version_id)
        if current == one.version.number and holds == one.mapping:
            one.submission.deleted_at, one.submission.tlp = deleted_at, tlp
            held.append(one)
    return held


def _save(held: Sequence[Prepared]) -> None:
    for one in held:
        one.submission.mapping_state = one.state
        one.submission.mapped_with = one.mapping if one.row else None
        one.submission.tlp = one.tlp
        one.submission.save(update_fields=[*READ, "mapping_state", "mapped_with", "tlp"])
        if one.clock_off is not None and one.version.clock_off is None:
            SubmissionVersion.objects.filter(pk=one.version.pk).update(clock_off=one.clock_off)
    file_words([(one.submission, one.version.form_version_id) for one in held])
