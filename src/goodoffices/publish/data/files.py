"""The files of a version, as bytes: tables in four formats, and what a user must know of them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from goodoffices import __version__
from goodoffices.formats import csv_out, geojson_out, open_data, snapshot
from goodoffices.publish.data.fields import Column, columns_of
from goodoffices.publish.data.shaping import Row
from goodoffices.publish.models import DataFile, DataRelease, DataVersion, Language
from goodoffices.publish.models.datasets import LICENCES

PARQUET = "application/vnd.apache.parquet"
PARTS = ("title", "source", "method", "caveats")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a version with their columns, in an order that tells nothing."""

    columns: list[Column]
    rows: list[tuple[str, Row]]

    @classmethod
    def of(cls, release: DataRelease, rows: Mapping[str, Row]) -> Table:
        """Order rows by their values, then by their id, which is drawn."""
        columns = columns_of(release.fields)
        dated = [n for n, column in enumerate(columns[1:]) if column.kind == "date"]

        def place(one: tuple[str, Row]) -> tuple[Any, ...]:
            return (*(one[1][n] for n in dated), one[0])

        return cls(columns, sorted(rows.items(), key=place))

    def each(self) -> Iterator[dict[str, Any]]:
        """Yield each row by the names of its columns."""
        names = [column.name for column in self.columns]
        for key, row in self.rows:
            yield dict(zip(names, (key, *row), strict=True))

    def digest(self) -> str:
        """Return the SHA-256 (hex) of the rows as JSON lines, whatever the format."""
        found = hashlib.sha256()
        for key, row in self.rows:
            line = json.dumps([key, *row], ensure_ascii=False, default=date.isoformat)
            found.update(line.encode() + b"\n")
        return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """One file: its name, what it is, its bytes."""

    name: str
    media_type: str
    content: bytes


def make(version: DataVersion, table: Table, made_at: datetime) -> Iterator[Made]:
    """Yield the files of a version; none holds anything but its rows and the series' own words."""
    release = version.release
    stem = f"{release.address}-v{version.number}"
    tags = {column.name: column.hxl for column in table.columns}
    plain = csv_out.write(table.each(), list(tags), bom=release.bom)
    yield Made(f"{stem}.csv", "text/csv", b"".join(plain))
    hxl = open_data.hxl_csv(table.each(), tags, bom=release.bom)
    yield Made(f"{stem}-hxl.csv", "text/csv", b"".join(hxl))
    if "point" in release.fields:
        rest = [name for name in tags if name not in ("latitude", "longitude")]
        facts = {"license": LICENCES[release.licence], "made_at": made_at.isoformat()}
        points = geojson_out.write(table.each(), rest, identifier="id", facts=facts)
        yield Made(f"{stem}.geojson", "application/geo+json", b"".join(points))
    yield Made(f"{stem}.parquet", PARQUET, _parquet(version, table, made_at))
    described = described_columns(table.columns)
    facts = _facts(version, table, made_at, described)
    yield Made(f"{stem}-metadata.json", "application/json", open_data.metadata(facts))
    yield Made(f"{stem}-columns.csv", "text/csv", _dictionary(described, release.bom))
    yield Made(f"{stem}-readme.txt", "text/plain", _readme(release, version, table).encode())


def _parquet(version: DataVersion, table: Table, made_at: datetime) -> bytes:
    kinds = [(column.name, column.kind) for column in table.columns]
    programme = version.release.programme.slug
    with TemporaryDirectory() as folder:
        made = snapshot.write(
            table.each(),
            kinds,
            Path(folder),
            name=version.release.address,
            programme=programme,
            made_at=made_at,
            code_version=__version__,
            facts={"version": str(version.number), "licence": version.release.licence},
        )
        return made.path.read_bytes()


def read_rows(version: DataVersion, most: int | None = None) -> dict[str, Row]:
    """Read the rows of a version by id, from the file that it was frozen in."""
    import pyarrow.parquet as pq

    content = DataFile.objects.get(version=version, media_type=PARQUET).content
    table = pq.read_table(io.BytesIO(bytes(content)))
    columns = [column.to_pylist() for column in table.slice(0, most).columns]
    return {key: row for key, *rest in zip(*columns, strict=True) for row in [tuple(rest)]}


def described_columns(columns: Iterable[Column]) -> list[dict[str, Any]]:
    """Return each column with its meaning in every language."""
    found = []
    for column in columns:
        meaning = {}
        for code in Language.values:
            with translation.override(code):
                meaning[code] = str(column.meaning)
        found.append(
            {"name": column.name, "kind": column.kind, "hxl": column.hxl, "meaning": meaning}
        )
    return found


def public_words(release: DataRelease) -> dict[str, dict[str, str]]:
    """Return what a release says of itself, for each language that it has a title in."""
    found = {}
    for code in Language.values:
        words = release.words.get(code, {})
        if words.get("title"):
            with translation.override(code):
                more = {
                    "licence": f"{release.licence} {LICENCES[release.licence]}",
                    "frequency": str(frequency_label(release.frequency)),
                    "blurred": blurred(release),
                }
            found[code] = {**{part: words.get(part, "") for part in PARTS}, **more}
    return found


def blurred(release: DataRelease, smallest: int | None = None) -> str:
    """Say in the reader's language what was done so that nobody is recognised."""
    said = []
    if "point" in release.fields:
        values = {"least": _km(release.least_m), "most": _km(release.most_m)}
        said.append(
            _("Points were moved by %(least)s to %(most)s km, each spot always alike.") % values
        )
    if "date" in release.fields and release.fineness != "day":
        said.append(
            _("Dates are told by the week.")
            if release.fineness == "week"
            else _("Dates are told by the month.")
        )
    if "killed" in release.fields and not release.show_small:
        said.append(_("Small figures are left out; a range stands in their place."))
    said.append(_("Records that would stand out are held back or told less exactly."))
    return " ".join(said)


def _km(metres: int) -> str:
    return f"{metres / 1000:g}"


def frequency_label(code: str) -> str:
    """Say how often a series comes out."""
    return {
        "once": _("once"),
        "monthly": _("every month"),
        "quarterly": _("every quarter"),
        "yearly": _("every year"),
        "irregular": _("from time to time"),
    }[code]


def _facts(
    version: DataVersion, table: Table, made_at: datetime, described: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the metadata; nothing in it counts what was held back."""
    release, words = version.release, public_words(version.release)
    first = next(iter(words.values()), {})
    return {
        "name": release.address,
        "version": version.number,
        "title": first.get("title", release.address),
        "dataset_source": first.get("source", ""),
        "methodology": "Other",
        "methodology_other": first.get("method", ""),
        "caveats": first.get("caveats", ""),
        "license_id": release.licence,
        "license_url": LICENCES[release.licence],
        "data_update_frequency": release.frequency,
        "private": False,
        "visibility": "public",
        "dataset_date": _dates(table),
        "last_modified": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "rows": len(table.rows),
        "rows_sha256": table.digest(),
        "tags": sorted({column.hxl for column in table.columns}),
        "words": words,
        "columns": described,
    }


def _dates(table: Table) -> str:
    names = [column.name for column in table.columns[1:]]
    if "date_start" not in names or not table.rows:
        return ""
    start = names.index("date_start")
    first = min(row[start] for _key, row in table.rows)
    last = max(row[start + 1] for _key, row in table.rows)
    return f"[{first.isoformat()} TO {last.isoformat()}]"


def _dictionary(described: list[dict[str, Any]], bom: bool) -> bytes:
    rows = [
        {
            **{key: one[key] for key in ("name", "kind", "hxl")},
            **{f"meaning_{code}": text for code, text in one["meaning"].items()},
        }
        for one in described
    ]
    names = ["name", "kind", "hxl", *(f"meaning_{code}" for code in Language.values)]
    return b"".join(csv_out.write(rows, names, bom=bom))


def _readme(release: DataRelease, version: DataVersion, table: Table) -> str:
    """Return the text file: one part a language."""
    found = []
    for code, words in public_words(release).items():
        with translation.override(code):
            parts = [
                (_("Version"), str(version.number)),
                (_("Records"), str(len(table.rows))),
                (_("Source"), words["source"]),
                (_("Method"), words["method"]),
                (_("What to beware of"), words["caveats"]),
                (_("So that nobody is recognised"), words["blurred"]),
                (_("Licence"), words["licence"]),
                (_("Comes out"), words["frequency"]),
                *((column.name, str(column.meaning)) for column in table.columns),
            ]
        found.append(open_data.readme(words["title"], parts))
    return "\n".join(found)
