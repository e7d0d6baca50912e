"""`goodoffices lists match`: two lists of people side by side, told by row numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from goodoffices.formats.casualty_lists import PersonColumns, PersonRow
    from goodoffices.methods.names import Comparison, Entry

commands = typer.Typer(
    help="Lists of people: the same person on two of them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

COLUMNS = ("line_a", "line_b", "grade", "points", "likeness", "reasons", "facts")
TOLD = 5
"""So many rows that were not taken are told one by one."""

Found = tuple["PersonRow", "PersonRow", "Comparison"]


@commands.callback()
def _group() -> None:
    """Keep `match` a command of its own, however few there are."""


@commands.command()
def match(
    list_a: Path = typer.Argument(..., exists=True, dir_okay=False, help="A list; CSV or XLSX."),
    list_b: Path = typer.Argument(..., exists=True, dir_okay=False, help="The other list."),
    output: Path = typer.Option(
        ..., "--output", "-o", dir_okay=False, help="Where to write the pairs; a CSV file."
    ),
    columns_a: Path | None = typer.Option(
        None, exists=True, dir_okay=False, help="JSON file that maps the columns; else guessed."
    ),
    columns_b: Path | None = typer.Option(
        None, exists=True, dir_okay=False, help="The same for the other list."
    ),
    least: str = typer.Option("weak", help="The lowest grade to write: strong, fair or weak."),
    show_names: bool = typer.Option(
        False, "--show-names", help="Write the names too; keep that file as safe as the lists."
    ),
    force: bool = typer.Option(False, "--force", help="Write over a file that is there."),
) -> None:
    """Find entries of two lists that may be the same person; people decide which are."""
    from goodoffices.codebook.errors import Conflict

    grades = _grades(least)
    if output.exists() and not force:
        raise Conflict(f"{output} is there already: name another file, or add --force.")
    first, second = _people(list_a, columns_a), _people(list_b, columns_b)
    found = [one for one in _compared(first, second) if one[2].grade in grades]
    found.sort(key=lambda one: (-one[2].points, one[0].line, one[1].line))
    _write(output, found, show_names=show_names)
    counts = Counter(comparison.grade for _one, _other, comparison in found)
    told = ", ".join(f"{counts[grade]:,} {grade}" for grade in grades)
    typer.echo(f"{len(found):,} pairs were written to {output}: {told}.")
    typer.echo("They are pairs to look at: whether they are the same person, people decide.")


def _grades(least: str) -> list[str]:
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.methods.names import GRADES

    names = [name for name, _points in GRADES]
    if least not in names:
        raise InvalidInput("--least is strong, fair or weak.")
    return names[: names.index(least) + 1]


def _people(file: Path, columns: Path | None) -> list[PersonRow]:
    """Read a list; rows that are not taken are told by their number, never with a name."""
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.formats import casualty_lists
    from goodoffices.formats.reasons import explain
    from goodoffices.formats.values import Rejection

    read = list(casualty_lists.read(file, mapping=_mapping(file, columns)))
    rejected = [row for row in read if isinstance(row, Rejection)]
    people = [row for row in read if not isinstance(row, Rejection)]
    typer.echo(f"{file.name}: {len(people):,} people; {len(rejected):,} rows were not taken.")
    for row in rejected[:TOLD]:
        typer.echo(f"  line {row.line:,}: {explain(row)}")
    if not people:
        raise InvalidInput(f"{file.name} holds nobody: nothing was compared.")
    return people


def _mapping(file: Path, columns: Path | None) -> PersonColumns:
    from itertools import islice

    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.formats.casualty_lists import PersonColumns, suggest_columns
    from goodoffices.formats.tables import open_table

    if columns is not None:
        return PersonColumns.from_json(columns.read_text(encoding="utf-8"))
    table = open_table(file)
    guessed = suggest_columns(table.columns, [row[1] for row in islice(table.rows(), 50)])
    if not guessed.name:
        raise InvalidInput(
            f"No column of {file.name} is known to hold names: write a JSON file such as "
            '{"name": ["First", "Family"], "born": "Year"} and give it with --columns-a or '
            "--columns-b."
        )
    return guessed


def _compared(first: Sequence[PersonRow], second: Sequence[PersonRow]) -> Iterable[Found]:
    from goodoffices.methods.names import candidate_pairs, compare_entries

    left, right = [_entry(one) for one in first], [_entry(one) for one in second]
    pairs = candidate_pairs([one.name for one in left], [one.name for one in right])
    for one, other in pairs:
        yield first[one], second[other], compare_entries(left[one], right[other])


def _entry(person: PersonRow) -> Entry:
    from datetime import date

    from goodoffices.methods.names import Entry, person_name

    exact = person.date_precision == "day" and len(person.date) == len("2024-03-05")
    return Entry(
        name=person_name(person.name),
        born=person.born,
        sex=person.sex,
        when=date.fromisoformat(person.date) if exact else None,
        place=person.places[-1] if person.places else "",
    )


def _write(output: Path, found: Sequence[Found], *, show_names: bool) -> None:
    """Write beside the place first, readable by the owner alone."""
    import os

    from goodoffices.formats import csv_out

    columns = (*COLUMNS, "name_a", "name_b") if show_names else COLUMNS
    temporary = output.with_name(f".{output.name}.part")
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as to:
            to.writelines(csv_out.write(map(_row, found), columns, bom=show_names))
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)


def _row(found: Found) -> dict[str, Any]:
    one, other, comparison = found
    reasons = comparison.likeness.reasons
    return {
        "line_a": one.line,
        "line_b": other.line,
        "grade": comparison.grade,
        "points": comparison.points,
        "likeness": comparison.likeness.value,
        "reasons": [code if times == 1 else f"{code} x{times}" for code, times in reasons],
        "facts": comparison.facts,
        "name_a": one.name,
        "name_b": other.name,
    }
