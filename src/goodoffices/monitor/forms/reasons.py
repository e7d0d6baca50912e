"""What the forms of judgements share: a reason, and the state of the record they began from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core.tlp import TLP

LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("he", _("Hebrew"))]


def choices(scheme: str) -> list[tuple[str, str]]:
    """Return the codes of a vocabulary with their labels in the reader's language."""
    return codebook.load().choices(scheme, get_language() or "en")


def defined(scheme: str) -> list[tuple[str, str]]:
    """Return the codes of a vocabulary with label and definition, for a list to tick."""
    language = get_language() or "en"
    return [
        (entry.id, f"{entry.label(language)}: {entry.definition(language)}")
        for entry in codebook.load()[scheme]
    ]


def type_choices(nothing: Any = "") -> list[tuple[str, Any]]:
    """Return the types of events, indented as they hang under one another."""
    book, language = codebook.load(), get_language() or "en"

    def walk(parent: str, depth: int) -> Any:
        for entry in book.children("event_types", parent):
            yield entry.id, "\u2003" * depth + entry.label(language)
            yield from walk(entry.id, depth + 1)

    return [("", nothing), *walk("", 0)]


def tlp_choices() -> list[tuple[int, str]]:
    """Return the marks with what each allows."""
    book, language = codebook.load()["tlp"], get_language() or "en"
    return [
        (mark.value, f"{mark.label}: {book[mark.name.lower()].definition(language)}")
        for mark in TLP
    ]


class JudgementForm(forms.Form):
    """A judgement about an incident, begun from one of its revisions."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
