"""Submissions as files: streamed, safe to open, never more in memory than a few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from django.utils import timezone
from django.utils.translation import get_language_bidi

from goodoffices.core import evidence
from goodoffices.core.models import Programme, StoredFile
from goodoffices.field.models import Attachment, Submission, SubmissionVersion
from goodoffices.field.services.exports.columns import FACTS, Layout
from goodoffices.field.services.exports.rows import LATITUDE, LONGITUDE, Row, Selection
from goodoffices.formats import csv_out, geojson_out, xlsx_out
from goodoffices.formats.xlsx_out import SheetRows
from goodoffices.formats.zip_out import ZipStream

PACKED = 1
"""How hard photos and sound are pressed: they are packed already."""

LISTED = ("path", "code", "instanceID", "number", "name", "media_type", "bytes", "sha256")
"""Columns of the list of files in an archive."""


def listed_csv(selection: Selection) -> Iterator[bytes]:
    """Stream what every submission has as one CSV file."""
    return csv_out.write(selection.facts(), FACTS, bom=True)


def flat_csv(selection: Selection, layout: Layout) -> Iterator[bytes]:
    """Stream the submissions of one form as one CSV file, without what is in repeats."""
    table = layout.tables[0]
    rows = selection.rows(layout, table)
    return csv_out.write(rows, table.names, labels=table.labels, bom=True)


def csv_archive(selection: Selection, layout: Layout) -> Iterator[bytes]:
    """Stream a ZIP with a CSV file of the submissions and one of each repeat, tied by keys."""
    archive = ZipStream(timezone.now())
    for table in layout.tables:
        rows = selection.rows(layout, table)
        pieces = csv_out.write(rows, table.names, labels=table.labels, bom=True)
        yield from archive.add(f"{table.name}.csv", pieces)
    yield from archive.end()


def xlsx(selection: Selection, layout: Layout) -> IO[bytes]:
    """Write a book with a sheet of the submissions and one of each repeat, tied by keys.

    Returns an open file that is gone once it is closed.
    """
    target = TemporaryFile()  # noqa: SIM115 (handed on, closed by whoever reads it)
    sheets = (
        SheetRows(table.name, table.names, selection.rows(layout, table), table.labels)
        for table in layout.tables
    )
    try:
        xlsx_out.write_book(sheets, target, right_to_left=get_language_bidi())
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def geojson(selection: Selection, layout: Layout, programme: Programme) -> Iterator[bytes]:
    """Stream the submissions as points, the first point answered each; repeats are left out."""
    table = layout.tables[0]
    said = table.labels
    rows = (
        {said.get(key, key): value for key, value in row.items()}
        for row in selection.rows(layout, table)
    )
    facts = {
        "programme": programme.slug,
        "form": layout.form.xform_id,
        "made_at": timezone.now().isoformat(),
    }
    return geojson_out.write(
        rows,
        [said.get(key, key) for key in table.names],
        latitude=LATITUDE,
        longitude=LONGITUDE,
        identifier="code",
        facts=facts,
    )


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: what the list says of it, and how its bytes are read."""

    about: Row
    pieces: Callable[[], Iterable[bytes]]
    level: int


def original_archive(selection: Selection) -> Iterator[bytes]:
    """Stream a ZIP with the XML of each submission byte for byte, its files, and a list of both.

    Of an edited submission every version is there. The list names each file with its SHA-256.
    """
    archive = ZipStream(timezone.now())
    for member in _members(selection):
        yield from archive.add(member.about["path"], member.pieces(), level=member.level)
    listed = (member.about for member in _members(selection))
    yield from archive.add("files.csv", csv_out.write(listed, LISTED, bom=True))
    yield from archive.end()


def _members(selection: Selection) -> Iterator[Member]:
    """Walk all files; twice the same, so that the list at the end need not be kept in memory."""
    for part in selection.parts():
        for one in part:
            if one.purged_at is None:  # else nothing of it is left to be written
                yield from _originals(one)
                yield from _media(one)


def _originals(one: Submission) -> Iterator[Member]:
    for version in SubmissionVersion.objects.filter(submission=one).order_by("number").iterator():
        xml = bytes(version.xml)
        about = {
            "path": f"{one.code}/version-{version.number}.xml",
            "code": one.code,
            "instanceID": version.instance_id,
            "number": version.number,
            "media_type": "application/xml",
            "bytes": len(xml),
            "sha256": version.sha256,
        }
        yield Member(about, lambda xml=xml: [xml], 6)  # type: ignore[misc]


def _media(one: Submission) -> Iterator[Member]:
    taken: set[str] = set()
    files = Attachment.objects.filter(version__submission=one, file__isnull=False)
    rows = files.select_related("file", "version").defer("version__xml")
    for attachment in rows.order_by("version__number", "pk"):
        file, version = attachment.file, attachment.version
        assert file is not None, "asked for"
        about = {
            "path": _free(f"{one.code}/media/{evidence.clean_name(attachment.name)}", taken),
            "code": one.code,
            "instanceID": version.instance_id,
            "number": version.number,
            "name": attachment.name,
            "media_type": file.media_type,
            "bytes": file.size,
            "sha256": file.sha256,
        }
        yield Member(about, lambda file=file: _pieces(file), PACKED)  # type: ignore[misc]


def _free(path: str, taken: set[str]) -> str:
    """Return a path no other file of the archive has: a second of a name gets a number."""
    stem, dot, ending = path.rpartition(".")
    name, number = path, 2
    while name.lower() in taken:
        name = f"{stem} ({number}).{ending}" if dot and "/" not in ending else f"{path} ({number})"
        number += 1
    taken.add(name.lower())
    return name


def _pieces(file: StoredFile) -> Iterator[bytes]:
    with evidence.open(file) as stream:
        while piece := stream.read(1 << 18):
            yield piece
