"""The forms of an incident's record: each a judgement with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership
from goodoffices.monitor.forms.reasons import LANGUAGES, JudgementForm, defined, tlp_choices
from goodoffices.monitor.services.deriving import RULES

_NO_LANGUAGE = [("", _("not stated")), *LANGUAGES]


class DescribeForm(JudgementForm):
    """Title and summary in somebody's own words."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Neutral and short. Left empty, the type and the place stand there."),
    )
    title_language = forms.ChoiceField(
        label=_("Language of the title"), choices=_NO_LANGUAGE, required=False
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    summary_language = forms.ChoiceField(
        label=_("Language of the summary"), choices=_NO_LANGUAGE, required=False
    )


class LinkForm(JudgementForm):
    """Which report tells of this incident too."""

    report = forms.CharField(max_length=16)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["report"].error_messages["required"] = _now("Choose a report.")


class UnlinkForm(JudgementForm):
    """Why a report does not tell of this incident after all."""

    reason = reason_field()


class RuleForm(JudgementForm):
    """By which rule a value is derived, or which claim the team takes."""

    rule = forms.ChoiceField(label=_("Rule"), choices=list, widget=forms.RadioSelect)
    claim = forms.TypedChoiceField(
        label=_("The claim the team takes"),
        choices=list,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only with the rule “Decided by the team”."),
    )
    reason = reason_field()

    def __init__(
        self, field: str, claims: Sequence[tuple[int, str]], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["rule"].choices = [
            pair for pair in defined("derivation_rules") if pair[0] in RULES[field]
        ]
        fields["claim"].choices = [("", _now("none")), *claims]

    def clean(self) -> dict[str, Any]:
        """Hold rule and claim together: only the team takes a claim."""
        given = super().clean() or {}
        if given.get("rule") == "team" and given.get("claim") is None and not self.errors:
            self.add_error("claim", _now("Choose the claim that the team takes."))
        return given


class RestrictForm(forms.Form):
    """Who may see a record from now on, and who is named on it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tlp = forms.TypedChoiceField(
        label=_("Mark"), coerce=int, choices=list, widget=forms.RadioSelect
    )
    members = forms.MultipleChoiceField(
        label=_("Name people on the record"),
        choices=list,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see it whatever its mark. Whoever is named already stays named."),
    )
    reason = reason_field()

    def __init__(
        self, losing: dict[int, str], members: Iterable[Membership], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["tlp"].choices = [
            (value, f"{label} {losing.get(value, '')}".strip()) for value, label in tlp_choices()
        ]
        self.people = {one.code: one for one in members}
        fields["members"].choices = [
            (code, f"{one.user.name} ({one.get_role_display()})")
            for code, one in self.people.items()
        ]

    def chosen(self) -> list[Membership]:
        """Return the members to name."""
        return [self.people[code] for code in self.cleaned_data["members"]]
