"""The forms of cases: what one is about, its timeline, next steps, what belongs to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership, Office
from goodoffices.methods import dates
from goodoffices.monitor.forms.reasons import choices
from goodoffices.rights.forms.acts import day_field, language_field
from goodoffices.rights.forms.people import mark_field, text_field, words_field
from goodoffices.rights.models import Case
from goodoffices.rights.services.cases import GivenCase


class CaseForm(forms.Form):
    """What a case is about."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=lambda: choices("case_kinds"))
    title = text_field(
        _("Title"), 200, help_text=_("Neutral and short, with code names in the place of names.")
    )
    summary = words_field(_("Summary"), 5, 20_000, required=False)
    language = language_field()
    office = forms.ChoiceField(label=_("Office"), required=False, choices=list)
    tlp = mark_field()
    reason = reason_field()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, case: Case | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.case = case
        self.offices = {one.code: one for one in Office.objects.order_by("code")}
        fields: Any = self.fields
        named = [(code, one.name) for code, one in self.offices.items()]
        fields["office"].choices = [("", _now("none")), *named]
        for name in ("reason", "revision") if case is None else ("tlp",):
            del self.fields[name]

    @staticmethod
    def of(case: Case) -> dict[str, Any]:
        """Return the initial values from a case."""
        names = ("kind", "title", "summary", "language", "revision")
        start: dict[str, Any] = {name: getattr(case, name) for name in names}
        return start | {"office": case.office.code if case.office else ""}

    def given(self) -> GivenCase:
        """Return the case of a valid form."""
        said = self.cleaned_data
        return GivenCase(
            **{name: said[name] for name in ("kind", "title", "summary", "language")},
            office=self.offices.get(said["office"]),
            tlp=said["tlp"] if self.case is None else self.case.tlp,
        )


class EntryForm(forms.Form):
    """What happened in a case."""

    text = words_field(_("What happened"), 3, 20_000)
    date = text_field(
        _("When"), 120, required=False, help_text=_("Left empty, it stands at today.")
    )

    def clean_date(self) -> Any:
        """Read the day as it was typed."""
        return dates.parse_typed(self.cleaned_data["date"])


class StepForm(forms.Form):
    """What is to be done next."""

    kind = forms.ChoiceField(label=_("Step"), choices=lambda: choices("case_steps"))
    text = text_field(_("What is to be done"), 500)
    to = text_field(
        _("To whom it is referred"), 200, required=False, help_text=_("Only with a referral.")
    )
    member = forms.ChoiceField(label=_("Who does it"), required=False, choices=list)
    due = day_field(_("Until when"))

    def __init__(self, people: list[Membership], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {one.code: one for one in people}
        fields: Any = self.fields
        named = [(code, one.user.name) for code, one in self.people.items()]
        fields["member"].choices = [("", _now("nobody yet")), *named]

    def given(self) -> dict[str, Any]:
        """Return what a valid form says, as the service takes it."""
        said = self.cleaned_data
        rest = {name: said[name] for name in ("kind", "text", "to", "due")}
        return rest | {"member": self.people.get(said["member"])}


class OutcomeForm(forms.Form):
    """What came of a step."""

    outcome = text_field(_("What came of it"), 500)


class BelongsForm(forms.Form):
    """What belongs to a case."""

    code = text_field(
        _("Code"), 16, help_text=_("Of a person, a group, an act, an incident or a file.")
    )
    note = text_field(_("Note"), 300, required=False)
