"""Every sentence that states a fact has a citation."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodoffices.formats.manuscript import Mark, pictures
from goodoffices.publish.gates.citing import facts
from goodoffices.publish.gates.draft import Draft, Passage, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "uncited"


def findings(draft: Draft) -> list[Finding]:
    """Return the facts that rest on nothing, and the marks that lead nowhere."""
    return [one for passage in draft.bodies() for one in _of_body(draft, passage)]


def _of_body(draft: Draft, passage: Passage) -> Iterator[Finding]:
    for sentence in facts(passage):
        if not sentence.keys:
            yield found_at(
                GATE,
                passage,
                sentence.start,
                sentence.end,
                why=_("This sentence states a fact and cites nothing."),
                do=_("Cite the record it rests on, or mark it with [~] as ours."),
            )
    for key, start, end in _marks(passage):
        if key not in draft.citations:
            yield found_at(
                GATE,
                passage,
                start,
                end,
                key,
                why=_("The mark %(key)s leads to no citation that stands.") % {"key": key},
                do=_("Cite the record again, or take the mark out."),
                key=key,
                overridable=False,
            )


def _marks(passage: Passage) -> Iterator[tuple[str, int, int]]:
    for sentence in passage.sentences:
        for key in sentence.keys:
            yield key, sentence.start, sentence.end
    mark: Mark
    for mark in pictures(passage.text):
        yield mark.key, mark.start, mark.end
