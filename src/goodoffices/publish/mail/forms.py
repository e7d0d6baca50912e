"""The forms of the mailing list in the workspace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field


class FindForm(forms.Form):
    """The whole address of somebody who wrote to us about our mail."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("The whole address. That it was looked up is kept in the history."),
    )


class NewMailingForm(forms.Form):
    """Which publication is sent."""

    address = forms.ChoiceField(label=_("Publication"), widget=forms.RadioSelect)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["address"]
        field.choices = choices


class StartForm(forms.Form):
    """That somebody looked at the mail and means to send it now."""

    looked = forms.BooleanField(
        label=_("I have looked at the mail in each language, and it is to be sent now."),
        error_messages={"required": _("Look at the mail first, then tick this.")},
    )
    reason = reason_field(required=False)


class SettleForm(forms.Form):
    """What the mail server's log says of a mail in doubt."""

    arrived = forms.ChoiceField(
        label=_("What does the mail server's log say?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("It names this Message-ID: the mail has gone out.")),
            ("no", _("It does not name it: send the mail again.")),
        ],
    )


class NoForm(forms.Form):
    """An act that asks for nothing but its button."""
