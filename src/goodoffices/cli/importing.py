"""`goodoffices load ucdp-ged|acled|table`: files of reports, loaded in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from goodoffices.core.models import Job, Programme, User
    from goodoffices.formats.mapping import ColumnMapping
    from goodoffices.monitor.models import Import, Source

Told = Callable[[int, int | None, str], None]

FILE = typer.Argument(..., exists=True, dir_okay=False, readable=True, help="The file to load.")
PROGRAMME = typer.Option("", help="Slug of the programme; may be left out where there is one.")
SOURCE = typer.Option("", help="Name of the source to file the reports under.")
RELEASE = typer.Option("", help="The publisher's name for this edition, such as 25.1.")
COMPLETE = typer.Option(
    False, "--complete", help="A complete release: list what it no longer holds, then ask."
)
YES = typer.Option(False, "--yes", help="Do not ask: mark what is no longer there as withdrawn.")
TLP = typer.Option("", help="Who may see it: CLEAR, GREEN, AMBER or AMBER+STRICT.")
BY = typer.Option("", help="E-mail address of the member who loads; without it, the program.")
ENCODING = typer.Option("", help="Encoding of a text file, where it is not found out.")


def ucdp_ged(
    file: Path = FILE,
    programme: str = PROGRAMME,
    source: str = SOURCE,
    release: str = RELEASE,
    complete: bool = COMPLETE,
    yes: bool = YES,
    tlp: str = TLP,
    by: str = BY,
    encoding: str = ENCODING,
    candidate: bool = typer.Option(
        False, "--candidate", help="Monthly candidate events: filed under a source of their own."
    ),
) -> None:
    """Load events of the UCDP Georeferenced Event Dataset (CSV or Parquet, 17.1 to 25.1)."""
    given: dict[str, Any] = {"source": source, "release": release, "complete": complete, "yes": yes}
    reader = "ucdp-candidate" if candidate else "ucdp-ged"
    _load(file, reader, programme, tlp=tlp, by=by, encoding=encoding, **given)


def acled(
    file: Path = FILE,
    programme: str = PROGRAMME,
    source: str = SOURCE,
    release: str = RELEASE,
    complete: bool = COMPLETE,
    yes: bool = YES,
    tlp: str = TLP,
    by: str = BY,
    encoding: str = ENCODING,
) -> None:
    """Load an export from your own ACLED account, or a list of deleted events."""
    given: dict[str, Any] = {"source": source, "release": release, "complete": complete, "yes": yes}
    _load(file, "acled", programme, tlp=tlp, by=by, encoding=encoding, **given)


def table(
    file: Path = FILE,
    mapping: str = typer.Option(
        "", help="Name of a saved column mapping, or a JSON file of one; else it is guessed."
    ),
    programme: str = PROGRAMME,
    source: str = SOURCE,
    release: str = RELEASE,
    complete: bool = COMPLETE,
    yes: bool = YES,
    tlp: str = TLP,
    by: str = BY,
    encoding: str = ENCODING,
) -> None:
    """Load any CSV, XLSX or Parquet table through a mapping of its columns."""
    given: dict[str, Any] = {"source": source, "release": release, "complete": complete, "yes": yes}
    _load(file, "table", programme, tlp=tlp, by=by, encoding=encoding, mapping=mapping, **given)


def _load(file: Path, reader: str, slug: str, *, by: str, mapping: str = "", **given: Any) -> None:
    from goodoffices.cli.programmes import acting, in_programme

    with in_programme(slug) as programme:
        user = acting(programme, by) if by else None
        columns = _mapping(mapping, file, given["encoding"]) if reader == "table" else None
        imported = _started(file, reader, programme, user, columns, given)
        with _bar(file.name) as told:
            _run(imported.job, told)
        _summary(imported)
        _ask(imported, user, yes=given["yes"])


def _mapping(name: str, file: Path, encoding: str) -> ColumnMapping:
    """Return the mapping saved under a name, kept in a file, or guessed from the table."""
    from goodoffices.formats.mapping import ColumnMapping, preview, suggest_mapping
    from goodoffices.monitor.models import SavedMapping

    saved = SavedMapping.objects.filter(name=name).first() if name else None
    if saved is not None:
        return ColumnMapping.from_dict(saved.mapping)
    if name:
        return ColumnMapping.from_json(_text_of(Path(name)))
    top = preview(file, encoding=encoding or None)
    return suggest_mapping(top.columns, top.rows)


def _text_of(path: Path) -> str:
    from goodoffices.codebook.errors import NotFound

    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise NotFound(
            f"There is no saved mapping and no file named {path}. Make one at Imports, Column "
            "mappings."
        ) from None


def _started(
    file: Path,
    reader: str,
    programme: Programme,
    user: User | None,
    mapping: ColumnMapping | None,
    given: dict[str, Any],
) -> Import:
    """Take an interrupted import of the same file up again, or begin a new one."""
    import json

    from goodoffices.monitor.services import imports

    source = _source(programme, reader, user, mapping, given["source"], file)
    with file.open("rb") as stream:
        left = imports.interrupted(programme=programme, source=source, file=stream)
    if left is not None:
        typer.echo(f"An interrupted import of this file goes on behind row {left.rows_done:,}.")
        return left
    with file.open("rb") as stream:
        return imports.start(
            programme=programme,
            source=source,
            reader=reader,
            file=stream,
            name=file.name,
            by=user,
            mapping=json.loads(mapping.to_json()) if mapping else None,
            release=given["release"],
            complete=given["complete"],
            tlp=_mark(given["tlp"]),
            encoding=given["encoding"],
        )


def _source(
    programme: Programme,
    reader: str,
    user: User | None,
    mapping: ColumnMapping | None,
    name: str,
    file: Path,
) -> Source | None:
    from goodoffices.formats import registry
    from goodoffices.monitor.services.publishers import publisher

    if mapping is not None and mapping.source:
        return None
    called = name or (file.stem if mapping is not None else "")
    chosen = registry.reader(reader)
    return publisher(programme=programme, reader=chosen, by=user, name=called)


def _mark(name: str) -> int | None:
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.core.tlp import TLP as MARKS

    if not name:
        return None
    try:
        return int(MARKS[name.upper().removeprefix("TLP:").replace("+", "_")])
    except KeyError:
        raise InvalidInput("--tlp is CLEAR, GREEN, AMBER or AMBER+STRICT.") from None


def _run(task: Job | None, told: Told) -> None:
    """Run the work here, or follow the worker that has taken it up; raise what it failed with."""
    from goodoffices.codebook.errors import Conflict, GoodOfficesError
    from goodoffices.core import jobs

    assert task is not None, "every import has its task"
    try:
        ended = jobs.run_now(task, told=told)
    except Conflict:
        ended = _followed(task, told)
    if ended.state == ended.State.FAILED:
        raise GoodOfficesError(ended.error, code=ended.error_code)
    if ended.state == ended.State.CANCELLED:
        raise GoodOfficesError("The task was cancelled. What was done stays.", code="cancelled")


def _followed(task: Job, told: Told) -> Job:
    import time

    while task.state in (task.State.WAITING, task.State.RUNNING):
        time.sleep(0.5)
        task.refresh_from_db()
        told(task.done, task.total, task.note)
    return task


@contextmanager
def _bar(name: str) -> Iterator[Told]:
    """Show how far the work is, on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        shown = progress.add_task(name, total=None)

        def told(done: int, total: int | None, note: str) -> None:
            progress.update(shown, completed=done, total=total)

        yield told


def _summary(imported: Import) -> None:
    from rich.console import Console
    from rich.table import Table

    imported.refresh_from_db()
    shown = Table(title=f"{imported.original_name}: {imported.form}", title_justify="left")
    shown.add_column("What came of it")
    shown.add_column("Rows", justify="right")
    names = {
        "added": "added",
        "changed": "changed",
        "unchanged": "unchanged",
        "withdrawn": "withdrawn",
        "reinstated": "given again",
        "rejected": "not taken",
    }
    for name, words in names.items():
        shown.add_row(words, f"{getattr(imported, name):,}")
    Console().print(shown)
    _explain_rejections(imported)


def _explain_rejections(imported: Import, most: int = 5) -> None:
    from goodoffices.formats.reasons import explain
    from goodoffices.formats.values import Rejection

    for one in imported.rejections.order_by("pk")[:most]:
        row = Rejection(one.line, one.column, one.value, one.reason, "", one.detail)
        typer.echo(f"  line {one.line:,}: {explain(row)}")
    if imported.rejected > most:
        typer.echo(f"  … and {imported.rejected - most:,} more: see Imports, {imported.code}.")


def _ask(imported: Import, user: User | None, *, yes: bool) -> None:
    """Have a person confirm that what a complete release lacks was withdrawn."""
    from goodoffices.monitor.services import imports

    if not imported.missing:
        return
    question = (
        f"{imported.missing:,} reports of this source are not in the file. Mark them as "
        "withdrawn? They stay on record"
    )
    if not (yes or typer.confirm(question)):
        typer.echo("Nothing was marked. You can still decide on the page of the import.")
        return
    with _bar("withdrawn") as told:
        _run(imports.confirm_missing(imported=imported, by=user), told)
    imported.refresh_from_db()
    typer.echo(f"{imported.withdrawn:,} reports are marked as withdrawn.")
