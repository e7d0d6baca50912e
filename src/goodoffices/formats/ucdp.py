"""Read the UCDP Georeferenced Event Dataset (GED) and its candidate files.

Taken are the yearly releases 17.1 to 25.1 and the monthly candidate releases, as CSV (also
packed) or Parquet, in any column order, with or without a header row, and extracts that hold at
least `REQUIRED`. Codes: UCDP GED Codebook; mapping: docs/algorithms/precision-mapping.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.claims import (
    RawRows,
    Remembered,
    SeenIds,
    count_of,
    distinct,
    interval,
    point,
    toll,
)
from goodoffices.formats.reasons import Bad
from goodoffices.formats.recognition import refuse_columns
from goodoffices.formats.tables import Limits, Source, Table, open_table
from goodoffices.formats.tables.parquet import number_text
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

_COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a
side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date
source_headline source_original where_prec where_coordinates where_description adm_1 adm_2
latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec
date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
"""
COLUMNS = tuple(_COLUMNS.split())
"""The 49 columns of releases 22.1 to 25.1, in the order that files without a header row use."""

REQUIRED = ("id", "type_of_violence", "date_start", "latitude", "longitude", "best")

ALIASES = {
    "conflict_id": "conflict_new_id",
    "dyad_id": "dyad_new_id",
    "side_a_id": "side_a_new_id",
    "side_b_id": "side_b_new_id",
    "size_a_dset_id": "side_a_dset_id",
    "size_b_dset_id": "side_b_dset_id",
    "best_est": "best",
    "low_est": "low",
    "high_est": "high",
    "geom": "geom_wkt",
}
"""Other names for the same column: older releases, the API, common extracts."""

DAYS = {"date_start", "date_end"}
FLAGS = {"active_year"}
_NUMBERS = """
id year type_of_violence number_of_sources where_prec latitude longitude priogrid_gid country_id
event_clarity date_prec deaths_a deaths_b deaths_civilians deaths_unknown best high low
conflict_dset_id conflict_new_id dyad_dset_id dyad_new_id side_a_dset_id side_a_new_id
side_b_dset_id side_b_new_id gwnoa gwnob
"""
NUMBERS = frozenset(_NUMBERS.split())
GROUPS = (
    ("deaths_a", "side_a"),
    ("deaths_b", "side_b"),
    ("deaths_civilians", "civilians"),
    ("deaths_unknown", "unknown"),
)
PLACE = (
    "country",
    "adm_1",
    "adm_2",
    "where_coordinates",
    "latitude",
    "longitude",
    "where_prec",
)
WORDS = (
    "dyad_name",
    "conflict_name",
    "source_headline",
    "source_article",
    "where_description",
    "source_date",
)
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$")
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?$")
Cells: TypeAlias = Sequence[str]


def check(source: Source, *, encoding: str | None = None, limits: Limits | None = None) -> Checked:
    """Look through the whole file before any row is handed on. Raises `InvalidInput`."""
    table = _open(source, encoding, limits)
    rows = table.count()
    note = "" if table.header else ", no header row"
    form = f"UCDP GED, {table.kind}, {len(table.columns)} columns{note}"
    return Checked(rows, table.kind, table.columns, table.encoding, table.delimiter, form)


def read(
    source: Source, *, encoding: str | None = None, limits: Limits | None = None
) -> Iterator[ReportRow | Rejection]:
    """Yield each event as a report row, or a rejection that says why, in file order.

    Raises `InvalidInput` when the file as such cannot be taken; run `check` first so that this
    happens before the first row.
    """
    table = _open(source, encoding, limits)
    reader, seen = _Events(_names(table.columns)), SeenIds()
    for line, cells, problem in table.rows():
        if problem is not None:
            yield problem.rejection(line)
            continue
        tidy = reader.tidied(cells)
        try:
            row = reader.report(line, tidy)
        except Bad as bad:
            yield bad.rejection(line, reader.identifier(tidy))
            continue
        if seen.is_new(row.external_id):
            yield row
        else:
            yield Rejection(line, "id", row.external_id, "repeated_id", row.external_id)


def _open(source: Source, encoding: str | None, limits: Limits | None) -> Table:
    table = open_table(
        source, encoding=encoding, headerless=_by_position, limits=limits or Limits()
    )
    names = _names(table.columns)
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        refuse_columns("UCDP GED", missing, table.columns)
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidInput(f"The column {twice} is there twice under two names: keep one of them.")
    return table


def _names(columns: Sequence[str]) -> tuple[str, ...]:
    plain = (name.strip().lower().replace(" ", "_") for name in columns)
    return tuple(ALIASES.get(name, name) for name in plain)


def _by_position(first: Cells) -> tuple[str, ...] | None:
    """Some candidate releases came without a header row: an event stands where names should."""
    if len(first) != len(COLUMNS) or not first[0].strip().isdecimal():
        return None
    cells = dict(zip(COLUMNS, first, strict=True))
    looks_right = DAY.match(cells["date_start"]) and cells["type_of_violence"] in {"1", "2", "3"}
    return COLUMNS if looks_right else None


def _number(text: str) -> str:
    text = text.strip()
    if text.isdecimal():
        return text
    try:
        return number_text(float(text)) or text
    except (ValueError, OverflowError):
        return text


def _flag(text: str) -> str:
    folded = text.strip().lower()
    return {"true": "1", "t": "1", "false": "0", "f": "0"}.get(folded, folded)


def _day(text: str) -> str:
    """Write a day in ISO form where it is one; leave anything else as it stands."""
    text = text.strip()
    if match := DAY.match(text):
        year, month, day = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    if match := AMERICAN.match(text):
        month, day, year = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text


def _tidier(name: str) -> Callable[[str], str]:
    if name in NUMBERS:
        return _number
    if name in DAYS:
        return _day
    return _flag if name in FLAGS else str.strip


def _at(names: Sequence[str], wanted: Sequence[str]) -> Callable[[Cells], tuple[str, ...]]:
    """Return a function that picks the wanted cells; a missing column reads as empty."""
    where = [names.index(name) if name in names else -1 for name in wanted]
    return lambda cells: tuple([cells[index] if index >= 0 else "" for index in where])


class _Events:
    """Reads rows of one file; equal places, parties, dates and tolls are made once and shared."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._raw = RawRows(names)
        self._tidy = [Remembered(_tidier(name)) for name in names]
        self._id = names.index("id")
        self._codes = codebook.load()
        self._pickers = {
            "date": _at(names, ("date_start", "date_end", "date_prec")),
            "place": _at(names, PLACE),
            "type": _at(names, ("type_of_violence",)),
            "party": _at(names, ("side_a", "side_a_new_id", "side_b", "side_b_new_id")),
            "toll": _at(names, ("low", "best", "high", *(name for name, _ in GROUPS))),
            "words": _at(names, WORDS),
        }
        self._dates = Remembered(self._date)
        self._places = Remembered(self._place)
        self._types = Remembered(self._type)
        self._parties = Remembered(_parties)
        self._tolls = Remembered(_tolls)
        self._words = Remembered(_words, 5_000)

    def tidied(self, cells: Cells) -> list[str]:
        """Write numbers, days and flags in one way, so that only a change of content counts."""
        return [tidy[cell] for tidy, cell in zip(self._tidy, cells, strict=True)]

    def identifier(self, cells: Cells) -> str:
        """Return UCDP's id of the event, stable over releases."""
        return cells[self._id]

    def report(self, line: int, cells: Cells) -> ReportRow:
        """Read one row of tidied cells. Raises `Bad`."""
        identifier = cells[self._id]
        if not identifier:
            raise Bad("id", "", "missing_value")
        pick = self._pickers
        title, text, published = self._words[pick["words"](cells)]
        types = self._types[pick["type"](cells)]
        dates = self._dates[pick["date"](cells)]
        places = self._places[pick["place"](cells)]
        tolls = self._tolls[pick["toll"](cells)]
        raw, digest = self._raw(cells)
        return ReportRow(
            external_id=identifier,
            raw=raw,
            digest=digest,
            line=line,
            title=title,
            text=text,
            published=published,
            dates=dates,
            places=places,
            types=types,
            parties=self._parties[pick["party"](cells)],
            tolls=tolls,
        )

    def _date(self, key: tuple[str, ...]) -> tuple[DateClaim, ...]:
        start_text, end_text, code = key
        start = _parsed("date_start", start_text)
        end = _parsed("date_end", end_text) if end_text else start
        if end < start:
            raise Bad("date_end", end_text, "dates_out_of_order", start=start_text)
        precision = self._code("date_precision", "ucdp", "date_prec", code) or "unstated"
        return (DateClaim(interval(start, end), precision, code),)

    def _place(self, key: tuple[str, ...]) -> tuple[PlaceClaim, ...]:
        country, adm_1, adm_2, where, latitude, longitude, code = key
        north, east = point(latitude, longitude)
        names = distinct((country, adm_1, adm_2, where))
        if north is None and not names:
            return ()
        precision = self._code("place_precision", "ucdp", "where_prec", code) or "unstated"
        radius = self._codes["place_precision"][precision].extra["radius_m"]
        metres = radius if isinstance(radius, int) else None
        return (PlaceClaim(names, country, north, east, precision, metres, code),)

    def _type(self, key: tuple[str, ...]) -> tuple[TypeClaim, ...]:
        if not key[0]:
            raise Bad("type_of_violence", "", "missing_value")
        found = self._code("event_types", "ucdp", "type_of_violence", key[0])
        return (TypeClaim(found, key[0]),)

    def _code(self, scheme: str, publisher: str, column: str, code: str) -> str:
        found = self._codes.from_code(scheme, f"{publisher}.{column}", code) if code else ""
        if found is None:
            raise Bad(column, code, "unknown_code")
        return found


def _parsed(column: str, text: str) -> date:
    if not text:
        raise Bad(column, "", "missing_value")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Bad(column, text, "bad_date") from None


def _parties(key: tuple[str, ...]) -> tuple[PartyClaim, ...]:
    side_a, id_a, side_b, id_b = key
    sides = ((side_a, "side_a", id_a), (side_b, "side_b", id_b))
    return tuple(
        PartyClaim(name, role, f"ucdp:{number}" if number else "", kind=_kind(name))
        for name, role, number in sides
        if name
    )


def _kind(name: str) -> str:
    if name.startswith("Government of "):
        return "state"
    return "civilians" if name == "Civilians" else ""


def _tolls(key: tuple[str, ...]) -> tuple[TollClaim, ...]:
    low, best, high = (
        count_of(name, text) for name, text in zip(("low", "best", "high"), key[:3], strict=True)
    )
    claims = []
    if (low, best, high) != (None, None, None):
        claims.append(toll("killed", "all", low, best, high))
    for (column, category), text in zip(GROUPS, key[3:], strict=True):
        figure = count_of(column, text)
        if figure is not None:
            claims.append(toll("killed", category, None, figure, None))
    return tuple(claims)


def _words(key: tuple[str, ...]) -> tuple[str, str, str]:
    dyad, conflict, headline, article, where, dates = key
    published = max(re.findall(r"\d{4}-\d\d-\d\d", dates), default="")
    return dyad or conflict, "\n".join(distinct((headline, article, where))), published
