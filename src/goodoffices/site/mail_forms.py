"""The forms of the mailing list: signing up, and choosing language and topics."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.publish.mail.marks import normal
from goodoffices.site import showing
from goodoffices.site.faces import Face

NAMES = {"en": "English", "ar": "العربية", "he": "עברית"}


class ChoicesForm(forms.Form):
    """In which language somebody wants mail, and about what."""

    language = forms.ChoiceField(label=_("Language"))
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to get everything."),
    )

    def __init__(self, face: Face, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        languages: Any = self.fields["language"]
        languages.choices = [(code, NAMES[code]) for code in face.languages]
        known = showing.topics(face)
        if known:
            topics: Any = self.fields["topics"]
            topics.choices = list(known.items())
        else:
            del self.fields["topics"]

    def said(self) -> dict[str, Any]:
        """Return what was chosen, as a letter holds it."""
        return {
            "language": self.cleaned_data["language"],
            "topics": self.cleaned_data.get("topics", []),
        }


class SignUpForm(ChoicesForm):
    """Somebody asks for mail. Only a machine sees and fills in the field that is to stay empty."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("email", "language", "topics", "website", "begun")

    def clean_email(self) -> str:
        """Take an address only as it can be written to."""
        from goodoffices.codebook.errors import InvalidInput

        try:
            return normal(str(self.cleaned_data["email"]))
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from None
