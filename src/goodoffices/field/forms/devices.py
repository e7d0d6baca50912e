"""The forms about devices: whose, called how, taken away why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership
from goodoffices.core.roles import ROLES
from goodoffices.field.models import Device


class NameForm(forms.Form):
    """What a device is called."""

    name = forms.CharField(
        label=_("Name of the phone"),
        max_length=100,
        help_text=_("Something that tells it from others, such as its make and who carries it."),
    )


class DeviceForm(NameForm):
    """A new device for a member."""

    member = forms.ChoiceField(
        label=_("Officer"),
        choices=(),
        help_text=_("What the phone sends comes in this person's name."),
    )
    field_order = ("member", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sending = [role for role, granted in ROLES.items() if "field.send" in granted]
        rows = Membership.objects.filter(active=True, role__in=sending).select_related("user")
        self._members = {row.code: row for row in rows}
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        named = sorted((row.user.name, code) for code, row in self._members.items())
        field.choices = [("", _("choose")), *((code, name) for name, code in named)]

    def clean_member(self) -> Membership:
        """Return the member itself."""
        return self._members[self.cleaned_data["member"]]


class RevokeForm(forms.Form):
    """Why access is taken away; a lost phone needs no long words."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Such as: lost, seized, replaced. The reason is kept in the history."),
    )


KINDS = dict(Device.Kind.choices)
