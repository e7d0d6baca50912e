"""Figures say what the records say today, and numbers that were typed do not contradict them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodoffices.formats.manuscript import FigureMark, Sentence, pictures
from goodoffices.formats.manuscript import figures as figure_marks
from goodoffices.methods.exposure import Count
from goodoffices.publish.evidence import Evidence
from goodoffices.publish.gates.draft import Draft, Passage, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "figures"
DRAWN = {"chart": "bars", "map": "places"}


def findings(draft: Draft) -> list[Finding]:
    """Return the figures that changed or are not known, and the numbers that do not agree."""
    found: list[Finding] = []
    for passage in draft.passages():
        found += _live(draft, passage)
        if passage.field == "body":
            found += _drawn(draft, passage)
            found += _typed(draft, passage)
    return found


def _live(draft: Draft, passage: Passage) -> Iterator[Finding]:
    for mark in figure_marks(passage.text):
        cited = draft.citations.get(mark.key)
        if cited is None or cited.evidence.hidden:
            continue
        now = cited.evidence.facts.get(mark.field)
        if mark.field not in cited.evidence.figures:
            yield _unknown(passage, mark)
        elif not _same(cited.checked.get(mark.field), now):
            yield _changed(passage, mark, cited.checked.get(mark.field), now)


def _unknown(passage: Passage, mark: FigureMark) -> Finding:
    return found_at(
        GATE,
        passage,
        mark.start,
        mark.end,
        mark.key,
        mark.field,
        why=_("The record does not say this figure: nothing would stand here."),
        do=_("Take another figure of the record, or say in words that it is not known."),
        key=mark.key,
        overridable=False,
    )


def _changed(passage: Passage, mark: FigureMark, then: object, now: object) -> Finding:
    if then is None:
        why = _("Nobody has checked this figure against the record yet.")
    else:
        why = _("The record says something else than when this figure was checked.")
    return found_at(
        GATE,
        passage,
        mark.start,
        mark.end,
        mark.field,
        then,
        now,
        why=why,
        do=_("Read the sentence again with the figure as it is now, and check the citation."),
        key=mark.key,
    )


def _drawn(draft: Draft, passage: Passage) -> Iterator[Finding]:
    for mark in pictures(passage.text):
        cited = draft.citations.get(mark.key)
        name = DRAWN.get(cited.evidence.kind, "") if cited else ""
        if cited is None or cited.evidence.hidden or not name:
            continue
        then, now = cited.checked.get(name), cited.evidence.facts.get(name)
        if not _same(then, now):
            yield found_at(
                GATE,
                passage,
                mark.start,
                mark.end,
                _plain(then),
                _plain(now),
                why=_("What is drawn here is not what it was when it was last checked."),
                do=_("Look at it again beside the text, and check the citation."),
                key=mark.key,
            )


def _same(one: object, other: object) -> bool:
    return _plain(one) == _plain(other)


def _plain(value: object) -> str:
    """Return a value as it would come back from the database."""
    return json.dumps(value, sort_keys=True, default=str)


def _typed(draft: Draft, passage: Passage) -> Iterator[Finding]:
    """Yield the typed numbers of dead that lie outside what every citation of the sentence says."""
    for count in passage.counts:
        sentence = passage.at(count.start) if count.harm == "dead" else None
        if sentence is None or not sentence.is_fact:
            continue
        tolls = [one for one in _tolls(draft, sentence) if one]
        if tolls and not any(_within(count, one) for one in tolls):
            yield _contradicts(passage, count, tolls[0])


def _tolls(draft: Draft, sentence: Sentence) -> Iterator[tuple[int, int] | None]:
    for key in sentence.keys:
        if key in draft.citations:
            yield _toll(draft.citations[key].evidence)


def _toll(evidence: Evidence) -> tuple[int, int] | None:
    said = [
        one
        for one in (evidence.killed_low, evidence.killed_best, evidence.killed_high)
        if one is not None
    ]
    return (min(said), max(said)) if said else None


def _within(count: Count, toll: tuple[int, int]) -> bool:
    return count.low <= toll[1] and count.high >= toll[0]


def _contradicts(passage: Passage, count: Count, toll: tuple[int, int]) -> Finding:
    said = f"{toll[0]:,}" if toll[0] == toll[1] else f"{toll[0]:,}–{toll[1]:,}"
    return found_at(
        GATE,
        passage,
        count.start,
        count.end,
        toll,
        why=_("The record that the sentence cites says %(toll)s killed.") % {"toll": said},
        do=_("Write the number of the record, best as a live figure, or say why it differs."),
        blocking=False,
    )
