"""`goodoffices evidence ...`: the files that were handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from goodoffices.cli.starting import start_django

if TYPE_CHECKING:
    from goodoffices.core.evidence import Reread

commands = typer.Typer(help="Check the stored files.", no_args_is_help=True, rich_markup_mode=None)


@commands.command()
def check() -> None:
    """Read every stored file again and compare it with its hash; ends with 1 where one differs."""
    start_django()
    from goodoffices.core import evidence

    said = {
        "missing": "its bytes are missing; restore them from a backup",
        "changed": "its bytes are not those that were stored; restore them from a backup",
        "returned": "was removed by a rule of retention and lies here again; delete it",
        "stray": "no record speaks of it; harmless, left by a stop in the middle of storing",
    }
    broken = 0
    for damage in evidence.check():
        broken += damage.kind in {"missing", "changed"}
        typer.echo(f"{damage.programme} {damage.sha256}: {said[damage.kind]}")
    typer.echo(f"{broken} files are not as they were stored." if broken else "All files are whole.")
    if broken:
        raise typer.Exit(1)


@commands.command()
def verify() -> None:
    """Read all files again, follow custody logs, check time stamps; ends with 1 on any fault.

    What is seen is written to the custody logs, and what is damaged raises the alarm. Needs no
    network.
    """
    start_django()
    from goodoffices.core import evidence
    from goodoffices.core.evidence import stamping

    files = damaged = faults = untrue = 0
    for found in evidence.reread_all():
        files += 1
        if found.found != "whole":
            typer.echo(_reread(found))
        damaged += found.found == "damaged"
    for fault in evidence.follow():
        faults += 1
        typer.echo(f"{fault.programme} {fault.code}: {fault.message}")
    for bad in stamping.check_all():
        untrue += 1
        typer.echo(f"{bad.programme} {bad.sha256}: {bad.message}")
    untrue += _proofs()
    if removed := evidence.removed():
        typer.echo(
            f"{removed} files are not here: their bytes were removed by a rule of retention."
        )
    typer.echo(
        f"{files} files read, {damaged} not as they were stored, {faults} logs broken,"
        f" {untrue} time stamps untrue."
    )
    if damaged or faults or untrue:
        raise typer.Exit(1)


def _proofs() -> int:
    """Follow OpenTimestamps proofs to the blocks they name; return how many do not hold."""
    from goodoffices.core.evidence import calendars
    from goodoffices.core.evidence.stamping import BadStamp

    bad = promised = led = 0
    for found in calendars.check_all():
        if isinstance(found, BadStamp):
            bad += 1
            typer.echo(f"{found.programme} {found.sha256}: {found.message}")
            continue
        sha256, block = found
        if block is None:
            promised += 1
        else:
            led += 1
            typer.echo(f"{sha256}: leads to Bitcoin block {block.height}, root {block.shown_root}")
    if led or promised:
        typer.echo(
            f"{led} OpenTimestamps proofs lead from the file's hash to a block, {promised} are only"
            " promised. Whether a block holds the root named beside it cannot be said without its"
            " header: compare with a node or an explorer of Bitcoin, which also tells its time."
        )
    return bad


def _reread(found: Reread) -> str:
    from goodoffices.core import evidence

    file, said = found.file, {"missing": "its bytes are missing", "changed": "its bytes changed"}
    state = said[file.damage] if file.damage else "whole again"
    items = f", evidence {', '.join(found.codes)}" if found.codes else ""
    return f"{file.programme.slug} {file.sha256}{items}: {state} ({evidence.path(file)})"
