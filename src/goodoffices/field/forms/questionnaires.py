"""The forms about forms: a file, the settings, the state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form
from goodoffices.field.services.forms import Settings
from goodoffices.field.services.forms.media import LIMIT
from goodoffices.field.services.forms.publishing import STEPS
from goodoffices.formats.xlsforms.sheets import LIMITS


def _refuse_large(file: UploadedFile[Any], most: int) -> UploadedFile[Any]:
    if file.size is not None and file.size > most:
        raise forms.ValidationError(
            gettext("The file is larger than %(limit)s MB.") % {"limit": most // 2**20}
        )
    return file


class FormUpload(forms.Form):
    """A spreadsheet (XLSForm) or an XForm."""

    file = forms.FileField(
        label=_("Spreadsheet of the form"),
        help_text=_("An XLSForm as XLSX, or the XML of an XForm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xml"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is far larger than a form."""
        return _refuse_large(self.cleaned_data["file"], LIMITS.file_bytes)


class MediumForm(forms.Form):
    """A file that a version needs."""

    file = forms.FileField(label=_("File"))

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what phones should not be asked to fetch."""
        return _refuse_large(self.cleaned_data["file"], LIMIT)


class SettingsForm(forms.Form):
    """What a form is for, who sees what is sent with it, who may correct it."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=Form.Purpose.choices,
        help_text=_("It decides where answers appear and what can be made of them."),
    )
    tlp = forms.TypedChoiceField(
        label=_("Who may see the form and what is sent with it"),
        coerce=int,
        choices=[(mark.value, mark.label) for mark in TLP if mark < TLP.RED],
        help_text=_("It holds from now on; what was sent before keeps its mark."),
    )
    editing = forms.ChoiceField(
        label=_("Who may send a correction of what was sent"),
        choices=Form.Editing.choices,
        widget=forms.RadioSelect,
    )
    opens_incident = forms.BooleanField(
        label=_("Open an incident for each report"),
        required=False,
        help_text=_(
            "Each report then opens an unverified incident of its own. Otherwise reports wait in "
            "the inbox until somebody links them."
        ),
    )

    @staticmethod
    def of(form: Form) -> dict[str, Any]:
        """Return the settings of a form as the values to begin with."""
        return {
            "purpose": form.purpose,
            "tlp": form.tlp,
            "editing": form.editing,
            "opens_incident": form.opens_incident,
        }

    @property
    def settings(self) -> Settings:
        """The settings of a valid form."""
        return Settings(**self.cleaned_data)


ACTS = {
    Form.State.OPEN: pgettext_lazy("a form", "Open it again"),
    Form.State.CLOSING: pgettext_lazy("a form", "Let it end"),
    Form.State.CLOSED: pgettext_lazy("a form", "Close it"),
}
HINTS = {
    Form.State.OPEN: _("Phones get the form again, and what is sent is taken."),
    Form.State.CLOSING: _("Phones no longer get the form; what was filled already is still taken."),
    Form.State.CLOSED: _(
        "Nothing is taken any more. What phones still send is kept apart, and a manager can "
        "release it."
    ),
}


class StateForm(forms.Form):
    """Open, let end or close a form; why, where it is closed."""

    state = forms.ChoiceField(choices=list)
    reason = forms.CharField(max_length=500, required=False)

    def __init__(self, form: Form, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["state"].choices = [(state, ACTS[Form.State(state)]) for state in STEPS[form.state]]
