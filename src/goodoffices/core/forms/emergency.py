"""Closing for now: the fewest questions that an hour of need leaves time for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Office, Programme
from goodoffices.core.shutting import Shut


class CloseForm(forms.Form):
    """How far, and what: the whole programme unless an office is chosen."""

    mode = forms.ChoiceField(
        label=_("How far"), choices=Shut.choices, initial=Shut.NO_ACCESS, widget=forms.RadioSelect
    )
    office = forms.ChoiceField(label=_("What is closed"), choices=list, required=False)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("May be left empty. It is kept in the history of the programme."),
    )

    def __init__(self, *args: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offices = {one.code: one for one in Office.objects.filter(programme=programme)}
        choices = [(code, one.name) for code, one in sorted(self.offices.items())]
        field: Any = self.fields["office"]
        field.choices = [("", _("The whole programme")), *choices]

    @property
    def chosen(self) -> Office | None:
        """The office of a valid form; None is the whole programme."""
        return self.offices.get(self.cleaned_data["office"])
