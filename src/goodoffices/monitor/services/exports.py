"""Exports: what a member sees, as a file, streamed row by row and written to the audit log."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.translation import get_language_bidi

from goodoffices import __version__, codebook
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Party
from goodoffices.formats import csv_out, geojson_out, snapshot, xlsx_out
from goodoffices.monitor.models import Incident, IncidentParty, Report, ReportVersion

CHUNK = 1000
"""Rows read at a time: what an export of any size costs in memory."""

Row = dict[str, Any]
M = TypeVar("M", bound=Model)

INCIDENT_COLUMNS = (
    ("code", "text"),
    ("state", "text"),
    ("harm_state", "text"),
    ("attribution_state", "text"),
    ("tlp", "text"),
    ("date", "text"),
    ("first_day", "date"),
    ("last_day", "date"),
    ("place", "text"),
    ("place_code", "text"),
    ("place_as_written", "text"),
    ("place_precision", "text"),
    ("latitude", "number"),
    ("longitude", "number"),
    ("radius_m", "integer"),
    ("event_type", "text"),
    ("event_type_label", "text"),
    ("title", "text"),
    ("killed_low", "integer"),
    ("killed_best", "integer"),
    ("killed_high", "integer"),
    ("toll_rule", "text"),
    ("parties", "text"),
    ("reports", "integer"),
    ("sources", "integer"),
    ("changed_at", "moment"),
)
"""Columns of an export of incidents with their kinds; ``date`` is EDTF."""

REPORT_COLUMNS = (
    ("code", "text"),
    ("tlp", "text"),
    ("source", "text"),
    ("source_reliability", "text"),
    ("credibility", "integer"),
    ("external_id", "text"),
    ("channel", "text"),
    ("office", "text"),
    ("language", "text"),
    ("title", "text"),
    ("text", "text"),
    ("first_day", "date"),
    ("last_day", "date"),
    ("received_at", "moment"),
    ("decision", "text"),
    ("withdrawn_at", "moment"),
    ("version", "integer"),
)
"""Columns of an export of reports with their kinds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows to be written: their columns, and the name of the file."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Iterable[Row]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [name for name, _kind in self.columns]


def incident_sheet(rows: QuerySet[Incident], member: Membership, language: str) -> Sheet:
    """Return incidents as rows, in the order of the query."""
    found = Incident.objects.select_related("place").defer("summary", "tolls")
    names = {one.pk: one.label for one in Party.objects.visible_to(member)}
    return Sheet(
        "incidents",
        INCIDENT_COLUMNS,
        (row for part in _parts(rows, found) for row in _incidents(part, member, names, language)),
    )


def report_sheet(rows: QuerySet[Report], member: Membership) -> Sheet:
    """Return reports as rows, each with the words of its current version."""
    found = Report.objects.select_related("source", "office")
    return Sheet(
        "reports",
        REPORT_COLUMNS,
        (row for part in _parts(rows, found) for row in _reports(part, member)),
    )


def _parts(rows: QuerySet[M], found: QuerySet[M]) -> Iterator[list[M]]:
    """Yield the rows in order, so many at a time: only their ids are held all at once."""
    ids = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK))
    for start in range(0, len(ids), CHUNK):
        wanted = ids[start : start + CHUNK]
        kept = found.in_bulk(list(wanted))
        yield [kept[pk] for pk in wanted if pk in kept]


def _incidents(
    part: list[Incident], member: Membership, names: Mapping[int, str], language: str
) -> Iterator[Row]:
    labels = codebook.load().labels("event_types", language)
    parties = _parties(part, names, language)
    for one in part:
        place = one.place if one.place is not None and may_see(one.place, member) else None
        yield {
            "code": one.code,
            "state": one.state,
            "harm_state": one.harm_state,
            "attribution_state": one.attribution_state,
            "tlp": _mark(one.tlp),
            "date": one.edtf,
            "first_day": _day(one.first_day),
            "last_day": _day(one.last_day),
            "place": place.label if place else "",
            "place_code": place.code if place else "",
            "place_as_written": one.place_text,
            "place_precision": one.place_precision,
            "latitude": one.latitude,
            "longitude": one.longitude,
            "radius_m": one.radius_m,
            "event_type": one.event_type,
            "event_type_label": labels.get(one.event_type, ""),
            "title": one.title,
            "killed_low": one.killed_low,
            "killed_best": one.killed_best,
            "killed_high": one.killed_high,
            "toll_rule": one.toll_rule,
            "parties": "; ".join(parties[one.pk]),
            "reports": one.report_count,
            "sources": one.source_count,
            "changed_at": one.updated_at,
        }


def _parties(
    part: list[Incident], names: Mapping[int, str], language: str
) -> Mapping[int, list[str]]:
    """Return the parties of incidents, each with its role, as far as they have names here."""
    roles = codebook.load().labels("party_roles", language)
    found: dict[int, list[str]] = defaultdict(list)
    rows = IncidentParty.objects.filter(incident__in=[one.pk for one in part])
    for incident, party, role in sorted(rows.values_list("incident_id", "party_id", "role")):
        if party in names:
            found[incident].append(f"{names[party]} ({roles.get(role, role)})")
    return found


def _reports(part: list[Report], member: Membership) -> Iterator[Row]:
    versions = ReportVersion.objects.filter(report__in=part, number=F("report__current"))
    texts = dict(versions.values_list("report_id", "text"))
    for one in part:
        named = may_see(one.source, member)
        yield {
            "code": one.code,
            "tlp": _mark(one.tlp),
            "source": one.source.label if named else "",
            "source_reliability": one.source.reliability if named else "",
            "credibility": one.credibility,
            "external_id": "" if one.external_id.startswith("key:") else one.external_id,
            "channel": one.channel,
            "office": one.office.name if one.office else "",
            "language": one.language,
            "title": one.title,
            "text": texts.get(one.pk, ""),
            "first_day": _day(one.first_day),
            "last_day": _day(one.last_day),
            "received_at": one.received_at,
            "decision": decision(one),
            "withdrawn_at": one.withdrawn_at,
            "version": one.current,
        }


def decision(report: Report) -> str:
    """Return where a report stands: withdrawn, linked, set-aside or waits."""
    if report.withdrawn_at is not None:
        return "withdrawn"
    if report.is_linked:
        return "linked"
    return "set-aside" if report.set_aside_at is not None else "waits"


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _mark(tlp: int) -> str:
    from goodoffices.core.tlp import TLP

    return TLP(tlp).name.replace("_", "+")


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """Stream a sheet as CSV, safe to open in a spreadsheet program."""
    return csv_out.write(sheet.rows, sheet.names, bom=True)


def as_geojson(sheet: Sheet, member: Membership) -> Iterator[bytes]:
    """Stream a sheet as GeoJSON."""
    facts = {"programme": member.programme.slug, "made_at": timezone.now().isoformat()}
    columns = [name for name in sheet.names if name not in ("latitude", "longitude")]
    return geojson_out.write(sheet.rows, columns, identifier="code", facts=facts)


def as_xlsx(sheet: Sheet) -> IO[bytes]:
    """Write a sheet as XLSX into a file that is gone once it is closed."""
    target = TemporaryFile()  # noqa: SIM115 (handed on, closed by whoever reads it)
    try:
        xlsx_out.write(
            sheet.rows,
            sheet.names,
            target,
            title=sheet.name,
            right_to_left=get_language_bidi(),
        )
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def as_parquet(sheet: Sheet, member: Membership) -> tuple[str, IO[bytes]]:
    """Write a sheet as a dated Parquet snapshot; return its name and the open file."""
    from pathlib import Path

    with TemporaryDirectory() as folder:
        made = snapshot.write(
            sheet.rows,
            sheet.columns,
            Path(folder),
            name=f"{member.programme.slug}-{sheet.name}",
            programme=member.programme.slug,
            made_at=timezone.now(),
            code_version=__version__,
        )
        return made.path.name, made.path.open("rb")
