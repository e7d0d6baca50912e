"""Why a kind of record is kept: purpose, legal basis, until when, and when to look again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Handling
from goodoffices.core.retention import Kind
from goodoffices.core.services import protection

NAMES = ("purpose", "legal_basis", "keep", "keep_days", "purges", "review_on")


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
    keep_days = forms.IntegerField(
        label=_("Days after which a record is over its time"),
        required=False,
        min_value=1,
        max_value=36525,
        help_text=_("Counted from the day it came in, or was settled. Empty: no end."),
    )
    purges = forms.BooleanField(label="", required=False)
    review_on = forms.DateField(
        label=_("Look at this again on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind.purge is None:
            del self.fields["purges"]
        elif kind.purge.way == "anonymise":
            self.fields["purges"].label = _("Then take every word out of it with a purge")
        else:
            self.fields["purges"].label = _("Then delete it with a purge")

    @classmethod
    def of(cls, held: Handling, kind: Kind) -> HandlingForm:
        """Return the form filled with what is said."""
        initial = {n: getattr(held, n) for n in NAMES} | {"seen": protection.seen(held)}
        return cls(initial=initial, kind=kind)

    @property
    def said(self) -> protection.Statement:
        """What a valid form says."""
        given = self.cleaned_data
        return protection.Statement(**{n: given[n] for n in NAMES if n in given})
