"""The forms of a report's record: link it, open an incident, set it aside, grade it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.monitor.forms.reasons import LANGUAGES, defined


class ToIncidentForm(forms.Form):
    """Which incident a report tells of. ``revision`` is the one that was looked at."""

    incident = forms.CharField(max_length=16)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["incident"].error_messages["required"] = _now("Choose an incident.")


class OpenForm(forms.Form):
    """A new incident from a report."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Neutral and short. Left empty, the type and the place stand there."),
    )
    title_language = forms.ChoiceField(
        label=_("Language of the title"),
        choices=[("", _("not stated")), *LANGUAGES],
        required=False,
    )
    reason = reason_field(required=False)


class GradeReportForm(forms.Form):
    """How credible a report is, apart from its source."""

    credibility = forms.TypedChoiceField(
        label=_("Credibility"),
        choices=list,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["credibility"].choices = [("", _now("not graded")), *defined("credibility")]
