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
    toll = forms.ChoiceField(
        label=_("Or a figure of the team's own: of what"),
        choices=list,
        required=False,
        help_text=_("Only with the rule “Decided by the team”, in the place of a claim."),
    )
    low = forms.IntegerField(label=_("At least"), min_value=0, required=False)
    best = forms.IntegerField(label=_("Best estimate"), min_value=0, required=False)
    high = forms.IntegerField(label=_("At most"), min_value=0, required=False)
    reason = reason_field()

    def __init__(
        self,
        field: str,
        claims: Sequence[tuple[int, str]],
        tolls: Sequence[tuple[str, str]],
        *args: Any,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        if field != "toll":
            for name in ("toll", "low", "best", "high"):
                del self.fields[name]
        else:
            self._fields["toll"].choices = [("", _now("no own figure")), *tolls]
        fields: Any = self.fields
        fields["rule"].choices = [
            pair for pair in defined("derivation_rules") if pair[0] in RULES[field]
        ]
        fields["claim"].choices = [("", _now("none")), *claims]

    @property
    def _fields(self) -> Any:
        return self.fields

    def clean(self) -> dict[str, Any]:
        """Hold rule and choice together: the team takes one claim, or gives one figure."""
        given = super().clean() or {}
        if given.get("rule") != "team" or self.errors:
            return given
        claim, figures = given.get("claim"), self.figures
        if claim is None and not given.get("toll"):
            self.add_error("claim", _now("Choose the claim that the team takes."))
        elif given.get("toll") and claim is not None:
            self.add_error("claim", _now("Take a claim or give a figure, not both."))
        elif given.get("toll") and not figures:
            self.add_error("best", _now("Give at least one figure."))
        elif figures != sorted(figures):
            self.add_error("best", _now("The figures run from at least to at most."))
        return given

    @property
    def figures(self) -> list[int]:
        """The team's own figures that were given, from low to high."""
        found = (self.cleaned_data.get(name) for name in ("low", "best", "high"))
        return [one for one in found if one is not None]

    @property
    def value(self) -> dict[str, Any] | None:
        """The team's own figure of a valid form, as the services take it."""
        given = self.cleaned_data
        if given["rule"] != "team" or not given.get("toll"):
            return None
        measure, category = given["toll"].split(":")
        named = {name: given[name] for name in ("low", "best", "high") if given[name] is not None}
        return {"measure": measure, "category": category, **named}


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
