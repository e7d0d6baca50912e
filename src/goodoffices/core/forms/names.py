"""Names in several languages, as places and parties have them: shown ones, and all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.tlp import TLP
from goodoffices.methods.text import fold, language_of

LANGUAGES = ("en", "ar", "he")
UNDETERMINED = {"en": "und-Latn", "ar": "und-Arab", "he": "und-Hebr"}
MARKS = [(mark.value, mark.label) for mark in TLP if mark < TLP.RED]
MOST_OTHERS = 150


@dataclass(frozen=True, slots=True)
class FormName:
    """One name as the form gives it. ``shown``: the one to print in its language."""

    language: str
    name: str
    shown: bool


def _named(label: Any, language: str) -> forms.CharField:
    direction = "ltr" if language == "en" else "rtl"
    widget = forms.TextInput(attrs={"dir": direction, "lang": language})
    return forms.CharField(label=label, max_length=200, required=False, widget=widget)


class NamedForm(forms.Form):
    """A principal name, the name shown in each language, and other names one a line."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Shown where there is no name in the reader's language."),
    )
    name_en = _named(_("Shown in English"), "en")
    name_ar = _named(_("Shown in Arabic"), "ar")
    name_he = _named(_("Shown in Hebrew"), "he")
    others = forms.CharField(
        label=_("Other names and spellings"),
        max_length=30_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("One a line. Reports that use them are recognised; they are not printed."),
    )
    tlp = forms.TypedChoiceField(label=_("Who may see it"), choices=MARKS, coerce=int)

    @staticmethod
    def of_names(name: str, names: Iterable[FormName]) -> dict[str, Any]:
        """Return the initial values for a record's names."""
        values: dict[str, Any] = {"name": name}
        others = []
        for one in names:
            key = f"name_{one.language}"
            if one.shown and one.language in LANGUAGES and key not in values:
                values[key] = one.name
            elif one.name != name:
                others.append(one.name)
        values["others"] = "\n".join(dict.fromkeys(others))
        return values

    def clean_others(self) -> str:
        """Refuse more names than any place or party has."""
        text: str = self.cleaned_data["others"]
        if len(text.splitlines()) > MOST_OTHERS:
            raise forms.ValidationError(_("These are too many names."))
        return text

    def names(self, before: Iterable[FormName] = ()) -> list[FormName]:
        """Return the names of a valid form; other names keep the language they had ``before``."""
        given = self.cleaned_data
        shown = [FormName(code, given[f"name_{code}"].strip(), True) for code in LANGUAGES]
        found = [one for one in shown if one.name]
        languages = {one.name: one.language for one in before}
        taken = {(one.language, fold(one.name)) for one in found}
        for line in given["others"].splitlines():
            name = line.strip()[:200]
            language = languages.get(name) or UNDETERMINED[language_of(name)]
            if name and (language, fold(name)) not in taken:
                taken.add((language, fold(name)))
                found.append(FormName(language, name, False))
        return found


class ChangedForm(forms.Form):
    """What a page of a change adds: what was seen, and why it is changed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("The reason is kept in the history of the record."),
    )
