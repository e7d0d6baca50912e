"""Translations render the text that comes out, and all languages come out that have to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goodoffices.publish.gates.draft import Draft
from goodoffices.publish.gates.finding import Finding, fingerprint
from goodoffices.publish.models import Language

GATE = "languages"


def findings(draft: Draft) -> list[Finding]:
    """Return the translations that are stale, and those that the policy demands and lacks."""
    source = draft.texts.get(draft.source_language)
    if source is None:
        return [
            _finding(
                draft.source_language,
                why=_("There is no text in the language that the others follow."),
                do=_("Write it first."),
                overridable=False,
            )
        ]
    found = []
    for language in Language.values:
        text = draft.texts.get(language)
        if text is None and draft.rules.all_languages:
            found.append(
                _finding(
                    language,
                    "missing",
                    why=_("The policy wants all languages to come out together; this one lacks."),
                    do=_("Translate it."),
                )
            )
        elif text is not None and text is not source and (text.of_source or 0) < source.number:
            found.append(
                _finding(
                    language,
                    text.number,
                    source.number,
                    why=_("This translation renders an older version of the text."),
                    do=_("Bring the translation up to date, and save it."),
                )
            )
    return found


def _finding(
    language: str, *rests_on: object, why: str, do: str, overridable: bool = True
) -> Finding:
    return Finding(
        gate=GATE,
        language=language,
        fingerprint=fingerprint(GATE, language, *rests_on),
        field="",
        start=0,
        end=0,
        words=Language(language).label,
        sentence="",
        why=why,
        do=do,
        overridable=overridable,
    )
