"""Rules of wording: what is looked for, how grave it is, why, and what would do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

SEVERITIES = ("block", "attribute", "warn")
"""From the gravest: never in our own words; only where somebody named says so; to be weighed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``terms``, ``reason`` and ``instead`` are keyed by language.

    A term is a word or several; ``ending*`` stands for each word that begins so. ``severity`` is
    one of `SEVERITIES`. ``leans`` names the narrative a word belongs to, "" where it has none;
    whoever counts hits by it sees whether they lean.
    """

    id: str
    severity: str
    terms: Mapping[str, tuple[str, ...]]
    reason: Mapping[str, str]
    instead: Mapping[str, str] = field(default_factory=dict)
    leans: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A set of rules that a programme picks as a whole, with the version and day of its file.

    ``attribution`` holds, by language, the words by which a sentence names who says something;
    ``names`` are proper names in which a term may stand.
    """

    id: str
    version: int
    date: date
    title: Mapping[str, str]
    rules: tuple[Rule, ...]
    attribution: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
