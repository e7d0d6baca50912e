"""The citations of a publication as pages list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from goodoffices.publish.evidence import Evidence
from goodoffices.publish.models import Citation
from goodoffices.publish.words import FIGURES, KINDS
from goodoffices.publish.writing.queries import Change, changed_figures


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with what its record says today and what differs from when it was checked."""

    citation: Citation
    evidence: Evidence
    kind: str | Promise
    changes: list[Change]

    @property
    def marks(self) -> list[tuple[str, str, str | Promise]]:
        """What can be put into a text: the mark, what it shows now, what that is."""
        key = self.citation.key
        return [
            (f"[={key}.{name}]", value, FIGURES[name])
            for name, value in self.evidence.figures.items()
        ]

    @property
    def is_picture(self) -> bool:
        """Say whether a chart or a map can stand in the text."""
        return self.citation.kind in (Citation.Kind.CHART, Citation.Kind.MAP)

    @property
    def changed(self) -> list[tuple[str | Promise, str, str]]:
        """What differs, by its name in words: checked, and now."""
        return [(FIGURES.get(one.name, ""), one.was, one.now) for one in self.changes]


def cited_rows(citations: Mapping[str, Citation], evidence: Mapping[str, Evidence]) -> list[Cited]:
    """Return the citations that stand, in the order in which they were made."""
    return [
        Cited(
            one,
            evidence[key],
            KINDS[Citation.Kind(one.kind)],
            changed_figures(one, evidence[key]),
        )
        for key, one in citations.items()
        if key in evidence
    ]
