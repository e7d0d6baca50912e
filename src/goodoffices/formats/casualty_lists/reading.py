"""Turn the rows of a mapped list into people; say of a bad row where and why, never whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.casualty_lists.columns import PersonColumns, validate
from goodoffices.formats.casualty_lists.values import PersonRow
from goodoffices.formats.claims import RawRows, SeenIds, distinct
from goodoffices.formats.guard import unguarded
from goodoffices.formats.mapping.dates import DIGITS, read_date
from goodoffices.formats.reasons import Bad
from goodoffices.formats.tables import Limits, Source, Table, open_table
from goodoffices.formats.values import Checked, Rejection

FEMALE = "f female w woman girl أنثى انثى امرأة إمرأة بنت נ נקבה אישה ילדה"
MALE = "m male man boy ذكر رجل ولد ז זכר גבר ילד"
SEX_WORDS = dict.fromkeys(FEMALE.split(), "f") | dict.fromkeys(MALE.split(), "m")
HARMLESS = re.compile(r"[\W\d_]*[^\W\d_]?[\W\d_]*")
"""Digits, signs, and one letter at most: what may be told of a cell without telling a name."""

HIDDEN = "…"
LONGEST_ID, LONGEST_NAME = 200, 300
OLDEST, FIRST_YEAR = 130, 1850


def check(
    source: Source,
    *,
    mapping: PersonColumns,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Checked:
    """Look through the whole list before any row is handed on. Raises `InvalidInput`."""
    table = _open(source, mapping, encoding, limits)
    form = f"list of people, {table.kind}, {len(table.columns)} columns"
    rows = table.count()
    return Checked(rows, table.kind, table.columns, table.encoding, table.delimiter, form)


def read(
    source: Source,
    *,
    mapping: PersonColumns,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Iterator[PersonRow | Rejection]:
    """Yield each row of the list as a person, or a rejection, in file order.

    A rejection tells of a cell's value only what cannot be a name (digits, signs and one letter),
    and of an identifier nothing.
    """
    table = _open(source, mapping, encoding, limits)
    reader, seen = _Rows(table.columns, mapping), SeenIds()
    for line, cells, problem in table.rows():
        try:
            if problem is not None:
                raise problem
            person = reader.person(line, cells)
            if not seen.is_new(person.external_id):
                # Numbers of identity cards and telephones are told no more than names are.
                raise Bad(mapping.id, HIDDEN, "repeated_id")
        except Bad as bad:
            yield _without_names(bad.rejection(line))
            continue
        yield person


def _without_names(rejection: Rejection) -> Rejection:
    shown = rejection.value if HARMLESS.fullmatch(rejection.value) else HIDDEN
    return replace(rejection, value=shown)


def _open(
    source: Source, mapping: PersonColumns, encoding: str | None, limits: Limits | None
) -> Table:
    validate(mapping)
    table = open_table(
        source,
        encoding=encoding or mapping.encoding or None,
        delimiter=mapping.delimiter or None,
        sheet=mapping.sheet or None,
        limits=limits or Limits(),
    )
    missing = [name for name in mapping.columns() if name not in table.columns]
    if missing:
        # What stands in the first line is not told: in a list without a header it is a person.
        raise InvalidInput(
            f"The list has no column {', '.join(missing)[:300]}: it is not the one this mapping "
            "was made for, or its first line does not name the columns."
        )
    return table


class _Rows:
    """Reads the rows of one list through one mapping."""

    def __init__(self, columns: Sequence[str], mapping: PersonColumns) -> None:
        self._columns, self._map = columns, mapping
        self._raw = RawRows(columns)
        own = {word.strip().casefold(): code for word, code in mapping.sex_values}
        self._sexes = SEX_WORDS | own
        self._statuses = {word.strip().casefold(): code for word, code in mapping.status_values}

    def person(self, line: int, cells: Sequence[str]) -> PersonRow:
        """Read one row. Raises `Bad`."""
        use = self._map
        tidy = [unguarded(cell).strip() if use.guarded else cell.strip() for cell in cells]
        row = dict(zip(self._columns, tidy, strict=True))
        raw, digest = self._raw(tidy)
        date, precision = self._date(row)
        age = self._age(row)
        born, by_age = self._born(row), False
        if born is None and age is not None and date[:4].isdecimal():
            born, by_age = int(date[:4]) - age, True
        return PersonRow(
            line=line,
            external_id=self._id(row, digest),
            name=self._name(row),
            raw=raw,
            digest=digest,
            other_names=self._other_names(row),
            sex=self._code(row, use.sex, self._sexes),
            born=born,
            born_by_age=by_age,
            age=age,
            date=date,
            date_precision=precision,
            places=distinct([row[name] for name in use.places]),
            status=self._status(row),
        )

    def _date(self, row: Mapping[str, str]) -> tuple[str, str]:
        text = row[self._map.date] if self._map.date else ""
        return read_date(self._map.date, text, self._map.date_order) if text else ("", "")

    def _id(self, row: Mapping[str, str], digest: str) -> str:
        if not self._map.id:
            return f"row-{digest[:32]}"
        identifier = row[self._map.id]
        if not identifier:
            raise Bad(self._map.id, "", "missing_value")
        if len(identifier) > LONGEST_ID:
            raise Bad(self._map.id, "", "cell_too_long", limit=str(LONGEST_ID))
        return identifier

    def _name(self, row: Mapping[str, str]) -> str:
        name = " ".join(row[one] for one in self._map.name if row[one])
        if not name:
            raise Bad(self._map.name[0], "", "missing_value")
        if len(name) > LONGEST_NAME:
            raise Bad(self._map.name[0], "", "cell_too_long", limit=str(LONGEST_NAME))
        return name

    def _other_names(self, row: Mapping[str, str]) -> tuple[str, ...]:
        cell = row[self._map.other_names] if self._map.other_names else ""
        return tuple(name for one in re.split(r"[;|؛]", cell) if (name := one.strip()))

    def _status(self, row: Mapping[str, str]) -> str:
        use = self._map
        return self._code(row, use.status, self._statuses) or use.default_status

    def _code(self, row: Mapping[str, str], column: str, codes: Mapping[str, str]) -> str:
        word = row[column] if column else ""
        if not word:
            return ""
        code = codes.get(word.casefold()) or (word if word in codes.values() else "")
        if not code:
            raise Bad(column, word, "unknown_code")
        return code

    def _age(self, row: Mapping[str, str]) -> int | None:
        text = row[self._map.age].translate(DIGITS) if self._map.age else ""
        if not text:
            return None
        whole = text.removesuffix(".0")
        if not whole.isdecimal() or int(whole[:9]) > OLDEST:
            raise Bad(self._map.age, text, "bad_number")
        return int(whole)

    def _born(self, row: Mapping[str, str]) -> int | None:
        text = row[self._map.born].removesuffix(".0") if self._map.born else ""
        if not text:
            return None
        year = read_date(self._map.born, text, self._map.date_order)[0][:4]
        if not year.isdecimal() or int(year) < FIRST_YEAR:
            raise Bad(self._map.born, text, "bad_date")
        return int(year)
