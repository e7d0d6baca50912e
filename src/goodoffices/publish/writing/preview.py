"""A text as a reader will see it: numbered sources, live figures, charts and maps in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from goodoffices.formats import manuscript
from goodoffices.publish.evidence import Evidence, figure_texts
from goodoffices.publish.models import Citation
from goodoffices.publish.pictures import figure_html


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered source under the text."""

    number: int
    key: str
    evidence: Evidence | None
    title: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as HTML that is safe to show, with its notes in the order of the text."""

    html: SafeString
    notes: list[Note]
    words: int


@dataclass(slots=True)
class _Numbers:
    """Gives each citation the number of its first mark in the text."""

    evidence: Mapping[str, Evidence]
    language: str
    notes: dict[str, Note] = field(default_factory=dict)

    def cite(self, key: str) -> manuscript.Source:
        """Return what stands for a citation: its number, or a question mark for one unknown."""
        found = self.evidence.get(key)
        if key not in self.notes:
            title = found.title_in(self.language) if found else ""
            when = found.date_in(self.language) if found else ""
            self.notes[key] = Note(len(self.notes) + 1, key, found, title, when)
        number = str(self.notes[key].number)
        return manuscript.Source(number, f"#source-{number}", said_of(found))


def said_of(evidence: Evidence | None) -> str:
    """Say in one line what a citation leads to."""
    if evidence is None:
        return _("There is no citation with this key.")
    if evidence.hidden:
        return _("A record you may not see.")
    return evidence.title


def preview(
    body: str,
    *,
    language: str,
    citations: Mapping[str, Citation],
    evidence: Mapping[str, Evidence],
) -> Preview:
    """Return a text as its readers will see it, as far as this member may see what it cites."""
    numbers = _Numbers(evidence, language)

    def figure(key: str, name: str) -> str | None:
        found = evidence.get(key)
        return figure_texts(found.facts, language).get(name) if found else None

    def picture(key: str) -> str | None:
        found = evidence.get(key)
        if found is None or found.hidden or key not in citations:
            return None
        return figure_html(citations[key], language=language, caption=found.title_in(language))

    html = manuscript.render(body, cite=numbers.cite, figure=figure, picture=picture)
    words = len(manuscript.plain(body).split())
    # manuscript.render cleans what it returns by an allow-list.
    return Preview(mark_safe(html), list(numbers.notes.values()), words)  # noqa: S308
