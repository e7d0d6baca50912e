"""The gates in the order in which they are shown, each with its name and what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodoffices.publish.gates import (
    answers,
    counts,
    figures,
    fresh,
    languages,
    levels,
    marks,
    names,
    places,
    uncited,
    wording,
)
from goodoffices.publish.gates.draft import Draft
from goodoffices.publish.gates.finding import Finding, told_apart


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: its code, its name, what it demands and why, and how it looks.

    ``of_one_text``: it can look at one language alone, while somebody writes.
    """

    code: str
    title: Promise | str
    about: Promise | str
    findings: Callable[[Draft], list[Finding]]
    of_one_text: bool = True


GATES = (
    Gate(
        uncited.GATE,
        _("Every fact is cited"),
        _("A reader can ask where we know it from, and we can answer."),
        uncited.findings,
    ),
    Gate(
        levels.GATE,
        _("The evidence is verified"),
        _("What is said in public was checked as far as the policy demands, and still stands."),
        levels.findings,
    ),
    Gate(
        marks.GATE,
        _("Nothing confidential stands behind it"),
        _("A public sentence must not tell what was entrusted to few."),
        marks.findings,
    ),
    Gate(
        fresh.GATE,
        _("Nothing is too recent"),
        _("While people still move and hide, what is said of them can find them."),
        fresh.findings,
    ),
    Gate(
        figures.GATE,
        _("The figures agree with the records"),
        _("Records go on changing while a text is written."),
        figures.findings,
    ),
    Gate(
        names.GATE,
        _("Nobody is named who must not be"),
        _("A name in public cannot be taken back. Whether a name is known to us is said to nobody"
          " but those who may open identities."),
        names.findings,
    ),
    Gate(
        places.GATE,
        _("No place is told too exactly"),
        _("A house or a point on the map leads to people. Rounding can be undone; moving cannot."),
        places.findings,
    ),
    Gate(
        counts.GATE,
        _("No group is so small that people are recognised"),
        _("“Two nurses” of a village are known by name to everybody who lives there."),
        counts.findings,
    ),
    Gate(
        wording.GATE,
        _("The words take no side"),
        _("All who read it have to find the same facts in it, in words they can accept."),
        wording.findings,
    ),
    Gate(
        answers.GATE,
        _("Whoever is named could reply"),
        _("Fairness, and often a fact that we did not know."),
        answers.findings,
    ),
    Gate(
        languages.GATE,
        _("All languages say the same"),
        _("Who reads Arabic, Hebrew or English must not read an older or another text."),
        languages.findings,
        of_one_text=False,
    ),
)  # fmt: skip
BY_CODE = {gate.code: gate for gate in GATES}


def run(draft: Draft, gates: tuple[Gate, ...] = GATES) -> list[Finding]:
    """Return what the gates find, in their order and within each in that of the texts."""
    return told_apart(finding for gate in gates for finding in gate.findings(draft))
