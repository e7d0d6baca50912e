"""Write a list of people as CSV or XLSX in our own columns, and read it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from goodoffices import codebook
from goodoffices.formats import csv_out, xlsx_out
from goodoffices.formats.casualty_lists.columns import PersonColumns
from goodoffices.formats.casualty_lists.values import PersonRow

COLUMNS = ("id", "name", "other_names", "sex", "born", "age", "date", "places", "status")
"""``date`` is EDTF, ``sex`` f or m, ``status`` a codebook code; several names or places stand
between semicolons, the widest place first; what is not known is empty."""

OWN_MAPPING = PersonColumns(
    id="id",
    name=("name",),
    other_names="other_names",
    sex="sex",
    born="born",
    age="age",
    date="date",
    date_order="edtf",
    places=("places",),
    status="status",
    status_values=tuple((entry.id, entry.id) for entry in codebook.load()["toll_measures"]),
    guarded=True,
)
"""The mapping that reads such a list back; its places come back as one."""


def as_csv(people: Iterable[PersonRow], *, bom: bool = False) -> Iterator[bytes]:
    """Yield the list as CSV in pieces; text that a spreadsheet would run is guarded."""
    return csv_out.write(map(_row, people), COLUMNS, bom=bom)


def as_xlsx(people: Iterable[PersonRow], target: BinaryIO, *, right_to_left: bool = False) -> int:
    """Write the list as one sheet and return the number of people."""
    return xlsx_out.write(
        map(_row, people), COLUMNS, target, title="People", right_to_left=right_to_left
    )


def _row(person: PersonRow) -> dict[str, Any]:
    return {
        "id": person.external_id,
        "name": person.name,
        "other_names": person.other_names,
        "sex": person.sex,
        # A year worked out from the age is left out: it would come back as if it had been said.
        "born": None if person.born_by_age else person.born,
        "age": person.age,
        "date": person.date,
        "places": person.places,
        "status": person.status,
    }
