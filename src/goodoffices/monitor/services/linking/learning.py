"""A programme's own ways: another version of its model, learnt from what its people decided."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from django.db import transaction
from django.db.models import Count, Max
from django_scopes import scope, scopes_disabled

from goodoffices.core.models import Programme
from goodoffices.core.tlp import TLP
from goodoffices.field.following import enqueue_once
from goodoffices.methods.linkage import Decision, Model, learn, suggest
from goodoffices.monitor.models import LinkageModel, ReportDecision
from goodoffices.monitor.services.linking.expecting import expect_all
from goodoffices.monitor.services.linking.judged import Advance, Judged, asked, replayed
from goodoffices.monitor.services.linking.models import Weights, weights_of
from goodoffices.monitor.services.linking.records import Known, known_of

LEARN = "monitor.linkage.learn"
"""The kind of background work that learns from a programme's decisions."""

ENOUGH, AGAIN_AFTER = 300, 100
"""Decisions in the queue that are needed to learn at all, and to learn once more."""

HELD_OUT = 5
"""Every fifth decision judges what was learnt from the others."""

MISSED = 2
"""Of the reports that belonged to one and were not suggested, so many are learnt from."""

LEAST = 0.04
"""The probability of what is below every band."""


def learn_where_due() -> int:
    """Have those programmes learn that have decided enough since; returns how many."""
    with scopes_disabled():
        tried = dict(
            LinkageModel.objects.values_list("programme").annotate(Max("asked")).order_by()
        )
        counted = (
            ReportDecision.objects.filter(withdrawn_at=None, report__tlp__lt=TLP.RED)
            .exclude(kind=ReportDecision.Kind.UNSURE)
            .order_by()
            .values_list("programme")
            .annotate(Count("pk"))
        )
        due = [
            pk
            for pk, number in counted
            if number >= ENOUGH and number >= tried.get(pk, 0) + AGAIN_AFTER
        ]
        programmes = list(Programme.objects.filter(pk__in=due, shut=""))
    return sum(enqueue_once(LEARN, one) for one in programmes)


def learn_ways(programme: Programme, advance: Advance = lambda done, total: None) -> LinkageModel:
    """Learn a model from all decisions at hand, and weigh with it from now on if it is no worse.

    It is judged by every fifth decision, which it does not learn from for that. What was tried and
    not taken is kept too.
    """
    shipped = Weights(0, Model.shipped())
    in_queue = asked(programme)
    besides = {one.report for one in in_queue}
    judged = [*in_queue, *replayed(programme, advance, besides=besides, weights=shipped)]
    told = known_of({pk for one in judged for pk in _reports(one)})
    kept = [one for one in judged if all(pk in told for pk in _reports(one))]
    learnt_from = [one for at, one in enumerate(kept) if at % HELD_OUT]
    trial = learn(_decisions(learnt_from, told), shipped.model)
    held_out = kept[::HELD_OUT]
    before = weights_of(programme)
    taken = _loss(held_out, told, trial) <= _loss(held_out, told, before.model)
    decisions = _decisions(kept, told)
    model = learn(decisions, shipped.model)
    with scope(programme=programme), transaction.atomic():
        last = LinkageModel.objects.filter(programme=programme).aggregate(last=Max("version"))
        made: LinkageModel = LinkageModel.objects.create(
            programme=programme,
            version=(last["last"] or 0) + 1,
            weights=model.to_json(),
            decisions=len(decisions),
            asked=len(in_queue),
            taken=taken,
        )
        if taken:
            expect_all()
    return made


def _reports(one: Judged) -> list[int]:
    """Return the reports that a decision teaches something about."""
    guessed = [guess.report for guess in one.guesses]
    return [one.report, *guessed, *sorted(one.same - set(guessed))[:MISSED]]


def _decisions(judged: Sequence[Judged], told: dict[int, Known]) -> list[Decision]:
    found = []
    for one in judged:
        report, said = told[one.report].record, {g.report: g for g in one.guesses}
        for pk in _reports(one)[1:]:
            guess = said.get(pk)
            chance = guess.probability if guess and not guess.model else None
            found.append(Decision(report, told[pk].record, pk in one.same, chance))
    return found


def _loss(judged: Sequence[Judged], told: dict[int, Known], model: Model) -> float:
    """Return how surprised a model is by decisions: the mean of minus the log of what it said."""
    total, number = 0.0, 0
    for one in judged:
        others = [told[pk].record for pk in _reports(one)[1:]]
        said = {s.id: s.probability for s in suggest(told[one.report].record, others, model)}
        for other in others:
            chance = min(1 - LEAST / 4, max(LEAST, said.get(other.id, 0.0)))
            total -= log(chance if int(other.id) in one.same else 1 - chance)
            number += 1
    return total / max(1, number)
