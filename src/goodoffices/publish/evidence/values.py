"""What one citation leads to, as a plain value, and its figures in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils import translation

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods import dates
from goodoffices.publish.models import Language

FIGURES = (
    *("killed", "killed.low", "killed.high", "killed.range", "killed.unknown"),
    *("incidents", "reports", "sources", "date", "place"),
)
"""The names of live figures, as they stand after the dot in ``[=c1.killed]``."""


class Standing(StrEnum):
    """Whether what is cited can still carry a sentence."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the record behind one citation says today, as far as a member may see it.

    Of a record that the member may not see there is nothing but ``key``, ``kind`` and the standing
    ``hidden``. ``kind`` is a `Citation.Kind`; ``code`` is that of the incident, of the claim's
    report or of the publication. ``level`` is the verification state of the incident, of the
    claim's incident, or the weakest of those a toll, chart or map counts (``levels`` has all of
    them with their number); empty for a publication. ``title`` is in the language in use,
    ``titles`` in each language a publication can have. ``tlp`` is the strictest mark beneath it.
    None is "not known" and never 0. ``facts`` is what `Citation.checked` keeps: the figures in no
    language, and for charts and maps the numbers they are drawn from.
    """

    key: str
    kind: str
    standing: Standing = Standing.STANDS
    title: str = ""
    code: str = ""
    level: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)
    tlp: int | None = None
    killed_low: int | None = None
    killed_best: int | None = None
    killed_high: int | None = None
    edtf: str = ""
    when: str = ""
    place: str = ""
    precision: str = ""
    reports: int | None = None
    sources: int | None = None
    incidents: int | None = None
    successor: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Say whether it may carry a sentence: seen, not withdrawn, not merged away."""
        return self.standing is Standing.STANDS

    def title_in(self, language: str) -> str:
        """Return the title as a text in a language calls it."""
        return self.titles.get(language) or self.title

    def date_in(self, language: str) -> str:
        """Return the date as a text in a language says it; of a set, nothing."""
        return date_in_words(self.edtf, language) if self.edtf else ""

    @property
    def hidden(self) -> bool:
        """Say whether the member may not see it."""
        return self.standing is Standing.HIDDEN


def in_languages(say: Callable[[], str]) -> dict[str, str]:
    """Say something in each language that a publication can have."""
    found = {}
    for language in Language.values:
        with translation.override(language):
            found[language] = say()
    return found


def hidden(key: str, kind: str) -> Evidence:
    """Return what a member learns of a record that they may not see: nothing."""
    return Evidence(key, kind, Standing.HIDDEN)


def figure_texts(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the figures of some facts as a text in one language prints them.

    What is not known has no figure.
    """
    said = {name: _said(name, facts.get(name), language) for name in FIGURES}
    return {name: text for name, text in said.items() if text}


def _said(name: str, value: Any, language: str) -> str:
    if value is None or value == "":
        return ""
    if name == "date":
        return date_in_words(str(value), language)
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get("") or "")
    return f"{value:,}" if isinstance(value, int) else str(value)


def date_in_words(edtf: str, language: str) -> str:
    """Say a date in a language; one that cannot be read stands as it was written."""
    try:
        return str(dates.print_span(dates.parse(edtf), language))
    except InvalidInput:
        return edtf


def toll_facts(low: int | None, best: int | None, high: int | None) -> dict[str, Any]:
    """Return the figures of a toll; the range is one number where its ends agree."""
    ends = f"{low:,}–{high:,}" if low is not None and high is not None and low != high else None
    return {
        "killed": best,
        "killed.low": low,
        "killed.high": high,
        "killed.range": ends or best,
    }
