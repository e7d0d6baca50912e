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
from goodoffices.publish.models import State


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: its code, its name, what it demands and why, and how it looks.

    ``due``: the state that a publication does not leave, on its way to the public, while the gate
    is open. ``of_one_text``: it can look at one language alone, while somebody writes.
    """

    code: str
    title: Promise | str
    about: Promise | str
    findings: Callable[[Draft], list[Finding]]
    due: State
    of_one_text: bool = True


GATES = (
    Gate(
        uncited.GATE,
        _("Every fact is cited"),
        _("A reader can ask where we know it from, and we can answer."),
        uncited.findings,
        State.DRAFT,
    ),
    Gate(
        levels.GATE,
        _("The evidence is verified"),
        _("What is said in public was checked as far as the policy demands, and still stands."),
        levels.findings,
        State.FACTS,
    ),
    Gate(
        marks.GATE,
        _("Nothing confidential stands behind it"),
        _("A public sentence must not tell what was entrusted to few."),
        marks.findings,
        State.FACTS,
    ),
    Gate(
        fresh.GATE,
        _("Nothing is too recent"),
        _("While people still move and hide, what is said of them can find them."),
        fresh.findings,
        State.READY,
    ),
    Gate(
        figures.GATE,
        _("The figures agree with the records"),
        _("Records go on changing while a text is written."),
        figures.findings,
        State.FACTS,
    ),
    Gate(
        names.GATE,
        _("Nobody is named who must not be"),
        _("A name in public cannot be taken back. Whether a name is known to us is said to nobody"
          " but those who may open identities."),
        names.findings,
        State.SECURITY,
    ),
    Gate(
        places.GATE,
        _("No place is told too exactly"),
        _("A house or a point on the map leads to people. Rounding can be undone; moving cannot."),
        places.findings,
        State.SECURITY,
    ),
    Gate(
        counts.GATE,
        _("No group is so small that people are recognised"),
        _("“Two nurses” of a village are known by name to everybody who lives there."),
        counts.findings,
        State.SECURITY,
    ),
    Gate(
        wording.GATE,
        _("The words take no side"),
        _("All who read it have to find the same facts in it, in words they can accept."),
        wording.findings,
        State.LANGUAGE,
    ),
    Gate(
        answers.GATE,
        _("Whoever is named could reply"),
        _("Fairness, and often a fact that we did not know."),
        answers.findings,
        State.READY,
    ),
    Gate(
        languages.GATE,
        _("All languages say the same"),
        _("Who reads Arabic, Hebrew or English must not read an older or another text."),
        languages.findings,
        State.LANGUAGE,
        of_one_text=False,
    ),
)  # fmt: skip
BY_CODE = {gate.code: gate for gate in GATES}

WAY = (
    *(State.DRAFT, State.FACTS, State.LANGUAGE, State.DIRECTOR, State.SECURITY),
    *(State.READY, State.SCHEDULED),
)
"""The states on the way to the public, in their order."""


def due(gate: str, state: str) -> bool:
    """Say whether an open gate keeps a publication in its state.

    What was held back goes to the beginning of the checks, so that nothing is due before; what is
    out has to be clear of everything.
    """
    if state in (State.HELD, State.DROPPED):
        return False
    return state not in WAY or WAY.index(BY_CODE[gate].due) <= WAY.index(State(state))


def run(draft: Draft, gates: tuple[Gate, ...] = GATES) -> list[Finding]:
    """Return what the gates find, in their order and within each in that of the texts."""
    return told_apart(finding for gate in gates for finding in gate.findings(draft))
