"""The forms of open data: what a series holds, and why a version is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import BoundarySet, Membership
from goodoffices.core.queries.places import by_words, words_for
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.reasons import tlp_choices, type_choices
from goodoffices.publish.data.fields import FIELDS, TOGETHER
from goodoffices.publish.data.services import PARTS, GivenRelease
from goodoffices.publish.data.words import FINENESS, frequencies
from goodoffices.publish.models import DataRelease, Language
from goodoffices.publish.models.datasets import LICENCES

ASKED: dict[str, Any] = {
    "title": _("Title"),
    "source": _("Source"),
    "method": _("Method"),
    "caveats": _("What to beware of"),
}
LANGUAGES: dict[str, Any] = {"en": _("English"), "ar": _("Arabic"), "he": _("Hebrew")}
METRES = 200_000


def _words(code: str, part: str) -> forms.CharField:
    attrs = {"lang": code, "dir": "ltr" if code == "en" else "rtl"}
    if part == "title":
        widget: forms.Widget = forms.TextInput(attrs=attrs)
        return forms.CharField(label=ASKED[part], max_length=200, required=False, widget=widget)
    widget = forms.Textarea(attrs={**attrs, "rows": 3})
    return forms.CharField(label=ASKED[part], max_length=5000, required=False, widget=widget)


class ReleaseForm(forms.Form):
    """What a series of open data holds and how much of it is blurred."""

    address = forms.SlugField(
        label=_("Address"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_(
            "Part of the public address and of the names of the files: small letters, digits and"
            " hyphens, such as incidents-north."
        ),
    )
    held = forms.MultipleChoiceField(
        label=_("Fields"),
        choices=[(name, field.label) for name, field in FIELDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    fineness = forms.ChoiceField(
        label=_("Dates are told by"), choices=list(FINENESS.items()), initial="month"
    )
    together = forms.MultipleChoiceField(
        label=_("What a record could be recognised by"),
        choices=[(name, FIELDS[name].label) for name in TOGETHER],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Records that share all of these form a group. No group comes out smaller than the"
            " policy allows: its records are told less exactly or held back. The more you tick,"
            " the more is held back."
        ),
    )
    least_m = forms.IntegerField(
        label=_("Move points by at least (metres)"), min_value=1, max_value=METRES, initial=1000
    )
    most_m = forms.IntegerField(
        label=_("Move points by at most (metres)"), min_value=2, max_value=METRES, initial=5000
    )
    boundaries = forms.ChoiceField(
        label=_("Keep points within these boundaries"),
        required=False,
        help_text=_("A moved point stays in the area that the true one lies in."),
    )
    show_small = forms.BooleanField(
        label=_("Tell figures of people killed that are below the smallest group"),
        required=False,
        help_text=_("Otherwise a range stands in their place. Who approves sees this."),
    )
    first_day = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Only incidents in this place. A larger place can follow after a comma."),
    )
    types = forms.MultipleChoiceField(
        label=_("Types of event"),
        required=False,
        choices=lambda: [one for one in type_choices() if one[0]],
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Nothing chosen means all."),
    )
    delay_days = forms.IntegerField(
        label=_("Days before an incident comes out"), min_value=0, max_value=3650, initial=30
    )
    licence = forms.ChoiceField(label=_("Licence"), choices=[(one, one) for one in LICENCES])
    frequency = forms.ChoiceField(label=_("Comes out"), choices=frequencies, initial="irregular")
    bom = forms.BooleanField(
        label=_("Begin CSV files with a byte-order mark"),
        required=False,
        initial=True,
        help_text=_("Spreadsheet programs need it to show Arabic and Hebrew."),
    )
    tlp = forms.TypedChoiceField(
        label=_("Who may see it"),
        coerce=int,
        choices=lambda: [one for one in tlp_choices() if int(one[0]) != TLP.RED],
        widget=forms.RadioSelect,
        initial=TLP.AMBER,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        for code in Language.values:
            for part in PARTS:
                self.fields[f"{part}_{code}"] = _words(code, part)
        sets = BoundarySet.objects.filter(programme=member.programme).order_by("name")
        names = [(one.code, one.name) for one in sets]
        boundaries = self.fields["boundaries"]
        assert isinstance(boundaries, forms.ChoiceField)
        boundaries.choices = [("", _("no boundaries")), *names]

    @staticmethod
    def of(release: DataRelease, member: Membership) -> dict[str, Any]:
        """Return how the form begins for a series that is there."""
        same = (
            *("address", "fineness", "together", "least_m", "most_m", "show_small", "first_day"),
            *("last_day", "types", "delay_days", "licence", "frequency", "bom", "tlp", "revision"),
        )
        words = {
            f"{part}_{code}": release.words.get(code, {}).get(part, "")
            for code in Language.values
            for part in PARTS
        }
        return {
            **{name: getattr(release, name) for name in same},
            **words,
            "held": release.fields,
            "boundaries": release.boundaries.code if release.boundaries else "",
            "place": words_for(release.place, member),
        }

    @property
    def rows(self) -> Iterator[tuple[Any, str | Promise]]:
        """Each field that can be chosen, with what it gives away."""
        for box in self["held"]:
            yield box, FIELDS[box.data["value"]].betrays

    @property
    def languages(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields of words, by language."""
        return [
            (LANGUAGES[code], [self[f"{part}_{code}"] for part in PARTS])
            for code in Language.values
        ]

    def bound(self, *names: str) -> list[forms.BoundField]:
        """Return some fields."""
        return [self[name] for name in names]

    @property
    def blurring(self) -> list[forms.BoundField]:
        """The fields that say how much is blurred."""
        return self.bound("fineness", "together", "least_m", "most_m", "boundaries", "show_small")

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The fields that say which incidents are taken."""
        return self.bound("first_day", "last_day", "place", "types", "delay_days")

    @property
    def giving(self) -> list[forms.BoundField]:
        """The fields that say how it is given out."""
        return self.bound("address", "licence", "frequency", "bom", "tlp")

    def clean_place(self) -> Any:
        """Return the place that was typed."""
        try:
            return by_words(self.cleaned_data["place"], self.member)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from None

    def given(self) -> GivenRelease:
        """Return what was filled in."""
        said = dict(self.cleaned_data)
        words = {
            code: {part: said.pop(f"{part}_{code}") for part in PARTS} for code in Language.values
        }
        said.pop("revision")
        sets = BoundarySet.objects.filter(programme=self.member.programme)
        boundaries = sets.filter(code=said.pop("boundaries")).first()
        lists = {name: tuple(said.pop(name)) for name in ("held", "together", "types")}
        return GivenRelease(
            words=words,
            boundaries=boundaries,
            fields=lists["held"],
            together=lists["together"],
            types=lists["types"],
            **said,
        )


class WithdrawForm(forms.Form):
    """Why a version is taken back, in words that the public reads."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for code in Language.values:
            attrs = {"lang": code, "dir": "ltr" if code == "en" else "rtl", "rows": 2}
            self.fields[f"why_{code}"] = forms.CharField(
                label=LANGUAGES[code],
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs=attrs),
            )

    def why(self) -> dict[str, str]:
        """Return the reason by language."""
        return {code: self.cleaned_data[f"why_{code}"] for code in Language.values}
