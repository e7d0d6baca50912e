"""`goodoffices estimate total`: how many in all, from lists that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from goodoffices.formats.estimate_record import EstimateRecord
    from goodoffices.methods.undercount import CaptureTable, Caution, Estimate, Total

commands = typer.Typer(
    help="Estimate what no list holds.", no_args_is_help=True, rich_markup_mode=None
)

WORDS = {
    "fewer-than-three-lists": (
        "There are only {lists} lists: nothing shows whether they depend on one another. "
        "Find a third one before you give a figure."
    ),
    "no-overlap": (
        "Nobody is on both {first} and {second}: check that they are about the same place"
        " and time, and that people were matched."
    ),
    "little-overlap": (
        "Only {both} people are on both {first} and {second}: what they share is chance."
    ),
    "nearly-contained": (
        "{share:.0%} of {inner} is on {outer} too: one may be copied from the other, and "
        "then it tells nothing of its own. Merge them."
    ),
    "counts-too-small": (
        "Only {repeated} of {seen} people are on two lists or more: too few to tell which"
        " lists depend on which."
    ),
    "dependence-not-identified": (
        "The favoured model {model} uses up all there is to test it with: how the lists "
        "depend on one another is assumed, not shown."
    ),
    "models-disagree": (
        "{models} models that explain the lists about equally well say from {low:,} to "
        "{high:,}, {factor} times apart: give the range, never one figure."
    ),
    "best-model-fits-badly": (
        "Even the favoured model {model} does not describe these lists (so bad a fit has "
        "a chance of {chance:.1%})."
    ),
    "models-left-out": (
        "{left:,} of {tried:,} models could not be estimated from these counts and are "
        "left out of the average."
    ),
    "no-estimate": ("No model can be estimated from these counts: the lists share too few people."),
    "mostly-unseen": (
        "The total is {times} times the {seen:,} people seen: it is mostly a guess about "
        "people on no list."
    ),
    "linkage-moves-it-more": (
        "Who is the same person is less sure than all the rest: the total moves more "
        "between draws of the links than within one. Review the links first."
    ),
}
"""What each caution says to a person."""


@commands.callback()
def _group() -> None:
    """Keep `total` a command of its own, however few there are."""


@commands.command()
def total(
    counts: Path = typer.Argument(
        ...,
        exists=True,
        dir_okay=False,
        readable=True,
        help="CSV or XLSX: a column of 0 and 1 for each list and a column of counts, or one row a "
        "person; or an estimate taken out of a programme as JSON, to repeat it.",
    ),
    lists: list[str] = typer.Option(
        [], "--list", help="Column of a list; repeat for each. Default: all but the counts."
    ),
    count: str = typer.Option("", help="Column of the counts; default: the one called count or n."),
    models: int = typer.Option(5, min=0, max=100, help="How many models to show one by one."),
) -> None:
    """Estimate how many people there are in all from two to five lists that overlap."""
    from goodoffices.formats import capture_histories, estimate_record
    from goodoffices.methods.undercount import capture_table, estimate

    recorded = estimate_record.read(counts) if estimate_record.is_record(counts) else None
    held = (
        recorded.histories if recorded else capture_histories.read(counts, lists=lists, count=count)
    )
    table = capture_table(held.lists, held.counts)
    if held.unseen:
        typer.echo(f"{held.unseen:,} people who are on none of the lists are left out.")
    told = estimate(table, shown=models)
    _tell(told)
    _warn(told.cautions)
    if recorded:
        _compare(told, recorded)


def _compare(told: Estimate, recorded: EstimateRecord) -> None:
    """Say whether the recorded figures came out again; ends with 1 where they did not."""
    if recorded.average is None:
        typer.echo("The record gives no figure, because of what its makers or the checks say.")
        return
    total = told.average
    now = (total.low, total.estimate, total.high) if total else (0.0, 0.0, 0.0)
    if all(abs(one - other) <= 0.5 for one, other in zip(now, recorded.average, strict=True)):
        typer.echo("The figures are those of the record.")
        return
    low, middle, high = recorded.average
    typer.echo(
        f"The record says otherwise: {middle:,.0f}, {low:,.0f} to {high:,.0f},"
        f" by version {recorded.version} of the method."
    )
    raise typer.Exit(1)


def _tell(told: Estimate) -> None:
    from rich.console import Console

    console = Console()
    typer.echo(f"{told.table.seen:,} people are on a list.")
    console.print(_lists(told.table))
    console.print(_totals(told))


def _lists(table: CaptureTable) -> Table:
    from rich.table import Table

    shown = Table()
    shown.add_column("List")
    shown.add_column("People", justify="right")
    for place, name in enumerate(table.lists):
        shown.add_row(_plain(name), f"{table.on(place):,}")
    for times, people in enumerate(table.times(), start=1):
        shown.add_row(f"on {times} list{'s' if times > 1 else ''}", f"{people:,}")
    return shown


def _totals(told: Estimate) -> Table:
    from rich.table import Table

    shown = Table(title="How many in all", title_justify="left")
    for name, side in (("By", "left"), ("Estimate", "right"), ("95 % interval", "right")):
        shown.add_column(name, justify="right" if side == "right" else "left")
    shown.add_column("Weight", justify="right")
    for pair, total in told.pairs.items():
        shown.add_row(_plain(f"Chapman, {pair[0]} and {pair[1]}"), *_figures(total), "")
    shown.add_row("Chao, lower bound", *_figures(told.lower_bound), "")
    if told.independence is not None:
        shown.add_row("all lists independent", *_figures(told.independence), "")
    for model in told.models:
        shown.add_row(_plain(model.name), *_figures(model.total), f"{model.bic_weight:.3f}")
    if told.average is not None and told.average_by_aic is not None:
        shown.add_section()
        many = f"all {told.fitted:,} models" if told.fitted > 1 else "the one model"
        shown.add_row(f"average of {many}", *_figures(told.average), "1", style="bold")
        shown.add_row("the same, weighted by AIC", *_figures(told.average_by_aic), "")
    return shown


def _plain(name: str) -> str:
    """Keep rich from reading brackets in a name as marks of its own."""
    from rich.markup import escape

    return escape(name)


def _figures(total: Total) -> tuple[str, str]:
    return f"{total.estimate:,.0f}", f"{_number(total.low)} to {_number(total.high)}"


def _number(figure: float) -> str:
    return "any number" if figure > 1e15 else f"{figure:,.0f}"


def _warn(cautions: Iterable[Caution]) -> None:
    sentences = [WORDS[one.code].format(**dict(one.facts)) for one in cautions]
    if not sentences:
        typer.echo("No caution. The estimate still supposes that everybody could be on a list.")
        return
    typer.echo("Be careful:")
    for sentence in sentences:
        typer.echo(f"- {sentence}")
