"""Forms of the public site's own pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.publish.pages.services import LONGEST


class TextForm(forms.Form):
    """The text of an own page in one language."""

    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        help_text=_("Markdown: a line that begins with # is a heading, one with - a point."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SiteForm(forms.Form):
    """Where the site is and where gifts are taken."""

    address = forms.URLField(
        label=_("Address of the site"),
        required=False,
        assume_scheme="https",
        help_text=_(
            "As people type it. Left empty, it follows from how this installation is set up."
        ),
    )
    donate_url = forms.URLField(
        label=_("Where gifts are taken"),
        required=False,
        assume_scheme="https",
        help_text=_("A page of whoever takes gifts for you. Nothing about givers is kept here."),
    )
