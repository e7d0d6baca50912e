"""The words are neutral, by the rules of terminology that the programme chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices.methods.terminology import Hit
from goodoffices.publish.gates.draft import Draft, Passage, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "terms"


def findings(draft: Draft) -> list[Finding]:
    """Return the terms in our own words; what a rule only asks to weigh is advice."""
    if draft.checker is None:
        return []
    return [one for passage in draft.passages() for one in _of(draft, passage)]


def _of(draft: Draft, passage: Passage) -> Iterator[Finding]:
    assert draft.checker is not None
    for hit in draft.checker.check(passage.masked):
        yield found_at(
            GATE,
            passage,
            hit.start,
            hit.end,
            hit.rule.id,
            hit.rule.severity,
            why=_said(hit.rule.reason, passage.language) or _("The programme avoids this word."),
            do=_instead(hit, passage.language),
            blocking=hit.rule.severity != "warn",
        )


def _said(texts: Mapping[str, str], language: str) -> str:
    """Return a text in the reader's language, else in that of the passage, else in any."""
    wanted = (get_language() or "en")[:2]
    found = texts.get(wanted) or texts.get(language) or texts.get("en")
    return found or next(iter(texts.values()), "")


def _instead(hit: Hit, language: str) -> str:
    instead = hit.rule.instead.get(language) or _said(hit.rule.instead, language)
    attributed = hit.rule.severity == "attribute"
    if instead and attributed:
        return _("Say whose word it is, or write: %(instead)s") % {"instead": instead}
    if instead:
        return _("Write instead: %(instead)s") % {"instead": instead}
    return _("Say whose word it is.") if attributed else _("Say what happened in other words.")
