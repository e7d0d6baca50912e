"""`goodoffices identities ...`: the keys that identities are encrypted with."""

from __future__ import annotations

import typer

from goodoffices.cli.starting import start_django

commands = typer.Typer(
    help="Look after the keys of identities.", no_args_is_help=True, rich_markup_mode=None
)


@commands.command()
def check() -> None:
    """Try to open every identity, showing none; ends with 1 where one cannot be opened."""
    start_django()
    from goodoffices.rights.services import identity_keys

    found = identity_keys.check()
    typer.echo(f"{found.whole} identities can be opened, {found.closed} cannot.")
    for name in sorted(found.missing):
        typer.echo(f"The key {name} is not at hand.")
    if found.closed:
        raise typer.Exit(1)


@commands.command()
def rotate(
    resume: bool = typer.Option(
        False, help="Make no new key: go on with the last one, after a stop in the middle."
    ),
    forget: bool = typer.Option(
        False, help="Delete keys that no identity needs any more. Older backups need them."
    ),
) -> None:
    """Encrypt all identities with a new key; ends with 1 where one could not be opened."""
    start_django()
    from goodoffices.rights.services import identity_keys

    done = identity_keys.rotate(new_key=not resume)
    typer.echo(f"{done.done} identities are encrypted with the key {done.key}.")
    if done.unreadable:
        typer.echo(f"{done.unreadable} could not be opened and stay as they were.")
    if forget and done.unused:
        identity_keys.forget(done.unused)
        typer.echo(f"Deleted from the key file: {', '.join(sorted(done.unused))}.")
    elif done.unused:
        typer.echo(f"No identity needs any more: {', '.join(sorted(done.unused))}.")
    if done.unreadable:
        raise typer.Exit(1)


@commands.command()
def evict(
    remove_file: bool = typer.Option(
        False, help="Delete the key file too: be sure that a copy of it is kept elsewhere."
    ),
) -> None:
    """Close all identities at once: no process of this machine opens any until `admit`."""
    start_django()
    from goodoffices.rights.services import identity_keys

    identity_keys.evict(remove_file=remove_file)
    typer.echo("Identities are closed.")


@commands.command()
def admit() -> None:
    """Let identities be opened again after `evict`."""
    start_django()
    from goodoffices.rights.services import identity_keys

    identity_keys.admit()
    typer.echo("Identities can be opened again.")
