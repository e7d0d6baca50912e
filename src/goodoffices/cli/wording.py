"""`goodoffices wording check`: which words of a text take a side, before anybody publishes it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from goodoffices.methods.terminology import Checker, Hit

commands = typer.Typer(
    help="Weigh the words of a text.", no_args_is_help=True, rich_markup_mode=None
)


@commands.callback()
def _group() -> None:
    """Keep `check` a command of its own, however few there are."""


@commands.command()
def check(
    files: list[Path] = typer.Argument(
        ..., help="Text or Markdown files, UTF-8; - for what comes in."
    ),
    pack: list[Path] = typer.Option(
        [], "--pack", exists=True, dir_okay=False, help="A pack of your own, YAML; repeat for more."
    ),
    starter: bool = typer.Option(True, help="Use the neutral pack that comes with the program."),
    language: str = typer.Option("en", help="Language of the reasons: en, ar or he."),
) -> None:
    """Name each word that judges or takes a side, with the reason and what would do instead.

    Words in quotation marks are somebody else's and are left alone. Ends with 1 where a word that
    must not stand in our own sentences was found.
    """
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.formats import term_packs
    from goodoffices.methods.terminology import Checker

    packs = [term_packs.read_file(path) for path in pack]
    if starter:
        packs.insert(0, term_packs.starter())
    if not packs:
        raise InvalidInput("There is no pack to check with: leave out --no-starter, or give one.")
    checker = Checker(packs)
    counts = {path: _told(checker, path, language) for path in files}
    found = sum(len(hits) for hits in counts.values())
    grave = sum(hit.rule.severity != "warn" for hits in counts.values() for hit in hits)
    typer.echo(f"{found} found, {grave} of them to be changed or attributed.")
    if grave:
        raise typer.Exit(1)


def _told(checker: Checker, path: Path, language: str) -> list[Hit]:
    text = _read(path)
    hits = checker.check(text)
    for hit in hits:
        line = text.count("\n", 0, hit.start) + 1
        column = hit.start - text.rfind("\n", 0, hit.start)
        rule = hit.rule
        said = " ".join(text[hit.start : hit.end].split())
        typer.echo(f"{path}:{line}:{column}: {said} ({rule.id}, {rule.severity})")
        typer.echo(f"  {rule.reason.get(language) or next(iter(rule.reason.values()))}")
        instead = rule.instead.get(hit.language) or rule.instead.get("en")
        if instead:
            typer.echo(f"  Instead: {instead}")
    return hits


def _read(path: Path) -> str:
    from goodoffices.codebook.errors import InvalidInput

    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError:
        raise InvalidInput(f"{path} cannot be read.") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is no UTF-8 text.") from None
