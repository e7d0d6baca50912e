"""The forms of workload: to whom, by when, and why an assignment ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.access import may_see
from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Incident, Report


class AssignForm(forms.Form):
    """Who is asked to deal with a record, by when."""

    to = forms.ChoiceField(
        label=_("Member"),
        choices=list,
        help_text=_("Listed are members who see this record and work on records."),
    )
    due = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    note = forms.CharField(
        label=_("What is to be done"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, members: Iterable[Membership], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {one.code: one for one in members}
        fields: Any = self.fields
        fields["to"].choices = [
            ("", _now("Choose a member")),
            *(
                (code, f"{one.user.name} ({one.get_role_display()})")
                for code, one in self.people.items()
            ),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, as the services take it."""
        return {**self.cleaned_data, "to": self.people[self.cleaned_data["to"]]}


class HandOnForm(AssignForm):
    """To whom an assignment is handed on, and why."""

    reason = reason_field()


class EndForm(forms.Form):
    """Why an assignment is taken back."""

    reason = reason_field()


class DoneForm(forms.Form):
    """What came of it, if that stands nowhere else."""

    reason = reason_field(required=False)


def able(record: Report | Incident, but: Membership | None = None) -> list[Membership]:
    """Return the members who see a record and work on records, by name."""
    rows = Membership.objects.filter(programme=record.programme, active=True)
    people = rows.select_related("user").prefetch_related("named").order_by("user__name")
    return [
        one
        for one in people
        if one.may("monitor.report") and may_see(record, one) and (but is None or one.pk != but.pk)
    ]
