"""The forms of the checks: letting findings stand, replies, looking for names, the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core.tlp import TLP
from goodoffices.publish.gates.levels import LADDER
from goodoffices.publish.models import ReleasePolicy


def words(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    """Return a field of several lines in any script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=more.pop("longest", 2000), widget=widget, **more)


class MomentField(forms.DateTimeField):
    """A moment, typed in the programme's time zone."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)
        self.zone = ZoneInfo("UTC")

    def to_python(self, value: Any) -> datetime | None:
        """Read a moment as one of the programme's zone."""
        read: datetime | None = super().to_python(value)
        return read.replace(tzinfo=self.zone) if read else None

    def prepare_value(self, value: Any) -> Any:
        """Show a moment in the programme's zone."""
        is_moment = isinstance(value, datetime) and timezone.is_aware(value)
        return value.astimezone(self.zone).replace(tzinfo=None) if is_moment else value


class OverrideForm(forms.Form):
    """Which findings may stand, and why."""

    findings = forms.MultipleChoiceField(choices=list, error_messages={"required": ""})
    reason = words(
        _("Why they may stand"),
        help_text=_("It is kept and counted, and whoever approves it reads it. Without names."),
    )

    def __init__(self, known: Iterable[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["findings"].choices = [(one, one) for one in known]
        fields["findings"].error_messages = {
            "required": _now("Tick what may stand."),
            "invalid_choice": _now("The text changed meanwhile: look at what is open now."),
        }


class LookForm(forms.Form):
    """Why names are looked for."""

    reason = words(
        _("Why"),
        help_text=_("It stays in the history of the publication. Without names."),
    )


class _PartyForm(forms.Form):
    party = forms.ChoiceField(label=_("Party"), choices=list)

    def __init__(self, parties: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["party"].choices = parties


class AskForm(_PartyForm):
    """That a party was asked to reply."""

    asked_at = MomentField(label=_("When it was asked"))
    how = forms.CharField(
        label=_("How"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("For example: by letter to its office, by a call to its spokesperson."),
    )
    until = MomentField(label=_("Until when it can reply"), required=False)

    def __init__(
        self, parties: Sequence[tuple[str, str]], zone: str, *args: Any, **more: Any
    ) -> None:
        super().__init__(parties, *args, **more)
        for name in ("asked_at", "until"):
            field: Any = self.fields[name]
            field.zone = ZoneInfo(zone)
        self.initial.setdefault("asked_at", timezone.now())


class LeaveOutForm(_PartyForm):
    """Why a party that is named was not asked."""

    reason = words(_("Why it was not asked"))


class AnswerForm(forms.Form):
    """What a party replied."""

    at = MomentField(label=_("When the reply came"))
    text = words(_("What it replied"), 5, longest=20_000)

    def __init__(self, zone: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["at"]
        field.zone = ZoneInfo(zone)
        self.initial.setdefault("at", timezone.now())


def levels() -> list[tuple[str, str]]:
    """Return the levels that can be demanded, in words."""
    book, language = codebook.load(), get_language() or "en"
    return [(one, book.label("verification_states", one, language)) for one in LADDER]


class PolicyForm(forms.Form):
    """What must hold before anything is published."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    level = forms.ChoiceField(
        label=_("Cited incidents have reached at least"),
        choices=levels,
        help_text=_("What is contested or refuted never counts as reached."),
    )
    tlp = forms.TypedChoiceField(
        label=_("Strictest mark behind a public text"),
        coerce=int,
        choices=[(one.value, one.label) for one in TLP if one < TLP.RED],
        help_text=_("What is marked more strictly can only be published once its mark is lowered."),
    )
    delay_days = forms.IntegerField(
        label=_("Days that lie between what happened and its publication"),
        min_value=0,
        max_value=3650,
    )
    smallest = forms.IntegerField(
        label=_("Smallest group that is counted"),
        min_value=2,
        max_value=1000,
        help_text=_("Smaller ones are found in the texts, and left out of data."),
    )
    displace_m = forms.IntegerField(
        label=_("Places are told no more exactly than, in metres"),
        min_value=0,
        max_value=200_000,
        help_text=_("Data are moved by as much; finer coordinates in a text are found."),
    )
    replies = forms.BooleanField(label=_("Parties that are named are asked first"), required=False)
    reply_hours = forms.IntegerField(
        label=_("Hours they have to reply"), min_value=1, max_value=2000
    )
    all_languages = forms.BooleanField(label=_("All languages come out together"), required=False)
    starter = forms.BooleanField(
        label=_("Use the neutral starter pack of terminology"), required=False
    )
    keep = forms.MultipleChoiceField(
        label=_("Packs of your own in use"),
        required=False,
        choices=list,
        widget=forms.CheckboxSelectMultiple,
    )
    pack = forms.FileField(
        label=_("Add a pack"),
        required=False,
        help_text=_("A YAML file. One with the id of a pack in use takes its place."),
    )

    def __init__(self, policy: ReleasePolicy, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.packs: list[dict[str, Any]] = policy.packs
        fields: Any = self.fields
        fields["keep"].choices = [(one["id"], pack_title(one)) for one in self.packs]
        if not self.packs:
            del fields["keep"]

    @staticmethod
    def start(policy: ReleasePolicy) -> dict[str, Any]:
        """Return how the form begins."""
        names = [name for name in PolicyForm.base_fields if hasattr(policy, name)]
        start = {name: getattr(policy, name) for name in names}
        return start | {"seen": policy.number, "keep": [one["id"] for one in policy.packs]}

    def kept(self, added: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        """Return the packs from now on: those kept, with what was added in the place of its id."""
        ticked = self.cleaned_data.get("keep") or []
        packs = [one for one in self.packs if one["id"] in ticked]
        if added is None:
            return packs
        return [*(one for one in packs if one["id"] != added["id"]), dict(added)]


def pack_title(held: Mapping[str, Any]) -> str:
    """Name a pack in the reader's language, with its version and file."""
    titles = held.get("title") or {}
    title = titles.get((get_language() or "en")[:2]) or next(iter(titles.values()), held["id"])
    return _now("%(title)s, version %(version)s (%(file)s)") % {
        "title": title,
        "version": held["version"],
        "file": held["file"],
    }
