"""What is cited stands, and has been checked as far as the policy demands."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.publish.evidence import Evidence, Standing
from goodoffices.publish.gates.citing import Use, uses
from goodoffices.publish.gates.draft import Draft, Rules, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "evidence"

LADDER = ("unverified", "pending", "corroborated", "verified")
"""From the lowest. What is contested, refuted or withdrawn stands on no rung."""


def findings(draft: Draft) -> list[Finding]:
    """Return the sentences whose evidence is gone, hidden, or not checked far enough."""
    found = (_of(use, draft.rules) for use in uses(draft))
    return [one for one in found if one]


def _of(use: Use, rules: Rules) -> Finding | None:
    passage, start, end, key, cited = use
    evidence = cited.evidence
    if evidence.hidden:
        return found_at(
            GATE,
            passage,
            start,
            end,
            key,
            "hidden",
            why=_("You may not see what this sentence cites, so that you cannot check it."),
            do=_("Ask somebody who may see it, or cite something that can stand in public."),
            key=key,
            overridable=False,
        )
    if not evidence.stands:
        return found_at(
            GATE,
            passage,
            start,
            end,
            key,
            str(evidence.standing),
            why=_gone(evidence),
            do=_("Cite what stands in its place, or take the sentence out."),
            key=key,
        )
    below = _below(evidence, rules.level)
    if not below:
        return None
    return found_at(
        GATE,
        passage,
        start,
        end,
        key,
        rules.level,
        sorted(below.items()),
        why=_low(evidence, below, rules.level),
        do=_("Have it verified first, cite another record, or say that it is not confirmed."),
        key=key,
    )


def _gone(evidence: Evidence) -> str:
    if evidence.standing is Standing.MERGED:
        return _("The record it cites was merged into another one.")
    return _("The record it cites was withdrawn or discarded, or counts nothing any more.")


def _below(evidence: Evidence, level: str) -> dict[str, int]:
    """Return how many records have not reached the level, by the state they are in."""
    if evidence.kind == "publication":
        return {}
    least = LADDER.index(level) if level in LADDER else len(LADDER) - 1
    levels = dict(evidence.levels) or {evidence.level or LADDER[0]: 1}
    return {
        state: number
        for state, number in levels.items()
        if state not in LADDER or LADDER.index(state) < least
    }


def _low(evidence: Evidence, below: dict[str, int], level: str) -> str:
    book, language = codebook.load(), get_language() or "en"
    wanted = book.label("verification_states", level, language)
    if evidence.kind in ("toll", "chart", "map"):
        number = sum(below.values())
        return ngettext(
            "%(number)s of the incidents it counts has not reached “%(level)s”.",
            "%(number)s of the incidents it counts have not reached “%(level)s”.",
            number,
        ) % {"number": number, "level": wanted}
    state = book.label("verification_states", next(iter(below)), language)
    return _("The record it cites is at “%(state)s”; the policy demands “%(level)s”.") % {
        "state": state,
        "level": wanted,
    }
