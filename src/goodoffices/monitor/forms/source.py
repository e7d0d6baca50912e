"""The forms of sources: who it is, and how far it has proved right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership, Office
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.reasons import LANGUAGES, choices, defined, tlp_choices
from goodoffices.monitor.models import Source


class SourceForm(forms.Form):
    """Who says things."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    name_ar = forms.CharField(
        label=_("Name in Arabic"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    name_he = forms.CharField(
        label=_("Name in Hebrew"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "he"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list)
    languages = forms.MultipleChoiceField(
        label=_("Languages it speaks"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    office = forms.ChoiceField(
        label=_("Office"),
        choices=list,
        required=False,
        help_text=_("The office that hears it."),
    )
    copies_from = forms.ChoiceField(
        label=_("Copies from"),
        choices=list,
        required=False,
        help_text=_("Where it repeats another source, its word is no second opinion."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    licence = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=300,
        help_text=_("On what terms its material may be used."),
    )
    tlp = forms.TypedChoiceField(
        label=_("Who may know this source"), coerce=int, choices=list, widget=forms.RadioSelect
    )

    def __init__(self, member: Membership, source: Source | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offices = {one.code: one for one in Office.objects.order_by("code")}
        others = Source.objects.visible_to(member).order_by("name")
        self.others = {one.code: one for one in others if source is None or one.pk != source.pk}
        fields: Any = self.fields
        fields["kind"].choices = choices("source_kinds")
        fields["office"].choices = [
            ("", _now("none")),
            *((code, one.name) for code, one in self.offices.items()),
        ]
        fields["copies_from"].choices = [
            ("", _now("no other source")),
            *((code, one.label) for code, one in self.others.items()),
        ]
        fields["tlp"].choices = [pair for pair in tlp_choices() if pair[0] < TLP.RED]

    @staticmethod
    def of(source: Source, member: Membership) -> dict[str, Any]:
        """Return the initial values from a source."""
        from goodoffices.core.access import may_see

        names = ("name", "kind", "languages", "note", "licence", "tlp")
        start: dict[str, Any] = {name: getattr(source, name) for name in names}
        start |= {f"name_{code}": name for code, name in source.labels.items()}
        start["office"] = source.office.code if source.office else ""
        other = source.copies_from
        start["copies_from"] = other.code if other and may_see(other, member) else ""
        return start

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, as the services take it."""
        given = self.cleaned_data
        labels = {code: given[f"name_{code}"].strip() for code in ("en", "ar", "he")}
        plain = ("name", "kind", "languages", "note", "licence", "tlp")
        return {
            **{name: given[name] for name in plain},
            "name": given["name"].strip(),
            "labels": {code: name for code, name in labels.items() if name},
            "office": self.offices.get(given["office"]),
            "copies_from": self.others.get(given["copies_from"]),
        }


class GradeSourceForm(forms.Form):
    """How reliable a source is from a day on."""

    reliability = forms.ChoiceField(label=_("Reliability"), choices=list, widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("Reports that speak of this day or later are weighed with the new grade."),
    )
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["reliability"].choices = defined("reliability")
        self.initial.setdefault("since", timezone.localdate())
