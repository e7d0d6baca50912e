"""Why a kind of record is kept: purpose, legal basis, until when, and when to look again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Handling
from goodoffices.core.services import protection


def _words(label: Any, *, required: bool = True, help_text: Any = "", most: int = 4000) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class HandlingForm(forms.Form):
    """What the programme says of one kind of record."""

    purpose = _words(_("Purpose"), help_text=_("What it is kept for, in a sentence or two."))
    legal_basis = _words(
        _("Legal basis"),
        help_text=_("The law, mandate, agreement or consent that allows it; where it is written."),
    )
    keep = _words(
        _("How long it is kept"),
        required=False,
        most=2000,
        help_text=_("And what happens then: review, anonymise, delete."),
    )
    review_on = forms.DateField(
        label=_("Look at this again on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, held: Handling) -> HandlingForm:
        """Return the form filled with what is said."""
        names = ("purpose", "legal_basis", "keep", "review_on")
        return cls(initial={n: getattr(held, n) for n in names} | {"seen": protection.seen(held)})

    @property
    def said(self) -> protection.Statement:
        """What a valid form says."""
        given = self.cleaned_data
        names = ("purpose", "legal_basis", "keep", "review_on")
        return protection.Statement(**{name: given[name] for name in names})
