"""The form that says what the columns of a table mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats.mapping import ColumnMapping
from goodoffices.monitor.models import Source

PLACES, PARTIES, TOLLS, WORDS = 4, 3, 4, 40
"""How many columns of places, parties and tolls, and how many words for types, a page offers."""

SINGLE = {
    "id": _("Identifier"),
    "date": _("Date"),
    "end_date": _("Last day"),
    "country": _("Country"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "radius_m": _("Radius in metres"),
    "type": _("Type of event"),
    "title": _("Title"),
    "text": _("Text"),
    "language": _("Language of the text"),
    "published": _("Day of publication"),
    "link": _("Web address"),
    "source": _("Source of each row"),
}
HELP = {
    "id": _("What the source calls a row by; with it, a changed row is recognised."),
    "source": _("Leave empty when the whole table comes from one source."),
    "type": _("Its words are matched to our types of event further down."),
}
ORDERS = [
    ("iso", _("2026-11-03")),
    ("dmy", _("3/11/2026, day first")),
    ("mdy", _("11/3/2026, month first")),
    ("ymd", _("2026/11/3, year first")),
    ("edtf", _("imprecise dates (EDTF)")),
]


class UploadForm(forms.Form):
    """A table whose columns are to be mapped."""

    file = forms.FileField(label=_("Table"), help_text=_("CSV, XLSX or Parquet."))


class MappingForm(forms.Form):
    """Which column means what; rebuilt from the columns of the table at each showing."""

    name = forms.CharField(label=_("Name of the mapping"), max_length=100, required=False)

    def __init__(
        self, columns: Sequence[str], words: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = list(words)[:WORDS]
        language = get_language() or "en"
        self._book = codebook.load()
        choices = [("", gettext("none")), *((name, name) for name in columns)]
        for name, label in SINGLE.items():
            self._select(name, label, choices, HELP.get(name, ""))
        for number in range(PLACES):
            label = _("Place, from the widest to the narrowest (%(number)s)")
            self._select(f"place_{number}", label % {"number": number + 1}, choices)
        self._select("date_order", _("How dates are written"), ORDERS)
        self.fields["country_name"] = forms.CharField(
            label=_("Country of every row"), max_length=100, required=False
        )
        types = self._book.choices("event_types", language)
        none = [("", gettext("none: refuse the row"))]
        self._select("default_type", _("Type where no word fits"), none + types)
        self._select("default_language", _("Language where none is said"), LANGUAGES)
        for number, word in enumerate(self.words):
            self._select(f"word_{number}", word, [("", gettext("as above")), *types])
        self._several(choices, language)

    def _several(self, columns: list[tuple[str, Any]], language: str) -> None:
        roles = self._book.choices("party_roles", language)
        measures = self._book.choices("toll_measures", language)
        categories = self._book.choices("toll_categories", language)
        for number in range(PARTIES):
            self._select(f"party_{number}", _("Parties"), columns)
            self._select(f"party_{number}_role", _("Role"), roles)
        for number in range(TOLLS):
            self._select(f"toll_{number}_measure", _("Measure"), measures)
            self._select(f"toll_{number}_category", _("Who"), categories)
            for bound, label in (("low", _("Lowest")), ("best", _("Best")), ("high", _("Highest"))):
                self._select(f"toll_{number}_{bound}", label, columns)

    def _select(
        self, name: str, label: Any, choices: Sequence[tuple[str, Any]], text: Any = ""
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, help_text=text
        )

    def mapping(self) -> ColumnMapping | None:
        """Return the mapping as given, or None with its fault as an error of the form."""
        if not self.is_valid():
            return None
        try:
            return ColumnMapping.from_dict(self._given())
        except InvalidInput as error:
            self.add_error(None, error.message)
            return None

    def _given(self) -> dict[str, Any]:
        given = self.cleaned_data
        single = {name: given[name] for name in SINGLE}
        more = ("country_name", "default_type")
        return {
            **single,
            **{name: given[name] for name in more},
            "date_order": given["date_order"] or "iso",
            "default_language": given["default_language"] or "en",
            "places": [given[f"place_{n}"] for n in range(PLACES) if given[f"place_{n}"]],
            "type_values": [
                (word, given[f"word_{n}"])
                for n, word in enumerate(self.words)
                if given[f"word_{n}"]
            ],
            "parties": [
                {"column": given[f"party_{n}"], "role": given[f"party_{n}_role"] or "side_a"}
                for n in range(PARTIES)
                if given[f"party_{n}"]
            ],
            "tolls": list(self._tolls()),
        }

    def _tolls(self) -> Iterator[dict[str, str]]:
        for number in range(TOLLS):
            names = ("measure", "category", "low", "best", "high")
            one = {name: self.cleaned_data[f"toll_{number}_{name}"] for name in names}
            if one["low"] or one["best"] or one["high"]:
                yield one

    @staticmethod
    def initial_of(mapping: ColumnMapping, words: Sequence[str]) -> dict[str, str]:
        """Return what the form shows for a mapping that was suggested or saved."""
        found = {name: str(getattr(mapping, name)) for name in SINGLE}
        for name in ("date_order", "country_name", "default_type", "default_language"):
            found[name] = str(getattr(mapping, name))
        found |= {f"place_{n}": name for n, name in enumerate(mapping.places[:PLACES])}
        for number, party in enumerate(mapping.parties[:PARTIES]):
            found[f"party_{number}"] = party.column
            found[f"party_{number}_role"] = party.role
        for number, toll in enumerate(mapping.tolls[:TOLLS]):
            for name in ("measure", "category", "low", "best", "high"):
                found[f"toll_{number}_{name}"] = str(getattr(toll, name))
        codes = {word.casefold(): code for word, code in mapping.type_values}
        found |= {f"word_{n}": codes.get(word.casefold(), "") for n, word in enumerate(words)}
        return found

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the fields in the groups in which the page shows them."""
        return {
            "what": [self[name] for name in ("id", "title", "text", "language")]
            + [self[name] for name in ("default_language", "published", "link", "source")],
            "when": [self[name] for name in ("date", "end_date", "date_order")],
            "where": [self[f"place_{n}"] for n in range(PLACES)]
            + [self[name] for name in ("country", "country_name")]
            + [self[name] for name in ("latitude", "longitude", "radius_m")],
            "type": [self["type"], self["default_type"]]
            + [self[f"word_{n}"] for n in range(len(self.words))],
        }

    def party_rows(self) -> list[list[forms.BoundField]]:
        """Return the pairs (column, role)."""
        return [[self[f"party_{n}"], self[f"party_{n}_role"]] for n in range(PARTIES)]

    def toll_rows(self) -> list[list[forms.BoundField]]:
        """Return the rows (measure, who, lowest, best, highest)."""
        names = ("measure", "category", "low", "best", "high")
        return [[self[f"toll_{n}_{name}"] for name in names] for n in range(TOLLS)]


LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("he", _("Hebrew"))]


class LoadMappedForm(forms.Form):
    """Whose the mapped table is, and who may see what comes out of it."""

    source_name = forms.CharField(
        label=_("Source of the table"),
        max_length=200,
        required=False,
        help_text=_("Its name; a new source is added. Not needed where each row names its own."),
        widget=forms.TextInput(attrs={"list": "known-sources", "autocomplete": "off"}),
    )
    tlp = forms.TypedChoiceField(
        label=_("Who may see what is loaded"),
        coerce=int,
        choices=[(mark.value, mark.label) for mark in TLP if mark != TLP.RED],
    )

    def __init__(self, member: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("tlp", member.programme.default_tlp)
        names = Source.objects.visible_to(member).order_by("name").values_list("name", flat=True)
        self.known_sources = list(names[:200])
