"""Which column of somebody's table means what: a value that is saved and used again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.mapping.saved import Saved

DATE_ORDERS = ("iso", "dmy", "mdy", "ymd", "edtf")
"""How dates are written: 2024-03-05, day first, month first, year first, or EDTF level 1."""


@dataclass(frozen=True, slots=True)
class PartyColumn:
    """A column that names parties; several in one cell stand between ``separator``."""

    column: str
    role: str = "side_a"
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class TollColumns:
    """The columns of one toll: any of low, best and high, for one measure and category."""

    measure: str = "killed"
    category: str = "all"
    low: str = ""
    best: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping(Saved):
    """Which column means what. An empty name: the table has no such column.

    ``places`` run from the widest to the narrowest; ``type_values`` turns the table's own words
    into codes of ``event_types``, ``default_type`` stands for those not listed (empty: such rows
    are refused); ``country_name`` and ``default_language`` hold for every row of a table that
    does not say. Where there is no ``id`` column, equal rows are the same report.
    ``guarded``: cells may carry the apostrophe our own export puts before formulas.
    """

    id: str = ""
    date: str = ""
    date_order: str = "iso"
    end_date: str = ""
    date_precision: str = ""
    places: tuple[str, ...] = ()
    country: str = ""
    country_name: str = ""
    latitude: str = ""
    longitude: str = ""
    place_precision: str = ""
    radius_m: str = ""
    type: str = ""
    type_values: tuple[tuple[str, str], ...] = ()
    default_type: str = ""
    parties: tuple[PartyColumn, ...] = ()
    tolls: tuple[TollColumns, ...] = ()
    title: str = ""
    text: str = ""
    language: str = ""
    default_language: str = "en"
    published: str = ""
    link: str = ""
    source: str = ""
    guarded: bool = False
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""

    def columns(self) -> tuple[str, ...]:
        """Return the names of all columns the mapping uses, each once."""
        return tuple(dict.fromkeys(name for name in self._used() if name))

    def _used(self) -> Iterator[str]:
        yield from (self.id, self.date, self.end_date, self.date_precision, *self.places)
        yield from (self.country, self.latitude, self.longitude, self.place_precision)
        yield from (self.radius_m, self.type, self.title, self.text, self.language)
        yield from (self.published, self.link, self.source)
        yield from (party.column for party in self.parties)
        for toll in self.tolls:
            yield from (toll.low, toll.best, toll.high)

    @staticmethod
    def value(name: str, value: Any) -> Any:
        """Return one plain value as the field holds it."""
        return _value(name, value)

    def require_sound(self) -> None:
        """Raise `InvalidInput` as `validate` does."""
        validate(self)


def _value(name: str, value: Any) -> Any:
    if name == "places":
        return tuple(str(item) for item in value)
    if name == "type_values":
        pairs = value.items() if isinstance(value, dict) else value
        return tuple((str(word), str(code)) for word, code in pairs)
    if name == "parties":
        return tuple(PartyColumn(**item) for item in value)
    if name == "tolls":
        return tuple(TollColumns(**item) for item in value)
    return bool(value) if name == "guarded" else str(value)


def validate(mapping: ColumnMapping) -> None:
    """Refuse a mapping that names codes the codebook does not have or says too little."""
    book = codebook.load()
    if mapping.date_order not in DATE_ORDERS:
        raise InvalidInput(f"Choose how dates are written: one of {', '.join(DATE_ORDERS)}.")
    types = [code for _, code in mapping.type_values] + [mapping.default_type or "other"]
    _known(book, "event_types", types)
    _known(book, "party_roles", [party.role for party in mapping.parties])
    _known(book, "toll_measures", [toll.measure for toll in mapping.tolls])
    _known(book, "toll_categories", [toll.category for toll in mapping.tolls])
    if bool(mapping.latitude) != bool(mapping.longitude):
        raise InvalidInput("Map both latitude and longitude, or neither.")
    if not (mapping.date or mapping.text or mapping.title):
        raise InvalidInput("Map at least the date or the text: a report says one of them.")


def _known(book: codebook.Codebook, scheme: str, codes: Sequence[str]) -> None:
    for code in codes:
        if code not in book[scheme]:
            raise InvalidInput(f"The codebook has no {code[:60]!r} in {scheme}: choose another.")
