"""The characters every test shares: who they are, and what they are in which programme."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from goodoffices.core.models import Membership, Office, Programme, User
from goodoffices.core.roles import Role

PASSWORD = "a long phrase nobody uses"


@dataclass(frozen=True)
class Cast:
    """Two programmes and the people in them; ``stranger`` is in none."""

    programme: Programme
    other_programme: Programme
    office: Office
    administrator: Membership
    director: Membership
    monitoring_officer: Membership
    analyst: Membership
    field_officer: Membership
    press_officer: Membership
    rights_officer: Membership
    partner: Membership
    outsider: Membership
    stranger: User


def person(name: str) -> User:
    """Make an account with the shared password."""
    return User.objects.create_user(
        f"{name.lower().replace(' ', '.')}@example.org", PASSWORD, name=name
    )


def make_cast() -> Cast:
    """Fill an empty database with the two programmes and their people."""
    programme = Programme.objects.create(slug="talmora", names={"en": "Talmora programme"})
    other = Programme.objects.create(slug="elsewhere", names={"en": "Another programme"})
    office = Office.objects.create(programme=programme, code="harrow", names={"en": "Harrow"})

    def member(name: str, role: Role, where: Programme = programme) -> Membership:
        return Membership.objects.create(
            user=person(name),
            programme=where,
            role=role,
            office=office if where == programme else None,
        )

    return Cast(
        programme=programme,
        other_programme=other,
        office=office,
        administrator=member("Ada Min", Role.ADMINISTRATOR),
        director=member("Dora Rect", Role.DIRECTOR),
        monitoring_officer=member("Mona Tor", Role.MONITORING_OFFICER),
        analyst=member("Ana Lyst", Role.ANALYST),
        field_officer=member("Fia Ofs", Role.FIELD_OFFICER),
        press_officer=member("Pia Ress", Role.PRESS_OFFICER),
        rights_officer=member("Rika Ights", Role.RIGHTS_OFFICER),
        partner=member("Per Tner", Role.PARTNER),
        outsider=member("Olga Utsi", Role.MONITORING_OFFICER, other),
        stranger=person("Stra Nger"),
    )


def sign_in(client: Client, who: Membership | User) -> Client:
    """Log a character in, without the form."""
    user = who if isinstance(who, User) else who.user
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
