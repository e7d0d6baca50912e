"""Persons, groups and identities as the tests of the room set them up; all invented."""

from __future__ import annotations

from typing import Any

from goodoffices.core.models import Programme
from goodoffices.core.tlp import TLP
from goodoffices.rights.identities.details import Details
from goodoffices.rights.models import Group, Person
from goodoffices.rights.services import identities, people
from goodoffices.rights.services.people import GivenGroup, GivenPerson

NAME = "Zubaida Kharrazyan"
"""A name that occurs nowhere else."""


def person(programme: Programme, *, by: Any = None, **more: Any) -> Person:
    """Add a person."""
    return people.add_person(programme=programme, given=GivenPerson(**more), by=by)


def group(programme: Programme, *, by: Any = None, **more: Any) -> Group:
    """Add a group."""
    given = GivenGroup(kind=more.pop("kind", "family"), **more)
    return people.add_group(programme=programme, given=given, by=by)


def known(programme: Programme, *names: str, tlp: int = TLP.AMBER_STRICT, by: Any = None) -> Person:
    """Add a person with an identity."""
    made = person(programme, tlp=tlp, by=by)
    details = Details(names=names or (NAME,), contacts=("0555-123456",), documents=("P-77",))
    identities.write(whose=made, details=details, by=None, reason="")
    return made
