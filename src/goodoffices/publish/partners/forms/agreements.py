"""The editor of a sharing agreement: beside each choice stands what it betrays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.models import Evidence, Membership, Place
from goodoffices.core.queries.places import by_words, words_for
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.reasons import LANGUAGES, defined, type_choices
from goodoffices.publish.models import SharingAgreement
from goodoffices.publish.partners.fields import FIELDS
from goodoffices.publish.partners.forms.organisations import line, words
from goodoffices.publish.partners.services.agreements import GRIDS, Terms, places_of
from goodoffices.rights.forms.acts import day_field

CEILINGS = [(mark.value, mark.label) for mark in (TLP.CLEAR, TLP.GREEN, TLP.AMBER)]
MOST = 30


def _fields() -> list[tuple[str, str]]:
    return [(one.name, f"{one.label}: {one.betrays}") for one in FIELDS.values()]


class AgreementForm(forms.Form):
    """What is agreed with a partner."""

    fields_ = forms.MultipleChoiceField(
        label=_("Fields that may leave"),
        choices=_fields,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Nothing else leaves: no titles, texts, names of people, sources or codes of ours."
        ),
    )
    place_level = forms.ChoiceField(
        label=_("Finest kind of place that is named"),
        choices=SharingAgreement.Level.choices,
        initial="district",
        help_text=_("Smaller places are replaced by the larger one around them."),
    )
    grid_km = forms.TypedChoiceField(
        label=_("Cells that points are moved to"),
        coerce=int,
        initial=25,
        choices=[(km, f"{km} km") for km in GRIDS],
        help_text=_("A cell that holds one village names the village."),
    )
    time_unit = forms.ChoiceField(
        label=_("Shortest period that is said"),
        choices=SharingAgreement.Unit.choices,
        initial="month",
        help_text=_("A day can be looked up in the news; a month seldom can."),
    )
    smallest = forms.IntegerField(
        label=_("Least number of people that is said"),
        min_value=0,
        max_value=100,
        initial=5,
        help_text=_("Smaller counts are held back, but not 0. Write 0 to say every number."),
    )
    ceiling = forms.TypedChoiceField(
        label=_("Strictest mark a record may have"),
        choices=CEILINGS,
        coerce=int,
        initial=TLP.GREEN,
        widget=forms.RadioSelect,
        help_text=_("AMBER is for partners named to the programme; stricter never leaves."),
    )
    states = forms.MultipleChoiceField(
        label=_("How far it was checked"),
        choices=lambda: defined("verification_states"),
        widget=forms.CheckboxSelectMultiple,
        initial=["corroborated", "verified"],
    )
    types = forms.MultipleChoiceField(
        label=_("Types of events"),
        required=False,
        choices=lambda: type_choices()[1:],
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("None chosen: all. With one type chosen, every record is of that type."),
    )
    places = words(
        _("Places"),
        3,
        required=False,
        help_text=_(
            "One a line; all that lies in them. Left empty: everywhere. No smaller than the"
            " finest kind of place above."
        ),
    )
    first_day = day_field(_("Events from"))
    last_day = day_field(_("Events until"), help_text=_("Whole periods only. Left empty: no end."))
    language = forms.ChoiceField(label=_("Language of names"), choices=LANGUAGES)
    purpose = words(
        _("What it is shared for"), 3, help_text=_("The partner reads this with every file.")
    )
    basis = forms.ChoiceField(
        label=_("Legal basis"), choices=SharingAgreement.Basis.choices, initial="public"
    )
    agreed_with = line(
        _("Agreed with"), 200, help_text=_("Who agreed for the partner: office rather than name.")
    )
    since = day_field(_("Holds from"), required=True)
    until = day_field(_("Holds until"), required=True)
    papers = words(
        _("Files of the agreement"),
        2,
        required=False,
        help_text=_("Codes of files kept here, one a line."),
    )

    GROUPS = (
        (_("What may leave"), ("fields_",)),
        (_("How exactly"), ("place_level", "grid_km", "time_unit", "smallest", "language")),
        (
            _("Which records"),
            ("ceiling", "states", "types", "places", "first_day", "last_day"),
        ),
        (
            _("Why, with whom, how long"),
            ("purpose", "basis", "agreed_with", "since", "until", "papers"),
        ),
    )

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        self.known_places: list[Place] = []
        self.known_files: list[Evidence] = []

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Yield the headings with their fields."""
        for heading, names in self.GROUPS:
            yield heading, [self[name] for name in names]

    def clean_places(self) -> str:
        """Find the places that the lines name."""
        return self._each("places", lambda text: by_words(text, self.member), self.known_places)

    def clean_papers(self) -> str:
        """Find the files that the lines name."""
        return self._each("papers", self._file, self.known_files)

    def _each(self, name: str, find: Any, found: list[Any]) -> str:
        text: str = self.cleaned_data[name]
        lines = [one.strip() for one in text.splitlines() if one.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("These are too many lines."))
        for one in lines:
            try:
                found.append(find(one))
            except (InvalidInput, NotFound) as error:
                raise forms.ValidationError(f"{one[:60]}: {error.message}") from None
        return text

    def _file(self, code: str) -> Evidence:
        known = Evidence.objects.visible_to(self.member).filter(code=code[:16]).first()
        if known is None:
            raise NotFound(str(_("There is no file of this code.")))
        return known

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        said = dict(self.cleaned_data)
        said["fields"] = said.pop("fields_")
        del said["papers"]
        return Terms(**said | {"places": self.known_places, "files": self.known_files})

    @staticmethod
    def of(agreement: SharingAgreement, member: Membership) -> dict[str, Any]:
        """Return the initial values from a version, to write the next one from it."""
        same = ("place_level", "grid_km", "time_unit", "smallest", "ceiling", "states", "types")
        more = ("language", "purpose", "basis", "agreed_with", "since", "until")
        start: dict[str, Any] = {name: getattr(agreement, name) for name in same + more}
        seen = Evidence.objects.visible_to(member).filter(pk__in=agreement.files.values("pk"))
        return start | {
            "fields_": agreement.fields,
            "first_day": _day(agreement.first_day),
            "last_day": _day(agreement.last_day),
            "places": "\n".join(words_for(one, member) for one in places_of(agreement, member)),
            "papers": "\n".join(seen.values_list("code", flat=True)),
        }


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
