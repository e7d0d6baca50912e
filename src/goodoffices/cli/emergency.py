"""Closing a programme or an office for now, and opening it again, from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from goodoffices.cli.programmes import acting, in_programme

if TYPE_CHECKING:
    from goodoffices.core.models import Office, Programme

commands = typer.Typer(
    help="Close a programme or an office for now, for the hour it is raided; open it again.",
    no_args_is_help=True,
)

NAME = typer.Argument(..., help="Address of the programme.")
OFFICE = typer.Option("", help="Code of an office: only its people are shut out.")
REASON = typer.Option("", help="Why; kept in the history of the programme.")


@commands.command("lock")
def lock(
    name: str = NAME,
    read_only: bool = typer.Option(
        False, "--read-only", help="Nothing can be changed or taken out; reading goes on."
    ),
    no_access: bool = typer.Option(
        False, "--no-access", help="Nothing answers, everybody is logged out, keys are dropped."
    ),
    office: str = OFFICE,
    reason: str = REASON,
    by: str = typer.Option("", help="E-mail address of the member who closes; else nobody's."),
) -> None:
    """Close a programme or one office for now; it holds from the next request on."""
    if read_only == no_access:
        raise typer.BadParameter("Say either --read-only or --no-access.")
    with in_programme(name) as programme:
        from goodoffices.core.services import locks
        from goodoffices.core.shutting import Shut

        locks.close(
            programme=programme,
            office=_office(programme, office),
            mode=Shut.READ_ONLY if read_only else Shut.NO_ACCESS,
            reason=reason,
            by=acting(programme, by) if by else None,
        )
    typer.echo("Closed for now. Open it again with: goodoffices programme unlock " + name)


@commands.command("unlock")
def unlock(name: str = NAME, office: str = OFFICE, reason: str = REASON) -> None:
    """Open again what was closed for now; on the server this needs no second person."""
    with in_programme(name) as programme:
        from goodoffices.codebook.errors import Conflict
        from goodoffices.core.models import Lock
        from goodoffices.core.services import locks

        chosen = _office(programme, office)
        found = Lock.objects.filter(office=chosen, ended_at=None).select_related("programme")
        standing = found.first()
        if standing is None:
            raise Conflict("It is not closed.")
        locks.open_again(lock=standing, by=None, reason=reason)
    typer.echo("Open again.")


def _office(programme: Programme, code: str) -> Office | None:
    from goodoffices.codebook.errors import NotFound
    from goodoffices.core.models import Office

    if not code:
        return None
    found = Office.objects.filter(programme=programme, code=code).first()
    if found is None:
        raise NotFound(f"{programme.slug} has no office {code}.")
    return found
