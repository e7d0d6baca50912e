"""Forms about files: who may see one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.tlp import TLP


def marks() -> list[tuple[int, str]]:
    """Return the marks with what each allows."""
    book, language = codebook.load()["tlp"], get_language() or "en"
    return [
        (mark.value, f"{mark.label}: {book[mark.name.lower()].definition(language)}")
        for mark in TLP
    ]


class MarkForm(forms.Form):
    """Who may see a file from now on, and why."""

    tlp = forms.TypedChoiceField(
        label=_("Mark"), choices=list, coerce=int, widget=forms.RadioSelect
    )
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["tlp"].choices = marks()
