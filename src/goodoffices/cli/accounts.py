"""`goodoffices account ...`: what only whoever runs the server may do for an account."""

from __future__ import annotations

import typer

commands = typer.Typer(
    help="Help people back into their accounts, and close accounts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@commands.command()
def link(
    address: str = typer.Argument(help="The e-mail address the person logs in with."),
    origin: str = typer.Option(
        "http://localhost:8000", help="How the program is reached, such as https://office.example."
    ),
) -> None:
    """Print a link that sets a new password, where no mail can be sent.

    It works once and for three days. Hand it to the person alone; their second factor stays.
    """
    from goodoffices.cli.starting import start_django

    start_django()
    from goodoffices.web.accounts import password_link

    typer.echo(origin.rstrip("/") + password_link(address))


@commands.command()
def close(address: str = typer.Argument(help="The e-mail address of the account.")) -> None:
    """Close an account in all programmes at once: its sessions and tokens end."""
    _opened(address, False)
    typer.echo("The account is closed.")


@commands.command(name="open")
def reopen(address: str = typer.Argument(help="The e-mail address of the account.")) -> None:
    """Open a closed account again."""
    _opened(address, True)
    typer.echo("The account is open.")


def _opened(address: str, is_open: bool) -> None:
    from goodoffices.cli.starting import start_django

    start_django()
    from goodoffices.core.services.accounts import set_open

    set_open(email=address, is_open=is_open)
