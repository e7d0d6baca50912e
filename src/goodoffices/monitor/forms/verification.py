"""The forms of verification: judging an aspect, being the second person, taking back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Evidence
from goodoffices.monitor.forms.reasons import JudgementForm, choices
from goodoffices.monitor.models import Report
from goodoffices.monitor.queries.records.holding import LinkedReport
from goodoffices.monitor.services.verification import Policy


class AssessForm(JudgementForm):
    """How far one aspect has been checked, by which standard, why one says so, on what it rests."""

    aspect = forms.ChoiceField(label=_("What is judged"), choices=list)
    state = forms.ChoiceField(label=_("State"), choices=list)
    standard = forms.ChoiceField(
        label=_("Standard of proof"),
        choices=list,
        required=False,
        help_text=_("Needed for corroborated, verified and refuted."),
    )
    reason = reason_field()
    despite = forms.CharField(
        label=_("Why all the same, where the programme's rule does not hold"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Only then: it is kept with the assessment and counted."),
    )
    reports = forms.MultipleChoiceField(
        label=_("Reports it rests on"),
        choices=list,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.MultipleChoiceField(
        label=_("Files it rests on"),
        choices=list,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, policy: Policy, linked: Sequence[LinkedReport], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.known_reports = {one.report.code: one.report for one in linked}
        self.known_files = {item.code: item for one in linked for item in one.files}
        fields: Any = self.fields
        fields["aspect"].choices = choices("verification_aspects")
        fields["state"].choices = choices("verification_states")
        fields["standard"].choices = [
            ("", _now("none stated")),
            *((step.code, step.name) for step in policy.ladder),
        ]
        fields["reports"].choices = [
            (one.report.code, one.title or one.report.code) for one in linked
        ]
        fields["evidence"].choices = [
            (code, item.original_name) for code, item in self.known_files.items()
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, as the service takes it."""
        given = dict(self.cleaned_data)
        reports: list[Report] = [self.known_reports[code] for code in given["reports"]]
        files: list[Evidence] = [self.known_files[code] for code in given.pop("evidence")]
        return {**given, "reports": reports, "files": files}


class SecondForm(JudgementForm):
    """Whether a second person agrees with an assessment, and why not."""

    agrees = forms.ChoiceField(
        label=_("Do you agree, having looked at it yourself?"),
        choices=[
            ("yes", _("I confirm it: it takes effect")),
            ("no", _("I decline it: it does not take effect, and stays on record")),
        ],
        widget=forms.RadioSelect,
    )
    reason = reason_field(required=False)

    def clean(self) -> dict[str, Any]:
        """Hold answer and reason together: who declines says why."""
        given = super().clean() or {}
        if given.get("agrees") == "no" and not given.get("reason", "").strip():
            self.add_error(
                "reason", _now("Say why you do not agree: it helps whoever proposed it.")
            )
        return given


class TakeBackForm(JudgementForm):
    """Why a judgement does not stand any more."""

    reason = reason_field()
