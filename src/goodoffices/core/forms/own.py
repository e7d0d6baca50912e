"""What members arrange for themselves: tokens and saved views."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.services.tokens import LONGEST_DAYS


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Where it is used, such as “dashboard in the Harrow office”."),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (LONGEST_DAYS, _("one year"))],
        coerce=int,
        initial=90,
    )
    may_write = forms.BooleanField(
        label=_("May add reports"),
        required=False,
        help_text=_("Without this the token only reads."),
    )


class ViewForm(forms.Form):
    """The name of a saved view, and whether the programme's members see it."""

    name = forms.CharField(
        label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    shared = forms.BooleanField(
        label=_("Show it to the other members"),
        required=False,
        help_text=_("Members whose clearance is lower than yours do not see it."),
    )


class NewViewForm(ViewForm):
    """A view of a page as its address stands."""

    page = forms.CharField(widget=forms.HiddenInput)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
