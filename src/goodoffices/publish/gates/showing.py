"""Findings as pages show them: by gate, with where they are due and who let them stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goodoffices.publish.gates.draft import DraftText
from goodoffices.publish.gates.finding import Finding
from goodoffices.publish.gates.queries import is_open
from goodoffices.publish.gates.registry import GATES, Gate, due
from goodoffices.publish.models import Override, State
from goodoffices.publish.words import LANGUAGES, STATES


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding on a page; ``jump`` is where it stands in the field, as browsers count."""

    finding: Finding
    is_open: bool
    override: Override | None
    language: str
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one gate found, the open first; ``is_due``: it has to be clear before the next step."""

    gate: Gate
    due: str
    rows: list[Shown]
    is_due: bool = True

    @property
    def open(self) -> int:
        """How many findings block."""
        return sum(one.is_open for one in self.rows)

    @property
    def advice(self) -> int:
        """How many are advice."""
        return sum(not one.finding.blocking for one in self.rows)


def grouped(
    findings: Iterable[Finding],
    passed: Mapping[tuple[str, str], Override],
    texts: Mapping[str, DraftText],
    gates: Iterable[Gate] = GATES,
    state: str = State.PUBLISHED,
) -> list[Group]:
    """Return findings by gate, with a group for each gate, also where it found nothing."""
    rows: dict[str, list[Shown]] = {gate.code: [] for gate in gates}
    for one in findings:
        override = passed.get((one.gate, one.fingerprint)) if one.overridable else None
        language = str(LANGUAGES.get(one.language, ""))
        shown = Shown(one, is_open(one, passed), override, language, _jump(one, texts))
        rows[one.gate].append(shown)
    return [
        Group(
            gate,
            str(STATES[gate.due]),
            sorted(rows[gate.code], key=lambda one: (not one.is_open, not one.finding.blocking)),
            due(gate.code, state),
        )
        for gate in gates
    ]


def _jump(finding: Finding, texts: Mapping[str, DraftText]) -> str:
    """Return "field:start:end" in units of UTF-16, line ends counting once; "" for no stretch."""
    text = texts.get(finding.language)
    if text is None or not finding.field:
        return ""
    written = getattr(text, finding.field)
    start, end = _units(written[: finding.start]), _units(written[: finding.end])
    return f"{finding.field}:{start}:{end}"


def _units(text: str) -> int:
    return len(text.replace("\r\n", "\n").encode("utf-16-le")) // 2
