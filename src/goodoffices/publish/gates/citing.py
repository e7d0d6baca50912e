"""Which sentences rest on which citations: what several gates walk over."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.formats.manuscript import Sentence, pictures
from goodoffices.publish.gates.draft import Cited, Draft, Passage

Use = tuple[Passage, int, int, str, Cited]
"""A citation in use: the passage, the stretch that rests on it, its key, and the citation."""


def uses(draft: Draft) -> Iterator[Use]:
    """Yield each sentence with each of its citations that there is, then each picture."""
    for passage in draft.bodies():
        for sentence in passage.sentences:
            for key in sentence.keys:
                if key in draft.citations:
                    yield passage, sentence.start, sentence.end, key, draft.citations[key]
        for mark in pictures(passage.text):
            if mark.key in draft.citations:
                yield passage, mark.start, mark.end, mark.key, draft.citations[mark.key]


def facts(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a body that state facts."""
    return (sentence for sentence in passage.sentences if sentence.is_fact)
