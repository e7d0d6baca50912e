"""How good the suggestions are: counted from people's decisions, and from a known truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.field.following import enqueue_once
from goodoffices.monitor.models import LinkageMeasure, Report
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.judged import Judged, asked, replayed
from goodoffices.monitor.services.linking.models import weights_of
from goodoffices.monitor.services.permits import permitted

MEASURE = "monitor.linkage.measure"
"""The kind of background work that measures a programme's suggestions."""

TRUTH = "truth.json"
"""What an invented programme leaves beside its data: which report is truly of which event."""

BANDS = ("near_certain", "likely", "possible")

Counts = dict[str, dict[str, dict[str, int]]]
"""By way of knowing, then by mark, then by what is counted."""

Truth = dict[int, tuple[str, datetime]]
Advance = Callable[[int, int | None], None]


def ask_to_measure(*, programme: Programme, by: User | None) -> None:
    """Have the suggestions of a programme measured in the background, once."""
    permitted(by, programme, "monitor.incident")
    with transaction.atomic():
        if enqueue_once(MEASURE, programme):
            audit.record("monitor.linkage.measured", by=by, programme=programme, record=None)


def measure(programme: Programme, advance: Advance = lambda done, total: None) -> dict[str, int]:
    """Count anew how good a programme's suggestions are, and keep the counts."""
    in_queue = asked(programme)
    older = replayed(programme, advance, besides={one.report for one in in_queue})
    counts = {"asked": counted(in_queue), "replayed": counted(older)}
    truth = _truth(programme)
    if truth:
        counts["truth"] = counted(list(_by_truth([*in_queue, *older], truth)))
    LinkageMeasure.objects.update_or_create(
        programme=programme,
        defaults={
            "counts": counts,
            "model": weights_of(programme).version,
            "at": timezone.now(),
        },
    )
    return {"decisions": len(in_queue) + len(older)}


def counted(judged: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """Count by mark: decisions, those that found something the same, and by band what was
    suggested, what of it was right, and how many decisions it would have spared."""
    found: dict[str, dict[str, int]] = {}

    def add(tlp: int, what: str) -> None:
        row = found.setdefault(str(tlp), {})
        row[what] = row.get(what, 0) + 1

    for one in judged:
        add(one.tlp, "decisions")
        if one.same:
            add(one.tlp, "same")
        best = None
        for guess in one.guesses:
            add(max(one.tlp, guess.tlp), f"suggested:{guess.band}")
            if guess.report in one.same:
                add(max(one.tlp, guess.tlp), f"right:{guess.band}")
                best = best or guess.band
        if best is not None:
            add(one.tlp, f"found:{best}")
    return found


def _by_truth(judged: Iterable[Judged], truth: Truth) -> Iterable[Judged]:
    """Say of decided reports which others truly are of the same event, and were there before."""
    by_event: dict[str, set[int]] = {}
    for report, (event, _received) in truth.items():
        by_event.setdefault(event, set()).add(report)
    for one in judged:
        if one.report in truth:
            event, received = truth[one.report]
            guessed = {guess.report for guess in one.guesses}
            same = {
                other
                for other in by_event[event] - {one.report}
                if other in guessed or truth[other][1] <= received
            }
            yield replace(one, same=frozenset(same))


def _truth(programme: Programme) -> Truth:
    """Return the true event of each report and when it came in; nothing but where it is known.

    Only an invented programme leaves it beside its data.
    """
    path = Path(settings.DATA) / TRUTH
    if not path.is_file():
        return {}
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if programme.slug != told.get("programme"):
        return {}
    events: dict[str, str] = told.get("reports", {})
    found: Truth = {}
    for part in batches(sorted(events)):
        rows = Report.objects.filter(external_id__in=part, tlp__lt=TLP.RED)
        for pk, own, received in rows.values_list("pk", "external_id", "received_at"):
            found[pk] = events[own], received
    return found
