"""Which record must be kept, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.retention import kinds


class HoldForm(forms.Form):
    """A legal hold: the kind of record, its code, and why."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=list)
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        help_text=_("The last part of the record's address."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["kind"]
        field.choices = [(k.name, k.label) for k in kinds().values() if k.page]

    @staticmethod
    def nothing(sent: Any) -> forms.Form:
        """Return a form that asks nothing."""
        return forms.Form(sent)
