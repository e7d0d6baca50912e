"""`goodoffices export`: incidents or reports as a file, with the filters of the list pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from goodoffices.core.models import Membership
    from goodoffices.monitor.services.exports import Sheet

ENDINGS = ("csv", "xlsx", "geojson", "parquet")


def export(
    what: str = typer.Argument(..., help="incidents or reports."),
    file: Path = typer.Argument(
        ..., dir_okay=False, help="Where to write; .csv, .xlsx, .geojson or .parquet."
    ),
    filters: str = typer.Option(
        "", "--filters", help="What stands behind the ? in the address of the list page."
    ),
    programme: str = typer.Option("", help="Slug; may be left out where there is one programme."),
    by: str = typer.Option("", help="E-mail address of the member whose view it is."),
    language: str = typer.Option("en", help="Language of labels: en, ar or he."),
    force: bool = typer.Option(False, "--force", help="Write over a file that is there."),
) -> None:
    """Write what a member sees to a file; the audit log keeps that it was done."""
    from django.utils import translation

    from goodoffices.cli.programmes import acting_member, in_programme
    from goodoffices.codebook.errors import Conflict
    from goodoffices.core.access import require

    ending = _ending(what, file)
    if file.exists() and not force:
        raise Conflict(f"{file} is there already: name another file, or add --force.")
    with in_programme(programme) as found, translation.override(language):
        member = require(acting_member(found, by), "core.export")
        sheet = _sheet(what, filters, member, language)
        _note(what, ending, filters, member)
        rows = _written(sheet, ending, file, member)
    typer.echo(f"{rows:,} {what} were written to {file}.")


def _ending(what: str, file: Path) -> str:
    from goodoffices.codebook.errors import InvalidInput

    if what not in ("incidents", "reports"):
        raise InvalidInput("Say what to export: incidents or reports.")
    ending = file.suffix.lower().removeprefix(".")
    if ending not in ENDINGS or (what, ending) == ("reports", "geojson"):
        raise InvalidInput(
            "The file must end in .csv, .xlsx or .parquet; incidents in .geojson too."
        )
    return ending


def _sheet(what: str, filters: str, member: Membership, language: str) -> Sheet:
    from django.http import QueryDict

    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.monitor.queries import filters as incident_filters
    from goodoffices.monitor.queries import listing, reports
    from goodoffices.monitor.queries.periods import settle
    from goodoffices.monitor.queries.selection import select
    from goodoffices.monitor.services import exports

    given = QueryDict(filters.removeprefix("?"))
    module: Any = incident_filters if what == "incidents" else reports
    asked = module.parse(given)
    if asked.problems:
        raise InvalidInput(" ".join(asked.problems))
    if what == "reports":
        rows = reports.matching(asked, member).order_by("-received_at", "-pk")
        return exports.report_sheet(rows, member)
    if asked.preset not in ("", "all"):
        period = settle(asked, member)
        asked = asked.in_period(period.first, period.last)
    ordered = select(asked, member).rows.order_by(*listing.ORDERS[asked.sort])
    return exports.incident_sheet(ordered, member, language)


def _note(what: str, ending: str, filters: str, member: Membership) -> None:
    from urllib.parse import parse_qsl

    from goodoffices.core.services.reads import note_export

    names = sorted({name for name, _value in parse_qsl(filters.removeprefix("?"))})
    kind = f"monitor.{what.removesuffix('s')}"
    note_export(member=member, kind=kind, form=ending, filters=names, channel="command")


def _written(sheet: Sheet, ending: str, file: Path, member: Membership) -> int:
    """Write the sheet beside its place first, so that a broken export leaves no half file."""
    from dataclasses import replace

    from goodoffices.monitor.services import exports

    count = 0

    def counted(rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    sheet = replace(sheet, rows=counted(sheet.rows))
    temporary = file.with_name(f".{file.name}.part")
    try:
        with temporary.open("wb") as target:
            if ending == "csv":
                target.writelines(exports.as_csv(sheet))
            elif ending == "geojson":
                target.writelines(exports.as_geojson(sheet, member))
            else:
                _copied(sheet, ending, target, member)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _copied(sheet: Sheet, ending: str, target: Any, member: Membership) -> None:
    import shutil

    from goodoffices.monitor.services import exports

    if ending == "xlsx":
        content = exports.as_xlsx(sheet)
    else:
        _name, content = exports.as_parquet(sheet, member)
    with content:
        shutil.copyfileobj(content, target)
