"""Suggestions: which known reports a waiting report may be of the same event as, and why.

A report is compared once, then ranked apart for each clearance, among what that clearance
reaches: what a reader may not see takes no share of any probability they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import monotonic

from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.core.models import Programme
from goodoffices.core.tlp import TLP
from goodoffices.core.turns import taking_turns
from goodoffices.methods.linkage import Record, passed_on, suggest
from goodoffices.methods.linkage import Suggestion as Found
from goodoffices.monitor.models import Comparison, Report, ReportLink, Suggestion
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.candidates import Candidates
from goodoffices.monitor.services.linking.models import Weights, weights_of
from goodoffices.monitor.services.linking.records import Known, known_of

KEPT = 8
"""Suggestions kept for a report and a clearance; the queue shows five."""

BATCH = 1
"""Reports a transaction: a twentieth of a second in which nobody else writes to SQLite."""

SECONDS = 3.0
"""How long a worker compares before it looks for other work."""

_LOCK = 0x11A6E
"""The first half of the key under which PostgreSQL lets one transaction at a time compare."""

Groups = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One suggestion, and for which clearances it was ranked."""

    found: Found
    seen_from: int
    seen_to: int


def compare_all() -> int:
    """Make the suggestions that are lacking in any programme, for a few seconds; returns how many.

    Does nothing where another process is at it; what is left is done the next time.
    """
    with scopes_disabled():
        lacking = Report.objects.filter(WAITING, comparison__isnull=True)
        ids = set(lacking.order_by().values_list("programme", flat=True).distinct())
        programmes = list(Programme.objects.filter(pk__in=ids, shut="").order_by("pk"))
    done = 0
    for programme in programmes:
        with scope(programme=programme):
            done += compare_waiting(programme, seconds=SECONDS)
    return done


def compare_waiting(programme: Programme, *, seconds: float | None = None) -> int:
    """Make the suggestions of the waiting reports that lack them; returns of how many.

    Those suggested for one of them learn of it in turn. Goes on until none is left, or for
    ``seconds``; can be run at any time, by several at once.
    """
    began, done = monotonic(), 0
    candidates = Candidates(programme.pk)
    while seconds is None or monotonic() - began < seconds:
        with taking_turns(), transaction.atomic():
            part = _next(programme) if _alone(programme) else []
            weights = weights_of(programme)
            compare(part, candidates, weights)
        if not part:
            break
        # Each few in a transaction of their own: an officer's decision waits for no more than one.
        for others in batches(_unanswered(part), BATCH):
            with taking_turns(), transaction.atomic():
                compare(_held(others), candidates, weights)
        done += len(part)
    return done


def _next(programme: Programme) -> list[int]:
    """Return the next reports that lack suggestions, newest first, held until they are written."""
    lacking = Report.objects.filter(WAITING, programme=programme, comparison__isnull=True)
    return _held(list(lacking.order_by("-received_at").values_list("pk", flat=True)[:BATCH]))


def _held(ids: Sequence[int]) -> list[int]:
    """Hold reports until the transaction ends; returns those that are still there."""
    held = Report.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return list(held.values_list("pk", flat=True))


def _alone(programme: Programme) -> bool:
    """Say whether nobody else compares this programme's reports until the transaction ends."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        key = programme.pk % 2**31
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, key])
        return bool(cursor.fetchone()[0])


def _unanswered(ids: Sequence[int]) -> list[int]:
    """Return the waiting reports that are suggested for these, and do not know of them yet."""
    named = Suggestion.of_reports(ids).filter(
        other__is_linked=False, other__comparison__isnull=False
    )
    pairs = set(named.exclude(other__in=ids).values_list("report_id", "other_id"))
    back = Suggestion.of_reports({other for _, other in pairs}).filter(other__in=ids)
    known = {(other, report) for report, other in back.values_list("report_id", "other_id")}
    return sorted({other for _, other in pairs - known})


def compare(report_ids: Sequence[int], candidates: Candidates, weights: Weights) -> None:
    """Write the suggestions of these reports anew, and that they are up to date."""
    told = known_of(report_ids)
    message = {pk: passed_on(known.record) for pk, known in told.items()}
    # Copies of one message have one day and place: they are looked up and weighed once.
    first = {message[pk]: known for pk, known in told.items()}
    others = {said: candidates.of(known) for said, known in first.items()}
    near = known_of({one for found in others.values() for one in found})
    groups, weighing = groups_of(near), Weighing(weights)
    rows: list[Suggestion] = []
    for pk, known in told.items():
        reached = [near[one] for one in others[message[pk]] if one in near and one != pk]
        rows += _rows(pk, ranked(known, reached, groups, weighing), weights)
    Suggestion.of_reports(report_ids).delete()
    Suggestion.objects.bulk_create(rows, batch_size=500)
    _up_to_date(list(told), weights)


class Weighing:
    """Weighs a report against others; what was weighed of one copy of a message holds of all."""

    def __init__(self, weights: Weights) -> None:
        self._model = weights.model
        self._known: dict[tuple[Record, tuple[str, ...]], list[Found]] = {}

    def found(self, record: Record, others: Sequence[Record]) -> list[Found]:
        """Return what is suggested for a record among others, none of which is itself."""
        key = passed_on(record), tuple(one.id for one in others)
        if key not in self._known:
            self._known[key] = suggest(record, others, self._model)
        return self._known[key]


def _up_to_date(ids: Sequence[int], weights: Weights) -> None:
    now = timezone.now()
    Comparison.objects.bulk_create(
        [Comparison(report_id=pk, model=weights.version, at=now) for pk in ids],
        update_conflicts=True,
        unique_fields=["report"],
        update_fields=["model", "at"],
    )


def _rows(pk: int, found: Iterable[Ranked], weights: Weights) -> Iterator[Suggestion]:
    for one in found:
        yield Suggestion(
            report_id=pk,
            other_id=int(one.found.id),
            seen_from=one.seen_from,
            seen_to=one.seen_to,
            probability=one.found.probability,
            band=one.found.band,
            reasons=[[r.code, r.values] for r in one.found.reasons if r.code != "rivals"],
            model=weights.version,
        )


def groups_of(report_ids: Iterable[int]) -> Groups:
    """Return the incident of each report that one holds, and its mark: reports of one incident
    are no rivals, for those who may see that they are of one."""
    found: Groups = {}
    names = ("report_id", "incident_id", "incident__tlp")
    for part in batches(sorted(report_ids)):
        links = ReportLink.standing_of(part)
        for report, incident, tlp in links.order_by("-pk").values_list(*names):
            found[report] = incident, tlp
    return found


def ranked(
    known: Known, others: Sequence[Known], groups: Groups, weighing: Weighing
) -> list[Ranked]:
    """Rank the others for each clearance, the most likely first.

    Of an incident with several reports the one that fits best stands for it. A RED report is
    ranked by itself: it is no rival of anything, and nothing tells of it.
    """
    below = [one for one in others if one.tlp < TLP.RED]
    alone = [one for one in others if one.tlp >= TLP.RED]
    found: list[Ranked] = []
    for low, high in _clearances(below):
        reached = [one for one in below if one.tlp <= low]
        seen = {pk: incident for pk, (incident, tlp) in groups.items() if tlp <= low}
        best = _ranked(known.record, reached, seen, weighing)
        found += [Ranked(one, low, high) for one in best[:KEPT]]
    for one in alone:
        pair = weighing.found(known.record, [one.record])
        found += [Ranked(single, TLP.RED, TLP.RED) for single in pair]
    return found


def _clearances(others: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Yield the clearances, from and to, that reach the same of these reports."""
    marks = [*sorted({one.tlp for one in others}), int(TLP.RED)]
    for mark, after in pairwise(marks):
        yield mark, after - 1


def _ranked(
    record: Record, others: Sequence[Known], groups: dict[int, int], weighing: Weighing
) -> list[Found]:
    """Return the best report of each incident, the most likely first.

    All near ones are ranked at once, those of one incident too: the model knows by their company.
    Of the copies of one message that wait, the first received stands for all.
    """
    first: dict[object, Record] = {}
    for other in sorted(others, key=lambda one: one.pk):
        first.setdefault((groups.get(other.pk), passed_on(other.record)), other.record)
    best: dict[object, Found] = {}
    for one in weighing.found(record, list(first.values())):
        best.setdefault(groups.get(int(one.id), one.id), one)
    return list(best.values())
