"""The forms of merging and splitting incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.monitor.forms.reasons import JudgementForm


class MergeForm(JudgementForm):
    """Which incident is the same as this one, and why one says so."""

    incident = forms.CharField(max_length=16)
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["incident"].error_messages["required"] = _now("Choose an incident.")


class SplitForm(JudgementForm):
    """Which reports tell of another event."""

    reports = forms.MultipleChoiceField(
        label=_("Reports that tell of another event"),
        choices=list,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least one report must stay behind."),
    )
    title = forms.CharField(
        label=_("Title of the new incident"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Neutral and short. Left empty, the type and the place stand there."),
    )
    reason = reason_field()

    def __init__(self, reports: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["reports"].choices = list(reports)
        fields["reports"].error_messages["required"] = _now("Choose at least one report.")
