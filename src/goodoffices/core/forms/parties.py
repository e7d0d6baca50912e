"""The forms of parties and of what others call them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core.access import may_see
from goodoffices.core.forms.names import ChangedForm, FormName, NamedForm
from goodoffices.core.models import Membership, Party
from goodoffices.core.queries.parties import by_words
from goodoffices.core.services import parties
from goodoffices.core.services.parties import GivenParty, GivenPartyName
from goodoffices.core.tlp import TLP


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of parties in the reader's language."""
    return list(codebook.load().choices("party_kinds", get_language() or "en"))


class PartyForm(NamedForm):
    """A party: its names, what it is part of, its ids at publishers."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kinds)
    parent = forms.CharField(
        label=_("Part of"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    external_ids = forms.CharField(
        label=_("Ids at publishers"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("One a line, as scheme:id, such as ucdp:118."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Describe, do not judge."),
    )
    field_order: Sequence[str] = (
        "kind",
        "name",
        "name_en",
        "name_ar",
        "name_he",
        "others",
        "parent",
        "external_ids",
        "note",
        "tlp",
    )

    def __init__(self, *args: Any, member: Membership, suggest: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        self.fields["parent"].widget.attrs["data-suggest"] = suggest
        self.fields["tlp"].initial = TLP.GREEN

    def clean_external_ids(self) -> dict[str, str]:
        """Read the lines ``scheme:id``."""
        found = {}
        for line in self.cleaned_data["external_ids"].splitlines():
            scheme, colon, number = line.strip().partition(":")
            if line.strip() and not (scheme and colon and number.strip()):
                raise forms.ValidationError(_("Write each id as scheme:id, such as ucdp:118."))
            if line.strip():
                found[scheme.strip().lower()] = number.strip()[:100]
        return found

    def _parent(self, before: Party | None) -> Party | None:
        """Return what was typed; nothing typed leaves a larger party that the person cannot see."""
        typed = by_words(self.cleaned_data["parent"], self.member)
        hidden = before.parent if before else None
        if typed is None and hidden is not None and not may_see(hidden, self.member):
            return hidden
        return typed

    def given(self, before: Party | None = None) -> GivenParty:
        """Return the party of a valid form; raises InvalidInput for an unknown larger party."""
        given = self.cleaned_data
        names = self.names(form_names(before) if before else ())
        return GivenParty(
            kind=given["kind"],
            name=given["name"],
            parent=self._parent(before),
            external_ids=given["external_ids"],
            note=given["note"],
            tlp=given["tlp"],
            names=tuple(GivenPartyName(one.language, one.name, one.shown) for one in names),
        )


class PartyChangeForm(ChangedForm, PartyForm):
    """The same for a party that is there."""

    field_order = (*PartyForm.field_order, "reason", "seen")

    @classmethod
    def of(cls, party: Party, member: Membership, suggest: str) -> PartyChangeForm:
        """Return the form filled with a party as it is."""
        ids = "\n".join(f"{scheme}:{number}" for scheme, number in party.external_ids.items())
        initial = {"kind": party.kind, "note": party.note, "tlp": party.tlp, "external_ids": ids}
        initial |= cls.of_names(party.name, form_names(party))
        parent = party.parent if party.parent and may_see(party.parent, member) else None
        initial |= {"parent": parent.name if parent else ""}
        return cls(initial=initial | {"seen": parties.seen(party)}, member=member, suggest=suggest)


def form_names(party: Party) -> list[FormName]:
    """Return a party's names as the form takes them."""
    rows = party.names.order_by("language", "name")
    return [FormName(row.language, row.name, row.preferred) for row in rows]


class LabelForm(forms.Form):
    """What somebody else calls a party."""

    label = forms.CharField(
        label=_("What they call it"),
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("en", _("English")), ("ar", _("Arabic")), ("he", _("Hebrew"))],
    )
    used_by = forms.CharField(
        label=_("Who calls it so"),
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class DropLabelForm(forms.Form):
    """Which label is taken back, and why."""

    label = forms.CharField(widget=forms.HiddenInput, max_length=250)
    language = forms.CharField(widget=forms.HiddenInput, max_length=8)
    used_by = forms.CharField(widget=forms.HiddenInput, max_length=250)
    reason = forms.CharField(max_length=500)
