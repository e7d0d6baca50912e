"""What a reader of a submission remarks on: a stable code and the answer it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FLAGS = 200
"""Remarks kept of one submission; a form filled by a machine gone wild would make thousands."""

MORE_FLAGS = "more-flags"
UNREADABLE = "unreadable"
UNKNOWN_ELEMENT = "unknown-element"
REQUIRED_MISSING = "required-missing"
DOES_NOT_FIT = "does-not-fit"
NOT_A_CHOICE = "not-a-choice"
ANSWERED_TWICE = "answered-twice"
MORE_ANSWERS = "more-answers"
POINT_ZERO = "point-zero"
CLOCK_AHEAD = "clock-ahead"
CLOCK_BEHIND = "clock-behind"
ENDS_BEFORE_START = "ends-before-start"
QUESTION_GONE = "question-gone"
DATE_NOT_READ = "date-not-read"
DATE_IN_FUTURE = "date-in-future"
DATES_OUT_OF_ORDER = "dates-out-of-order"
POINT_NOT_READ = "point-not-read"
TYPE_NOT_MAPPED = "type-not-mapped"
FIGURE_NOT_READ = "figure-not-read"
FIGURES_REORDERED = "figures-reordered"
LINK_NOT_READ = "link-not-read"
NOTHING_SAID = "nothing-said"


@dataclass(frozen=True, slots=True)
class Flag:
    """One remark. ``path`` is the answer it is about, with its place in a repeat, or empty."""

    code: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.code}:{self.path}" if self.path else self.code


def flag_of(text: str) -> Flag:
    """Read a flag back from the text it is kept as."""
    code, _, path = text.partition(":")
    return Flag(code, path)


def written(flags: Iterable[Flag]) -> list[str]:
    """Return flags as they are kept: each once, in order, and not more than `MOST_FLAGS`."""
    found = list(dict.fromkeys(map(str, flags)))
    return found if len(found) <= MOST_FLAGS else [*found[: MOST_FLAGS - 1], MORE_FLAGS]
