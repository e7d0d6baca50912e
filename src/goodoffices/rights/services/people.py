"""Persons and groups under code names: adding them and correcting what is noted of them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.access import may_see, name_on
from goodoffices.core.models import Membership, Party, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP
from goodoffices.monitor.services.permits import permitted as permitted_on
from goodoffices.rights.models import Group, Person, Subject
from goodoffices.rights.services import indexing

RECORD = "rights.record"
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True)
class GivenPerson:
    """What is noted of a person without saying who it is."""

    sex: str = ""
    age_group: str = ""
    alias: str = ""
    note: str = ""
    tlp: int = TLP.AMBER_STRICT


@dataclass(frozen=True, slots=True)
class GivenGroup:
    """What is noted of a group of people without saying who they are."""

    kind: str
    party: Party | None = None
    size_low: int | None = None
    size_high: int | None = None
    alias: str = ""
    note: str = ""
    tlp: int = TLP.AMBER_STRICT


def add_person(*, programme: Programme, given: GivenPerson, by: User | None) -> Person:
    """Add a person under a code name; who adds somebody marked RED is named on the record."""
    member = permitted(by, programme, RECORD)
    _refuse_bad_person(given)
    with transaction.atomic():
        person = Person(programme=programme, word=_word(), by=by, tlp=given.tlp)
        _fill(person, given)
        person.save(force_insert=True)
        indexing.file_person(person)
        _added(person, member, by)
    return person


def add_group(*, programme: Programme, given: GivenGroup, by: User | None) -> Group:
    """Add a group of people under a code name."""
    member = permitted(by, programme, RECORD)
    _refuse_bad_group(given, programme, member)
    with transaction.atomic():
        group = Group(programme=programme, word=_word(), by=by, tlp=given.tlp)
        _fill(group, given)
        group.save(force_insert=True)
        indexing.file_group(group)
        _added(group, member, by)
    return group


def change_person(
    *, person: Person, given: GivenPerson, revision: int, by: User | None, reason: str
) -> Person:
    """Correct what is noted of a person; their mark is changed by `restrict`."""
    permitted_on(by, person.programme, RECORD, person)
    _refuse_bad_person(given)
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        _change(held, given, revision, by, reason)
        indexing.file_person(held)
    return held


def change_group(
    *, group: Group, given: GivenGroup, revision: int, by: User | None, reason: str
) -> Group:
    """Correct what is noted of a group of people."""
    member = permitted_on(by, group.programme, RECORD, group)
    _refuse_bad_group(given, group.programme, member, before=group)
    with transaction.atomic():
        held = Group.objects.select_for_update().get(pk=group.pk)
        _change(held, given, revision, by, reason)
        indexing.file_group(held)
    return held


def kind_name(subject: Subject) -> str:
    """Return ``person`` or ``group``: how actions and addresses call it."""
    return "person" if isinstance(subject, Person) else "group"


def _word() -> str:
    return secrets.choice(list(codebook.load()["code_words"].entries))


def _refuse_bad_person(given: GivenPerson) -> None:
    book = codebook.load()
    if given.sex and given.sex not in book["sexes"]:
        raise InvalidInput(_("Choose from the list, or leave it open."), code="bad-sex")
    if given.age_group and given.age_group not in book["age_groups"]:
        raise InvalidInput(_("Choose from the list, or leave it open."), code="bad-age-group")
    _refuse_bad_mark(given.tlp)


def _refuse_bad_group(
    given: GivenGroup, programme: Programme, member: Membership | None, before: Group | None = None
) -> None:
    if given.kind not in codebook.load()["group_kinds"]:
        raise InvalidInput(_("Choose what kind of group it is."), code="bad-kind")
    sizes = [size for size in (given.size_low, given.size_high) if size is not None]
    if sizes != sorted(sizes) or any(not 0 <= size <= MOST_PEOPLE for size in sizes):
        raise InvalidInput(_("The figures run from at least to at most."), code="bad-size")
    _refuse_bad_mark(given.tlp)
    party = given.party
    if party is None or (before is not None and party.pk == before.party_id):
        return
    if party.programme_id != programme.pk or (member is not None and not may_see(party, member)):
        raise NotFound(_("There is no such party."))


def _refuse_bad_mark(tlp: int) -> None:
    if tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")


def _fill(subject: Person | Group, given: GivenPerson | GivenGroup) -> None:
    subject.alias, subject.note = given.alias.strip()[:60], given.note.strip()[:5000]
    if isinstance(subject, Person) and isinstance(given, GivenPerson):
        subject.sex, subject.age_group = given.sex, given.age_group
    elif isinstance(subject, Group) and isinstance(given, GivenGroup):
        subject.kind, subject.party = given.kind, given.party
        subject.size_low, subject.size_high = given.size_low, given.size_high


def _added(subject: Person | Group, member: Membership | None, by: User | None) -> None:
    if subject.tlp == TLP.RED and member is not None:
        name_on(subject, [member], by=by)
    action = f"rights.{kind_name(subject)}.added"
    audit.record(action, by=by, programme=subject.programme, record=subject)


def _change(
    held: Person | Group,
    given: GivenPerson | GivenGroup,
    revision: int,
    by: User | None,
    reason: str,
) -> None:
    if held.revision != revision:
        raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
    _fill(held, given)
    held.revision += 1
    held.save()
    action = f"rights.{kind_name(held)}.changed"
    audit.record(action, by=by, programme=held.programme, record=held, reason=reason)
