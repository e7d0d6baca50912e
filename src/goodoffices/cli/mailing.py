"""`goodoffices mail`: what came back, and what became of mails that are in doubt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from goodoffices.cli.programmes import acting, in_programme
from goodoffices.cli.starting import start_django

commands = typer.Typer(
    help="Look after the mailing list.", no_args_is_help=True, rich_markup_mode=None
)


@commands.command()
def bounces(
    source: Path = typer.Argument(
        Path("-"), help="A message, a mailbox file or a Maildir; - for one message that comes in."
    ),
) -> None:
    """Read mail that came back: who does not exist or complains leaves the mailing list.

    A mail server can hand over each message as it comes: |goodoffices mail bounces
    """
    start_django()
    from goodoffices.codebook.errors import NotFound
    from goodoffices.formats import returned_mail
    from goodoffices.publish.mail import returned

    if str(source) == "-":
        done = returned.take([returned_mail.read_one(sys.stdin.buffer)])
    elif source.exists():
        done = returned.take(returned_mail.read(source))
    else:
        raise NotFound(f"There is no file {source}.")
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(done.items()))
    typer.echo(said or "No message.")


@commands.command()
def settle(
    log: Path = typer.Option(
        ..., exists=True, dir_okay=False, help="The mail server's log of the time of the mailing."
    ),
    resend_missing: bool = typer.Option(
        False, "--resend-missing", help="Send again what the log does not know: it must be whole."
    ),
    programme: str = typer.Option("", help="Address of the programme; else the only one."),
    by: str = typer.Option(
        "", help="E-mail address of the member who settles it; else the program."
    ),
) -> None:
    """Settle mails in doubt by the server's log: what it names by Message-ID has gone out.

    The others are listed by their Message-ID, and sent again only where that is asked for.
    """
    with in_programme(programme) as chosen:
        from goodoffices.formats.returned_mail import marks_in
        from goodoffices.publish.mail import links, mailings, returned

        who = acting(chosen, by) if by else None
        returned.settle_lost(chosen)
        there, missing = returned.in_doubt(chosen, set(marks_in(_lines(log))))
        for one in there:
            mailings.settle(delivery=one, arrived=True, by=who)
        for one in missing:
            typer.echo(f"{'again' if resend_missing else 'in doubt'}: {links.message_id(one)}")
            if resend_missing:
                mailings.settle(delivery=one, arrived=False, by=who)
    again = len(missing) if resend_missing else 0
    typer.echo(f"{len(there)} went out, {again} sent again, {len(missing) - again} in doubt.")


def _lines(log: Path) -> Iterator[str]:
    with log.open(encoding="utf-8", errors="replace") as file:
        yield from file
