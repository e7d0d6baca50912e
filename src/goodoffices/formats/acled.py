"""Read an ACLED export (2024 and later columns) or a list of ids that ACLED has deleted.

Dyadic and monadic exports are taken, with actor classes as text or number and with or without
population columns. Codes: ACLED Codebook; mapping: docs/algorithms/precision-mapping.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from goodoffices import codebook
from goodoffices.formats.claims import (
    RawRows,
    Remembered,
    SeenIds,
    count_of,
    days_around,
    digested,
    distinct,
    point,
)
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

REQUIRED = (
    "event_id_cnty",
    "event_date",
    "event_type",
    "sub_event_type",
    "latitude",
    "longitude",
    "fatalities",
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}
_INTER = (
    "state forces|rebel group|political militia|identity militia|rioters|protesters|civilians|"
    "external/other forces"
)
INTER = {name: str(number) for number, name in enumerate(_INTER.split("|"), start=1)}
"""ACLED's actor classes: text since 2024, a number before and on request."""
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$")
WORDED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4}|\d{2})$")
DROPPED = {
    "timestamp",
    "interaction",
    "population_1km",
    "population_2km",
    "population_5km",
    "population_best",
}
"""Left out of the canonical row: they depend on when and how the export was made, or repeat
inter1 and inter2, so an event would look changed that is not."""


def check(source: Source, *, encoding: str | None = None, limits: Limits | None = None) -> Checked:
    """Look through the whole file before any row is handed on. Raises `InvalidInput`."""
    table, deletions = _open(source, encoding, limits)
    what = "ACLED list of deletions" if deletions else "ACLED export"
    return Checked(
        rows=table.count(),
        kind=table.kind,
        columns=table.columns,
        encoding=table.encoding,
        delimiter=table.delimiter,
        form=f"{what}, {table.kind}, {len(table.columns)} columns",
        withdrawals=deletions,
    )


def read(
    source: Source, *, encoding: str | None = None, limits: Limits | None = None
) -> Iterator[ReportRow | Rejection]:
    """Yield each event (or deletion) as a report row, or a rejection, in file order.

    A monadic export has two rows for an event with two actors; standing together they become one
    report that names both. Raises `InvalidInput` where the file as such cannot be taken.
    """
    table, deletions = _open(source, encoding, limits)
    names = _names(table.columns)
    rows = _deletions(table, names) if deletions else _joined(_events(table, names))
    seen = SeenIds()
    for row in rows:
        if isinstance(row, ReportRow) and not seen.is_new(row.external_id):
            yield Rejection(
                row.line, "event_id_cnty", row.external_id, "repeated_id", row.external_id
            )
        else:
            yield row


def _open(source: Source, encoding: str | None, limits: Limits | None) -> tuple[Table, bool]:
    table = open_table(source, encoding=encoding, limits=limits or Limits())
    names = _names(table.columns)
    if "event_id_cnty" in names and "event_date" not in names and len(names) <= 4:
        return table, True
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        refuse_columns("an ACLED export", missing, table.columns)
    return table, False


def _names(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip().lower().replace(" ", "_") for name in columns)


def _deletions(table: Table, names: tuple[str, ...]) -> Iterator[ReportRow | Rejection]:
    raw_of = RawRows(names)
    for line, cells, problem in table.rows():
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        identifier = row.get("event_id_cnty", "")
        if problem is None and not identifier:
            problem = Bad("event_id_cnty", "", "missing_value")
        if problem is not None:
            yield problem.rejection(line, identifier)
            continue
        raw, digest = raw_of([row[name] for name in names])
        published = _moment(row.get("deleted_timestamp", ""))
        yield ReportRow(identifier, raw, digest, line, published=published, withdrawn=True)


def _events(table: Table, names: tuple[str, ...]) -> Iterator[ReportRow | Rejection]:
    reader = _Events(names)
    for line, cells, problem in table.rows():
        if problem is not None:
            yield problem.rejection(line)
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        try:
            yield reader.report(line, row)
        except Bad as bad:
            yield bad.rejection(line, row["event_id_cnty"])


def _joined(rows: Iterator[ReportRow | Rejection]) -> Iterator[ReportRow | Rejection]:
    """Join the two rows that a monadic export has for one event, where they stand together."""
    held: ReportRow | None = None
    for row in rows:
        if isinstance(row, ReportRow):
            if held is not None and row.external_id == held.external_id:
                joined = _join(held, row)
                if joined is not None:
                    held = joined
                    continue
            if held is not None:
                yield held
            held = row
            continue
        if held is not None:
            yield held
            held = None
        yield row
    if held is not None:
        yield held


def _join(first: ReportRow, second: ReportRow) -> ReportRow | None:
    """Return one report of both rows; None where they say different things of the event."""
    if (first.dates, first.places, first.types) != (second.dates, second.places, second.types):
        return None
    import json

    columns: dict[str, str] = json.loads(first.raw)
    other: dict[str, str] = json.loads(second.raw)
    changed = {f"{name} (2)": cell for name, cell in other.items() if columns.get(name) != cell}
    raw, digest = digested(dict(sorted((columns | changed).items())))
    sides = [party for party in second.parties if party.name not in _named(first)]
    parties = first.parties + tuple(
        replace(party, role="side_b") if party.role == "side_a" else party for party in sides
    )
    return replace(first, raw=raw, digest=digest, parties=parties)


def _named(row: ReportRow) -> set[str]:
    return {party.name for party in row.parties}


class _Events:
    """Reads rows of one export; equal places, types and parties are made once and shared."""

    def __init__(self, names: tuple[str, ...]) -> None:
        kept = tuple(name for name in names if name not in DROPPED)
        self._kept, self._raw = kept, RawRows(kept)
        self._codes = codebook.load()
        self._dates = Remembered(self._date)
        self._places = Remembered(self._place)
        self._types = Remembered(self._type)
        self._parties = Remembered(self._party)

    def report(self, line: int, row: Mapping[str, str]) -> ReportRow:
        """Read one row by column name. Raises `Bad`."""
        identifier = row["event_id_cnty"]
        if not identifier:
            raise Bad("event_id_cnty", "", "missing_value")

        def pick(*names: str) -> tuple[str, ...]:
            return tuple([row.get(name, "") for name in names])

        types = self._types[pick("event_type", "sub_event_type")]
        dates = self._dates[pick("event_date", "time_precision")]
        place = self._places[
            pick("country", "admin1", "admin2", "admin3", "location")
            + pick("latitude", "longitude", "geo_precision")
        ]
        parties = self._parties[
            pick("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2")
        ]
        raw, digest = self._raw([self._plain(name, row[name]) for name in self._kept])
        return ReportRow(
            external_id=identifier,
            raw=raw,
            digest=digest,
            line=line,
            title=row["sub_event_type"] or row["event_type"],
            text=row.get("notes", ""),
            published=_moment(row.get("timestamp", "")),
            dates=dates,
            places=place,
            types=types,
            parties=parties,
            tolls=_tolls(row["fatalities"]),
        )

    def _plain(self, name: str, cell: str) -> str:
        """Write the day and the actor classes in one way, whichever way the export chose."""
        if name == "event_date":
            return _day(cell).isoformat()
        if name in {"inter1", "inter2"}:
            return INTER.get(cell.casefold(), cell)
        return cell

    def _date(self, key: tuple[str, ...]) -> tuple[DateClaim, ...]:
        text, code = key
        day = _day(text)
        precision = self._code("date_precision", "time_precision", code) or "unstated"
        edtf = day.isoformat()
        if precision == "week":
            edtf = days_around(day, 3)
        if precision == "month":
            edtf = f"{day:%Y-%m}"
        return (DateClaim(edtf, precision, code),)

    def _place(self, key: tuple[str, ...]) -> tuple[PlaceClaim, ...]:
        *names, latitude, longitude, code = key
        north, east = point(latitude, longitude)
        if north is None and not any(names):
            return ()
        precision = self._code("place_precision", "geo_precision", code) or "unstated"
        radius = self._codes["place_precision"][precision].extra["radius_m"]
        metres = radius if isinstance(radius, int) else None
        return (PlaceClaim(distinct(names), names[0], north, east, precision, metres, code),)

    def _type(self, key: tuple[str, ...]) -> tuple[TypeClaim, ...]:
        kind, sub = key
        found = self._codes.from_code("event_types", "acled.sub_event_type", sub)
        found = found or self._codes.from_code("event_types", "acled.event_type", kind)
        if found is None:
            column = "sub_event_type" if sub else "event_type"
            raise Bad(column, sub or kind, "unknown_code" if sub or kind else "missing_value")
        return (TypeClaim(found, sub or kind),)

    def _party(self, key: tuple[str, ...]) -> tuple[PartyClaim, ...]:
        claims = []
        for (name, associates, inter), role in ((key[:3], "side_a"), (key[3:], "side_b")):
            if name:
                kind = self._codes.from_code("party_kinds", "acled.inter", inter) or ""
                claims.append(PartyClaim(name, role, kind=kind))
            claims.extend(
                PartyClaim(associate.strip(), "associated")
                for associate in associates.split(";")
                if associate.strip()
            )
        return tuple(claims)

    def _code(self, scheme: str, column: str, code: str) -> str:
        found = self._codes.from_code(scheme, f"acled.{column}", code) if code else ""
        if found is None:
            raise Bad(column, code, "unknown_code")
        return found


def _day(text: str) -> date:
    if not text:
        raise Bad("event_date", "", "missing_value")
    try:
        if match := ISO.match(text):
            year, month, day = map(int, match.groups())
            return date(year, month, day)
        if match := WORDED.match(text):
            number, word, year_text = match.groups()
            year = int(year_text) + (2000 if len(year_text) == 2 else 0)
            return date(year, MONTHS[word[:3].lower()], int(number))
    except (ValueError, KeyError):
        pass
    raise Bad("event_date", text, "bad_date")


def _moment(text: str) -> str:
    """Write a UNIX time, as ACLED stamps its rows, as an ISO day; keep an ISO day as it is."""
    if text.isdecimal() and len(text) <= 11:
        return datetime.fromtimestamp(int(text), UTC).date().isoformat()
    return text[:10] if ISO.match(text) else ""


def _tolls(text: str) -> tuple[TollClaim, ...]:
    figure = count_of("fatalities", text)
    if figure is None:
        return ()
    remark = "" if figure else "zero_may_mean_unknown"
    return (TollClaim("killed", "all", None, figure, None, remark),)
