"""Persons and groups over the API: code names, what is noted of them, what they allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.monitor.api.wire import known_code, named, the_one
from goodoffices.rights.api import schemas as out
from goodoffices.rights.api.listing import known, recorded, walk
from goodoffices.rights.models import Group, Person
from goodoffices.rights.models.consents import SCOPES
from goodoffices.rights.queries.acts import acts_of
from goodoffices.rights.queries.cases import cases_of
from goodoffices.rights.queries.people import listed
from goodoffices.rights.services.consent import allowed_today


def persons(asked: out.PersonQuery, member: Membership) -> out.PersonPage:
    """Return one page of persons."""
    wanted = {"sex": known("sexes", asked.sex), "age_group": known("age_groups", asked.age_group)}
    facts = {name: code for name, code in wanted.items() if code}
    found = walk(listed(Person, member, text=asked.q, facts=facts), asked, member)
    consents = _consents(found.rows, member)
    shown = [out.PersonOut(**_person(row, consents)) for row in found.rows]
    return out.PersonPage(persons=shown, next=found.next)


def groups(asked: out.GroupQuery, member: Membership) -> out.GroupPage:
    """Return one page of groups."""
    facts = {"kind": known("group_kinds", asked.kind)} if asked.kind else {}
    rows = listed(Group, member, text=asked.q, facts=facts).select_related("party")
    found = walk(rows, asked, member)
    shown = [out.GroupOut(**_group(row, member)) for row in found.rows]
    return out.GroupPage(groups=shown, next=found.next)


def person(code: str, member: Membership) -> out.PersonDetail:
    """Return one person."""
    row = the_one(Person.objects.visible_to(member).filter(code=known_code(code)))
    note_read(row, member=member, channel="api")
    return out.PersonDetail(**_person(row, _consents([row], member)), **_beyond(row, member))


def group(code: str, member: Membership) -> out.GroupDetail:
    """Return one group."""
    rows = Group.objects.visible_to(member).select_related("party")
    row = the_one(rows.filter(code=known_code(code)))
    note_read(row, member=member, channel="api")
    return out.GroupDetail(**_group(row, member), **_beyond(row, member))


Consents = dict[int, out.ConsentOut]


def _consents(rows: Iterable[Person], member: Membership) -> Consents:
    """Return what persons allow today, for a role that takes out what they allow."""
    if not member.may("rights.export"):
        return {}
    allowed: dict[int, set[str]] = defaultdict(set)
    people = [row.pk for row in rows]
    for pk, scope in allowed_today(people):
        allowed[pk].add(scope)
    return {pk: out.ConsentOut(**{one: one in allowed[pk] for one in SCOPES}) for pk in people}


def _person(row: Person, consents: Consents) -> dict[str, Any]:
    return {
        **recorded(row),
        "code_name": row.codename,
        "sex": row.sex,
        "age_group": row.age_group,
        "consent": consents.get(row.pk),
    }


def _group(row: Group, member: Membership) -> dict[str, Any]:
    return {
        **recorded(row),
        "code_name": row.codename,
        "kind": row.kind,
        "party": named(row.party, member),
        "size_low": row.size_low,
        "size_high": row.size_high,
    }


def _beyond(row: Person | Group, member: Membership) -> dict[str, Any]:
    return {
        "note": row.note,
        "acts": [out.ActOf(act=one.act.code, role=one.role) for one in acts_of(row, member)],
        "cases": [one.code for one in cases_of(row, member)],
    }
