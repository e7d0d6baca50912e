"""The form of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form
from goodoffices.field.services.webhooks.managing import STRICTEST


class WebhookChangeForm(forms.Form):
    """What a webhook is called, where it leads, what it tells."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Who is told, so that others understand it.")
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
        help_text=_("It gets a signed POST for each submission. Redirections are not followed."),
    )
    with_answers = forms.BooleanField(
        label=_("Send the answers too"),
        required=False,
        help_text=_("Without them only ids and the address of the page here are sent."),
    )
    new_secret = forms.BooleanField(
        label=_("Make a new secret"),
        required=False,
        help_text=_("The old one signs nothing any more, from the next delivery on."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not member.may("field.forms"):
            del self.fields["with_answers"]


class WebhookForm(WebhookChangeForm):
    """A new webhook: of which form, up to which mark."""

    form = forms.ChoiceField(label=_("Form"), required=False, choices=())
    tlp = forms.TypedChoiceField(
        label=_("Up to which mark"),
        coerce=int,
        help_text=_("Submissions with a stricter mark are not told of."),
    )
    field_order = ("name", "address", "form", "tlp", "with_answers")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        del self.fields["new_secret"]
        rows = Form.objects.visible_to(member)
        self._forms = {row.code: row for row in rows}
        of, marks = self.fields["form"], self.fields["tlp"]
        assert isinstance(of, forms.ChoiceField)
        assert isinstance(marks, forms.ChoiceField)
        titles = sorted((row.title, code) for code, row in self._forms.items())
        of.choices = [("", _("every form")), *((code, title) for title, code in titles)]
        highest = min(STRICTEST, member.clearance)
        marks.choices = [(mark.value, mark.label) for mark in TLP if mark.value <= highest]
        marks.initial = min(TLP.AMBER, highest)

    def clean_form(self) -> Form | None:
        """Return the form itself, None for every form."""
        return self._forms.get(self.cleaned_data["form"])
