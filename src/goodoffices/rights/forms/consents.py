"""The forms of consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodoffices.monitor.forms.reasons import LANGUAGES, choices
from goodoffices.rights.forms.acts import day_field
from goodoffices.rights.forms.people import text_field, words_field
from goodoffices.rights.services.consent import GivenConsent

SCOPES = {
    "store": _("Keep what is known of them"),
    "share": _("Share it with partners and courts"),
    "publish": _("Publish it under a code name"),
    "refer": _("Refer the matter to somebody who can help"),
}
"""What can be allowed, in words."""


class ConsentForm(forms.Form):
    """What a person allowed."""

    scopes = forms.MultipleChoiceField(
        label=_("What is allowed"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what was said expressly. What is not ticked is not allowed."),
    )
    way = forms.ChoiceField(label=_("How it was given"), choices=lambda: choices("consent_ways"))
    language = forms.ChoiceField(label=_("In which language it was explained"), choices=LANGUAGES)
    given_on = day_field(_("When it was given"), required=True)
    expires_on = day_field(_("Until when it holds"))
    keep_until = day_field(
        _("Asked to be kept until"),
        help_text=_(
            "Only where the person asks for it: no purge takes what is known of them before."
        ),
    )
    note = text_field(_("Note"), 500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("given_on", timezone.localdate())

    def given(self) -> GivenConsent:
        """Return the consent of a valid form."""
        said = dict(self.cleaned_data)
        return GivenConsent(scopes=frozenset(said.pop("scopes")), **said)


class WithdrawForm(forms.Form):
    """Why a consent is withdrawn."""

    reason = words_field(
        _("What the person said"), 2, 2000, help_text=_("Without names; it stays on record.")
    )
    deletion_wished = forms.BooleanField(
        label=_("They ask that their identity is deleted"),
        required=False,
        help_text=_(
            "The next purge deletes names, contacts and papers, whatever the period; the code name"
            " stays. A legal hold or an open case holds it back."
        ),
    )


class FileForm(forms.Form):
    """Which file a person is in, or gave."""

    code = text_field(_("Code of the file"), 16)
    how = forms.ChoiceField(
        label=_("How they have to do with it"), choices=lambda: choices("evidence_ties")
    )
