"""Persons, groups and identities as the tests of the room set them up; all invented."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goodoffices.core.models import Programme
from goodoffices.core.tlp import TLP
from goodoffices.rights.identities.details import Details
from goodoffices.rights.models import Act, Case, Consent, Group, Involvement, Person
from goodoffices.rights.services import acts, cases, consent, identities, people
from goodoffices.rights.services.acts import GivenAct, GivenInvolvement
from goodoffices.rights.services.cases import GivenCase
from goodoffices.rights.services.consent import GivenConsent
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


def act(programme: Programme, *, by: Any = None, **more: Any) -> Act:
    """Record an act."""
    given = GivenAct(kind=more.pop("kind", "detention"), **more)
    return acts.record_act(programme=programme, given=given, by=by)


def involve(on: Act, who: Any, role: str = "victim", *, by: Any = None, **more: Any) -> Involvement:
    """Say that somebody was involved in an act."""
    given = GivenInvolvement(role=role, certainty=more.pop("certainty", "likely"), **more)
    return acts.involve(act=on, who=who, given=given, by=by)


def case(programme: Programme, *, by: Any = None, **more: Any) -> Case:
    """Open a case."""
    given = GivenCase(
        kind=more.pop("kind", "detention"), title=more.pop("title", "Held at a gate"), **more
    )
    return cases.open_case(programme=programme, given=given, by=by)


def consented(whose: Person, *scopes: str, **more: Any) -> Consent:
    """Write down a consent given today."""
    given = GivenConsent(
        scopes=frozenset(scopes),
        way=more.pop("way", "spoken"),
        language=more.pop("language", "ar"),
        given_on=more.pop("given_on", timezone.localdate()),
        **more,
    )
    return consent.give(person=whose, given=given, by=None)
