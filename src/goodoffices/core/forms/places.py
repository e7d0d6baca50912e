"""The forms of places, gazetteers and boundary sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodoffices.core.access import may_see
from goodoffices.core.forms.names import ChangedForm, FormName, NamedForm
from goodoffices.core.forms.settings import countries
from goodoffices.core.models import Membership, Place, PlaceName
from goodoffices.core.queries.places import by_words, words_for
from goodoffices.core.services import places
from goodoffices.core.services.places import GivenName, GivenPlace

KINDS = [
    (Place.Kind.COUNTRY.value, _("Country")),
    (Place.Kind.REGION.value, _("Region")),
    (Place.Kind.DISTRICT.value, _("District")),
    (Place.Kind.TOWN.value, _("Town")),
    (Place.Kind.VILLAGE.value, _("Village")),
    (Place.Kind.SITE.value, _("Site")),
]

_DEGREES = {"step": "any", "dir": "ltr", "inputmode": "decimal"}


class PlaceForm(NamedForm):
    """A place: its names, what it lies in, its point and how far it reaches."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=Place.Kind.TOWN.value)
    parent = forms.CharField(
        label=_("Lies in"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_(
            "The next larger place. Where several have the name: add the larger one after a comma."
        ),
    )
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, widget=forms.NumberInput(attrs=_DEGREES)
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, widget=forms.NumberInput(attrs=_DEGREES)
    )
    radius_m = forms.IntegerField(
        label=_("Radius in metres"),
        min_value=0,
        initial=1000,
        help_text=_("How far from the point something “in” this place may lie."),
    )
    population = forms.IntegerField(label=_("People who live there"), min_value=0, required=False)
    field_order: Sequence[str] = (
        "kind",
        "name",
        "name_en",
        "name_ar",
        "name_he",
        "others",
        "parent",
        "latitude",
        "longitude",
        "radius_m",
        "population",
        "tlp",
    )

    def __init__(self, *args: Any, member: Membership, suggest: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        self.fields["parent"].widget.attrs["data-suggest"] = suggest

    def _parent(self, before: Place | None) -> Place | None:
        """Return what was typed; nothing typed leaves a larger place that the person cannot see."""
        typed = by_words(self.cleaned_data["parent"], self.member)
        hidden = before.parent if before else None
        if typed is None and hidden is not None and not may_see(hidden, self.member):
            return hidden
        return typed

    def given(self, before: Place | None = None) -> GivenPlace:
        """Return the place of a valid form; raises InvalidInput for an unknown larger place."""
        facts = {name: self.cleaned_data[name] for name in ("kind", "name", "latitude")}
        facts |= {name: self.cleaned_data[name] for name in ("longitude", "radius_m", "tlp")}
        names = self.names(form_names(before) if before else ())
        return GivenPlace(
            **facts,
            population=self.cleaned_data["population"],
            parent=self._parent(before),
            names=tuple(GivenName(one.language, one.name, _status(one)) for one in names),
        )


class PlaceChangeForm(ChangedForm, PlaceForm):
    """The same for a place that is there."""

    field_order = (*PlaceForm.field_order, "reason", "seen")

    @classmethod
    def of(cls, place: Place, member: Membership, suggest: str) -> PlaceChangeForm:
        """Return the form filled with a place as it is."""
        facts = ("kind", "latitude", "longitude", "radius_m", "population", "tlp")
        initial = {name: getattr(place, name) for name in facts}
        initial |= cls.of_names(place.name, form_names(place))
        parent = place.parent if place.parent and may_see(place.parent, member) else None
        initial |= {"parent": words_for(parent, member), "seen": places.seen(place)}
        return cls(initial=initial, member=member, suggest=suggest)


def form_names(place: Place) -> list[FormName]:
    """Return a place's names as the form takes them."""
    preferred = PlaceName.Status.PREFERRED
    rows = place.names.order_by("language", "name")
    return [FormName(row.language, row.name, row.status == preferred) for row in rows]


def _status(one: FormName) -> str:
    return PlaceName.Status.PREFERRED if one.shown else PlaceName.Status.ALTERNATE


class GazetteerForm(forms.Form):
    """Of which countries the towns and villages are taken."""

    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=countries,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Towns and villages of 500 people and more, from GeoNames (CC BY 4.0)."),
    )


class BoundariesForm(forms.Form):
    """A file of boundaries, and whose they are."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("GeoJSON of areas in degrees (WGS 84), 128 MB at most; may be packed (.gz)."),
    )
    name = forms.CharField(
        label=_("Name of the set"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    source = forms.CharField(
        label=_("Who drew the lines"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Shown wherever the lines are."),
    )
    licence = forms.CharField(
        label=_("Licence"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    note = forms.CharField(
        label=_("Whose line it is, as of when"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    name_property = forms.CharField(
        label=_("Property with the areas' names"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Left empty, the usual ones are tried."),
    )
    level_property = forms.CharField(
        label=_("Property with the areas' levels"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
