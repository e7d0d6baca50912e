"""Turn the rows of a mapped table into reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from goodoffices import codebook
from goodoffices.formats.claims import (
    RawRows,
    Remembered,
    SeenIds,
    count_of,
    distinct,
    point,
    toll,
)
from goodoffices.formats.guard import unguarded
from goodoffices.formats.mapping.columns import ColumnMapping, PartyColumn, TollColumns
from goodoffices.formats.mapping.dates import read_day, read_period
from goodoffices.formats.reasons import Bad
from goodoffices.formats.recognition import refuse_columns
from goodoffices.formats.tables import Limits, Source, Table, open_table
from goodoffices.formats.values import (
    Checked,
    DateClaim,
    PartyClaim,
    PlaceClaim,
    Rejection,
    ReportRow,
    TollClaim,
    TypeClaim,
)

LINK = re.compile(r"https?://[^\s;,|]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class Preview:
    """The top of a table: its columns, its first rows as text, and what the mapping makes of
    them. ``results`` is empty where no mapping was given; ``encoding`` and ``delimiter`` were
    found in the file."""

    kind: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    results: tuple[ReportRow | Rejection, ...]


def check(
    source: Source,
    *,
    mapping: ColumnMapping,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Checked:
    """Look through the whole table before any row is handed on. Raises `InvalidInput`."""
    table = _open(source, mapping, encoding, limits)
    form = f"table, {table.kind}, {len(table.columns)} columns"
    rows = table.count()
    return Checked(rows, table.kind, table.columns, table.encoding, table.delimiter, form)


def read(
    source: Source,
    *,
    mapping: ColumnMapping,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Iterator[ReportRow | Rejection]:
    """Yield each row of the table as a report row, or a rejection, in file order."""
    return _read(_open(source, mapping, encoding, limits), mapping)


def preview(
    source: Source,
    mapping: ColumnMapping | None = None,
    *,
    rows: int = 20,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Preview:
    """Show the top of a table, with what a mapping makes of it. Raises `InvalidInput`.

    Without a mapping, or with one that does not fit the columns, only the text is shown (a
    mapping that does not fit raises).
    """
    blank = ColumnMapping() if mapping is None else mapping
    table = _open(source, blank, encoding, limits)
    shown = tuple(tuple(cells) for _, cells, _ in islice(table.rows(), rows))
    results = tuple(islice(_read(table, mapping), rows)) if mapping is not None else ()
    return Preview(table.kind, table.encoding, table.delimiter, table.columns, shown, results)


def _open(
    source: Source, mapping: ColumnMapping, encoding: str | None, limits: Limits | None
) -> Table:
    table = open_table(
        source,
        encoding=encoding or mapping.encoding or None,
        delimiter=mapping.delimiter or None,
        sheet=mapping.sheet or None,
        limits=limits or Limits(),
    )
    missing = [name for name in mapping.columns() if name not in table.columns]
    if missing:
        refuse_columns("the one this mapping was made for", missing, table.columns)
    return table


def _read(table: Table, mapping: ColumnMapping) -> Iterator[ReportRow | Rejection]:
    reader, seen = _Rows(table.columns, mapping), SeenIds()
    for line, cells, problem in table.rows():
        if problem is not None:
            yield problem.rejection(line)
            continue
        row = reader.named(cells)
        try:
            report = reader.report(line, row)
        except Bad as bad:
            yield bad.rejection(line, row.get(mapping.id, ""))
            continue
        if seen.is_new(report.external_id):
            yield report
        else:
            yield Rejection(line, mapping.id, report.external_id, "repeated_id", report.external_id)


class _Rows:
    """Reads the rows of one table through one mapping."""

    def __init__(self, columns: Sequence[str], mapping: ColumnMapping) -> None:
        self._columns, self._map = columns, mapping
        self._raw = RawRows(columns)
        self._codes = codebook.load()
        self._types = {word.strip().casefold(): code for word, code in mapping.type_values}
        self._tidy: Callable[[str], str] = (
            (lambda cell: unguarded(cell).strip()) if mapping.guarded else str.strip
        )
        self._places = Remembered(self._place)
        self._dates = Remembered(self._date)

    def named(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells by column name, trimmed."""
        return dict(zip(self._columns, map(self._tidy, cells), strict=True))

    def report(self, line: int, row: Mapping[str, str]) -> ReportRow:
        """Read one row. Raises `Bad`."""
        use = self._map
        raw, digest = self._raw([row[name] for name in self._columns])
        identifier = row[use.id] if use.id else f"row-{digest[:32]}"
        if not identifier:
            raise Bad(use.id, "", "missing_value")
        if len(identifier) > 200:
            raise Bad(use.id, identifier, "cell_too_long", limit="200")
        dates = self._dates[_cells(row, use.date, use.end_date, use.date_precision)]
        where = (use.country, use.latitude, use.longitude, use.place_precision, use.radius_m)
        places = self._places[_cells(row, *where, *use.places)]
        types, tolls = self._type(row), _tolls(row, use.tolls)
        title, text = _cells(row, use.title, use.text)
        if not (dates or places or types or tolls or title or text):
            raise Bad("", "", "nothing_said")
        return ReportRow(
            external_id=identifier,
            raw=raw,
            digest=digest,
            line=line,
            title=title,
            text=text,
            language=self._language(row),
            published=self._published(row),
            dates=dates,
            places=places,
            types=types,
            parties=_parties(row, use.parties),
            tolls=tolls,
            links=tuple(LINK.findall(row[use.link])) if use.link else (),
            source_name=row[use.source] if use.source else "",
        )

    def _date(self, key: tuple[str, ...]) -> tuple[DateClaim, ...]:
        start, end, stated = key
        if not start:
            return ()
        use = self._map
        edtf, precision = read_period(use.date, start, use.end_date, end, use.date_order)
        if stated:
            precision = self._code(use.date_precision, "date_precision", stated)
        return (DateClaim(edtf, precision),)

    def _place(self, key: tuple[str, ...]) -> tuple[PlaceClaim, ...]:
        country, latitude, longitude, stated, radius, *names = key
        use = self._map
        country = country or use.country_name
        north, east = point(latitude, longitude, (use.latitude, use.longitude))
        known = distinct((country, *names))
        if north is None and not known:
            return ()
        precision = "unstated"
        if stated:
            precision = self._code(use.place_precision, "place_precision", stated)
        metres = _metres(use.radius_m, radius)
        if metres is None:
            usual = self._codes["place_precision"][precision].extra["radius_m"]
            metres = usual if isinstance(usual, int) else None
        return (PlaceClaim(known, country, north, east, precision, metres),)

    def _type(self, row: Mapping[str, str]) -> tuple[TypeClaim, ...]:
        use = self._map
        word = row[use.type] if use.type else ""
        if not word:
            return (TypeClaim(use.default_type),) if use.default_type else ()
        code = self._types.get(word.casefold())
        if code is None and word in self._codes["event_types"]:
            code = word
        code = code or use.default_type
        if not code:
            raise Bad(use.type, word, "unknown_code")
        return (TypeClaim(code, "" if code == word else word),)

    def _code(self, column: str, scheme: str, code: str) -> str:
        if code not in self._codes[scheme]:
            raise Bad(column, code, "unknown_code")
        return code

    def _language(self, row: Mapping[str, str]) -> str:
        use = self._map
        code = row[use.language] if use.language else ""
        if not code:
            return use.default_language
        if not LANGUAGE.match(code):
            raise Bad(use.language, code, "unknown_code")
        return code

    def _published(self, row: Mapping[str, str]) -> str:
        use = self._map
        text = row[use.published] if use.published else ""
        return read_day(use.published, text, use.date_order).isoformat() if text else ""


def _cells(row: Mapping[str, str], *names: str) -> tuple[str, ...]:
    return tuple([row[name] if name else "" for name in names])


def _metres(column: str, text: str) -> int | None:
    if not text:
        return None
    try:
        metres = round(float(text))
    except (ValueError, OverflowError):
        metres = -1
    if not 0 <= metres <= 20_000_000:
        raise Bad(column, text, "bad_number")
    return metres


def _tolls(row: Mapping[str, str], columns: Sequence[TollColumns]) -> tuple[TollClaim, ...]:
    claims = []
    for use in columns:
        names = (use.low, use.best, use.high)
        low, best, high = (
            count_of(name, text) for name, text in zip(names, _cells(row, *names), strict=True)
        )
        if (low, best, high) != (None, None, None):
            claims.append(toll(use.measure, use.category, low, best, high))
    return tuple(claims)


def _parties(row: Mapping[str, str], columns: Sequence[PartyColumn]) -> tuple[PartyClaim, ...]:
    claims: list[PartyClaim] = []
    for use in columns:
        cell = row[use.column]
        names = cell.split(use.separator) if use.separator else [cell]
        claims.extend(PartyClaim(name.strip(), use.role) for name in names if name.strip())
    return tuple(dict.fromkeys(claims))
