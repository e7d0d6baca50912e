"""Why somebody does something: the one question that acts on records share."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def reason_field(*, required: bool = True) -> forms.CharField:
    """Return the field that asks why."""
    return forms.CharField(
        label=_("Why"),
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("The reason is kept in the history of the record."),
    )


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    reason = reason_field()


class ReasonToOpen(ReasonForm):
    """Why a RED record is opened: ``token`` says which, ``next`` the page that asked."""

    token = forms.CharField(widget=forms.HiddenInput)
    next = forms.CharField(widget=forms.HiddenInput)
