"""Settings of a programme, and its offices."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core.models import Office, Programme
from goodoffices.core.services import programmes
from goodoffices.core.tlp import TLP

LANGUAGE_NAMES = {"en": _("English"), "ar": _("Arabic"), "he": _("Hebrew")}
MARKS = [(mark.value, mark.label) for mark in TLP if mark < TLP.RED]


class NamesForm(forms.Form):
    """A name in each language; one is enough."""

    name_en = forms.CharField(label=_("Name in English"), max_length=150, required=False)
    name_ar = forms.CharField(
        label=_("Name in Arabic"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    name_he = forms.CharField(
        label=_("Name in Hebrew"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "he"}),
    )

    @staticmethod
    def from_names(names: dict[str, str]) -> dict[str, str]:
        """Return the initial values of names by language."""
        return {f"name_{code}": names.get(code, "") for code in programmes.LANGUAGES}

    @property
    def names(self) -> dict[str, str]:
        """The names of a valid form by language."""
        return {code: self.cleaned_data[f"name_{code}"] for code in programmes.LANGUAGES}


class SettingsForm(NamesForm):
    """What an administrator or director may change of a programme."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=list)
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=list,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Where the programme works: the gazetteer is filled for these."),
    )
    default_tlp = forms.TypedChoiceField(
        label=_("Mark of new records"),
        choices=MARKS,
        coerce=int,
        help_text=_("Whoever adds a record can choose a stricter or a wider mark."),
    )
    require_second_factor = forms.BooleanField(
        label=_("Every member needs a second factor"),
        required=False,
        help_text=_("Members without one are led to setting it up before they see anything."),
    )
    ask_red_reason = forms.BooleanField(
        label=_("Ask why, before a RED record opens"),
        required=False,
        help_text=_(
            "Once in a session for each record; the reason is kept in the history. Machines with a"
            " token then open no RED record."
        ),
    )
    date_rule = forms.ChoiceField(label=_("Dates of new incidents"), choices=list)
    place_rule = forms.ChoiceField(label=_("Places of new incidents"), choices=list)
    type_rule = forms.ChoiceField(label=_("Types of new incidents"), choices=list)
    toll_rule = forms.ChoiceField(label=_("Tolls of new incidents"), choices=list)
    recheck_days = forms.IntegerField(
        label=_("Read stored files again after so many days"),
        min_value=1,
        max_value=366,
        help_text=_("Each file is read again at least so often, to see that its bytes are whole."),
    )
    save_pages = forms.BooleanField(
        label=_("Save the web pages that reports link to"),
        required=False,
        help_text=_(
            "A copy of each page is kept as evidence. Whoever runs the page can see that it was"
            " fetched, when and from where; nothing is fetched for reports marked RED. The"
            " installation has to allow it as well."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["time_zone"].choices = [(zone, zone) for zone in _zones()]
        fields["countries"].choices = countries()
        labels = dict(codebook.load().choices("derivation_rules", get_language() or "en"))
        for name, rules in programmes.RULES.items():
            fields[f"{name}_rule"].choices = [(rule, labels[rule]) for rule in rules]

    @classmethod
    def of(cls, programme: Programme) -> SettingsForm:
        """Return the form filled with a programme's settings."""
        values = programmes.settings_of(programme)
        initial: dict[str, Any] = {name: getattr(values, name) for name in values.__slots__}
        initial |= cls.from_names(dict(values.names))
        return cls(initial=initial | {"seen": programmes.seen(programme)})

    @property
    def values(self) -> programmes.ProgrammeSettings:
        """The settings of a valid form."""
        given = self.cleaned_data
        names = [name for name in programmes.ProgrammeSettings.__slots__ if name != "names"]
        return programmes.ProgrammeSettings(
            names=self.names, **{name: given[name] for name in names}
        )


class OfficeForm(NamesForm):
    """A new office."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=49,
        help_text=_("Small letters, digits and hyphens; stays as it is for good."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    field_order = ("code", "name_en", "name_ar", "name_he")


class OfficeChangeForm(NamesForm):
    """An office's names, with those the page showed when it was opened."""

    seen = forms.JSONField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, office: Office) -> OfficeChangeForm:
        """Return the form filled with an office's names."""
        return cls(initial=cls.from_names(office.names) | {"seen": office.names})


def countries() -> list[tuple[str, str]]:
    """Return ISO 3166 codes with the names of countries in the reader's language, by name."""
    from babel import Locale

    names = Locale.parse((get_language() or "en")[:2]).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return sorted(known, key=lambda pair: pair[1])


def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
