"""Inviting a person, and changing what a member is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership, Office, Programme
from goodoffices.core.roles import Role
from goodoffices.core.services import accounts
from goodoffices.core.tlp import TLP

CLEARANCES = [(mark.value, mark.label) for mark in TLP if mark < TLP.RED]


class OfficeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An office of the programme, by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the office's name."""
        return str(obj.name)


class MemberForm(forms.Form):
    """Role, clearance and office of a member."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_("What each role may do is listed on the page “Roles”."),
    )
    clearance = forms.TypedChoiceField(
        label=_("Clearance"),
        choices=[("", _("As usual for the role")), *CLEARANCES],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "The strictest mark the person sees without being named on the record. Partners: "
            "GREEN at most. RED is for named persons only."
        ),
    )
    office = OfficeChoice(label=_("Office"), queryset=None, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offices: Any = self.fields["office"]
        offices.queryset = Office.objects.order_by("code")
        offices.empty_label = _("no office")


class MemberChangeForm(MemberForm):
    """The same, with what the page showed when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, member: Membership) -> MemberChangeForm:
        """Return the form filled with a member as they are."""
        return cls(
            initial={
                "role": member.role,
                "clearance": member.clearance,
                "office": member.office_id,
                "seen": accounts.seen(member),
            }
        )


class InviteForm(MemberForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"})
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("email", "name", "language", "role", "clearance", "office")

    def invitation(self, programme: Programme, by: Any) -> accounts.Invitation:
        """Invite the person of a valid form."""
        given = self.cleaned_data
        return accounts.invite(programme=programme, by=by, **given)


class EndForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("The reason is kept in the audit log."),
    )
