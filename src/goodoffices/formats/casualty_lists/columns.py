"""Which column of somebody's list of people means what: a value that is saved and used again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.mapping import DATE_ORDERS
from goodoffices.formats.mapping.saved import Saved

SEXES = ("f", "m")


@dataclass(frozen=True, slots=True)
class PersonColumns(Saved):
    """Which column means what. An empty name: the list has no such column.

    ``name`` are the columns of the name in the order in which they are said (given name, father,
    grandfather, family), or one of the whole name. ``born`` holds years or dates of birth, ``age``
    ages in whole years on the day of what happened; ``date`` is that day. ``status`` says what
    happened: words in ``status_values`` stand for codes of ``toll_measures``, ``default_status``
    for rows without one. ``sex_values`` turns the list's own words into f and m, beside the usual
    ones in three languages. ``places`` run from the widest to the narrowest. ``guarded``: cells
    may carry the apostrophe our own export puts before formulas.
    """

    name: tuple[str, ...] = ()
    id: str = ""
    other_names: str = ""
    sex: str = ""
    sex_values: tuple[tuple[str, str], ...] = ()
    born: str = ""
    age: str = ""
    date: str = ""
    date_order: str = "iso"
    places: tuple[str, ...] = ()
    status: str = ""
    status_values: tuple[tuple[str, str], ...] = ()
    default_status: str = ""
    guarded: bool = False
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""

    def columns(self) -> tuple[str, ...]:
        """Return the names of all columns the mapping uses, each once."""
        used = (self.id, self.other_names, self.sex, self.born, self.age, self.date, self.status)
        return tuple(dict.fromkeys(one for one in (*self.name, *used, *self.places) if one))

    @staticmethod
    def value(name: str, value: Any) -> Any:
        """Return one plain value as the field holds it."""
        return _value(name, value)

    def require_sound(self) -> None:
        """Raise `InvalidInput` as `validate` does."""
        validate(self)


def _value(name: str, value: Any) -> Any:
    if name in ("name", "places"):
        return (value,) if isinstance(value, str) else tuple(str(item) for item in value)
    if name in ("sex_values", "status_values"):
        pairs = value.items() if isinstance(value, dict) else value
        return tuple((str(word), str(code)) for word, code in pairs)
    return bool(value) if name == "guarded" else str(value)


def validate(mapping: PersonColumns) -> None:
    """Refuse a mapping without a name, or with codes that are not known."""
    if not any(mapping.name):
        raise InvalidInput("Map the column of the names, or those of their parts in order.")
    if mapping.date_order not in DATE_ORDERS:
        raise InvalidInput(f"Choose how dates are written: one of {', '.join(DATE_ORDERS)}.")
    if any(code not in SEXES for _word, code in mapping.sex_values):
        raise InvalidInput("The words for the sex stand for f or m.")
    measures = codebook.load()["toll_measures"]
    codes = [code for _word, code in mapping.status_values]
    for code in (*codes, *([mapping.default_status] if mapping.default_status else [])):
        if code not in measures:
            raise InvalidInput(f"The codebook has no {code[:60]!r} in toll_measures.")
