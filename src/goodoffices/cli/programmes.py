"""Setting up: the database, a programme, its first administrator; and who acts in a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from goodoffices.cli.starting import bring_up_to_date, start_django

if TYPE_CHECKING:
    from goodoffices.core.models import Membership, Programme, User


def init(
    programme: str = typer.Option(
        ..., prompt="Address of the programme (small letters, digits, hyphens)", help="Its slug."
    ),
    name: str = typer.Option(..., prompt="Name of the programme", help="Its name in English."),
    email: str = typer.Option(
        ..., prompt="E-mail address of the administrator", help="Address of its administrator."
    ),
    person: str = typer.Option(..., prompt="Name of the administrator", help="The person's name."),
    country: list[str] = typer.Option(
        [], help="ISO code of a country it works in; may be given several times."
    ),
    time_zone: str = typer.Option("UTC", help="Such as Europe/Berlin."),
    password_file: Path | None = typer.Option(
        None, help="File whose first line is the administrator's password; else it is asked for."
    ),
) -> None:
    """Set up the database, a programme and its administrator."""
    start_django()
    password = _password(password_file)
    bring_up_to_date()
    from django.db import transaction

    from goodoffices.core.services import accounts, programmes

    with transaction.atomic():
        made = programmes.create_programme(
            slug=programme,
            names={"en": name},
            by=None,
            time_zone=time_zone,
            countries=[code.upper() for code in country],
        )
        invitation = accounts.invite(
            programme=made, email=email, name=person, role="administrator", by=None
        )
        if invitation.membership.user.has_usable_password():
            accounts.accept_invitation(secret=invitation.secret, by=invitation.membership.user)
        else:
            accounts.accept_with_password(secret=invitation.secret, name=person, password=password)
    typer.echo(f"The programme {programme} is set up. Start it with: goodoffices serve")
    where = "" if country else " --country SY"
    typer.echo("Its maps show the outlines of the world. Boundaries and places come with:")
    typer.echo(f"  goodoffices load boundaries natural-earth{where}")
    typer.echo(f"  goodoffices load gazetteer{where}")


def migrate() -> None:
    """Bring the database up to this version of the program (make a backup first)."""
    start_django()
    done = bring_up_to_date()
    typer.echo("The database was brought up to date." if done else "Nothing to do.")


def _password(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").splitlines()[0]
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


@contextmanager
def in_programme(slug: str) -> Iterator[Programme]:
    """Start Django, find the programme a command speaks of, and enter its scope."""
    start_django()
    from django_scopes import scope

    found = chosen(slug)
    with scope(programme=found):
        yield found


def chosen(slug: str) -> Programme:
    """Return the programme of that address; without one, the only programme there is."""
    from goodoffices.codebook.errors import InvalidInput, NotFound
    from goodoffices.core.models import Programme

    known = list(Programme.objects.order_by("slug"))
    found = [programme for programme in known if programme.slug == slug or not slug]
    if len(found) == 1:
        return found[0]
    if not known:
        raise NotFound("There is no programme yet. Make one: goodoffices init")
    names = ", ".join(programme.slug for programme in known)
    if slug:
        raise NotFound(f"There is no programme {slug}. There are: {names}")
    raise InvalidInput(f"There are several programmes; name one with --programme: {names}")


def acting(programme: Programme, email: str = "") -> User:
    """Return the person a command acts as: the member of that address.

    Without an address, the programme's only administrator; the audit log has to name somebody.
    """
    return acting_member(programme, email).user


def acting_member(programme: Programme, email: str = "") -> Membership:
    """Return the membership a command acts as; see `acting`."""
    from django_scopes import scope

    from goodoffices.codebook.errors import InvalidInput, NotFound
    from goodoffices.core.models import Membership

    with scope(programme=programme):
        members = Membership.objects.select_related("user", "programme").filter(active=True)
        if email:
            found = list(members.filter(user__email=email.strip().lower()))
            if not found:
                raise NotFound(f"{programme.slug} has no member with the address {email}.")
        else:
            found = list(members.filter(role="administrator"))
    if len(found) != 1:
        raise InvalidInput("Say who acts, with --by and the e-mail address of a member.")
    return found[0]
