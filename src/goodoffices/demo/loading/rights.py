"""Puts people under code names, acts, cases and consents into the database, through the services.

Identities are written too, with invented names, so that opening one can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

from goodoffices.core.models import Party, User
from goodoffices.core.tlp import TLP
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import Past, in_the_past
from goodoffices.demo.tables import table
from goodoffices.methods.dates import Span, parse_typed
from goodoffices.monitor.models import Incident
from goodoffices.rights.identities.details import Details
from goodoffices.rights.models import Act, Norm, Person
from goodoffices.rights.models.cases import CLOSED
from goodoffices.rights.services import acts, cases, consent, identities, people, steps
from goodoffices.rights.services.lists import tying

OFFICER = "salma"
BEGAN = timedelta(days=64)


@dataclass(slots=True)
class Desk:
    """The rights officer's desk while it is being filled: records by their keys."""

    house: House
    past: Past
    incidents: list[Incident]
    held: dict[str, Any] = field(default_factory=dict)
    norms: dict[str, Norm] = field(default_factory=dict)

    @property
    def by(self) -> User:
        """Who works at it."""
        return self.house.users[OFFICER]

    def ago(self, days: int, hours: int = 0) -> datetime:
        """Set the moment at which things are done, and return it."""
        self.past.at = self.house.now - timedelta(days=days) + timedelta(hours=hours)
        return self.past.at


def fill_rights(house: House, made: Mapping[str, Incident]) -> None:
    """Record people, acts, cases and consents; before the ledger is written."""
    from goodoffices.demo.loading.lists import fill_lists

    fresh = Incident.objects.in_bulk([one.pk for one in made.values()])
    incidents = sorted(fresh.values(), key=lambda one: (one.last_day or 0, one.pk), reverse=True)
    with in_the_past(house.ledger, house.now - BEGAN) as past:
        desk = Desk(house, past, incidents)
        data = table("rights")
        _people(desk, data)
        _norms(desk, data["norms"])
        for entry in data["acts"]:
            _act(desk, entry)
        for entry in data["consents"]:
            _consent(desk, entry)
        for entry in data["cases"]:
            _case(desk, entry)
        _same(desk, data["same"])
        fill_lists(desk)


def _people(desk: Desk, data: Mapping[str, Any]) -> None:
    programme, by = desk.house.programme, desk.by
    for key, sex, age, note, names, mark in data["people"]:
        at = desk.ago(BEGAN.days)
        given = people.GivenPerson(sex=sex, age_group=age, note=note, tlp=int(TLP[mark]))
        made = people.add_person(programme=programme, given=given, by=by)
        _dated(made, created_at=at)
        desk.held[key] = made
        if names:
            details = Details(names=tuple(names))
            written = identities.write(whose=made, details=details, by=by, reason="Heard in person")
            _dated(written, at=at)
    for key, kind, low, high, party, note in data["groups"]:
        side = Party.objects.get(programme=programme, name=party) if party else None
        group = people.GivenGroup(kind=kind, party=side, size_low=low, size_high=high, note=note)
        desk.held[key] = people.add_group(programme=programme, given=group, by=by)
        _dated(desk.held[key], created_at=desk.ago(BEGAN.days))


def _norms(desk: Desk, rows: Sequence[Sequence[str]]) -> None:
    for citation, caption, language in rows:
        desk.norms[citation] = acts.add_norm(
            programme=desk.house.programme,
            citation=citation,
            caption=caption,
            language=language,
            by=desk.by,
        )


def _act(desk: Desk, entry: Mapping[str, Any]) -> None:
    incident = _incident(desk, entry["event"])
    when = parse_typed(incident.edtf) if incident else Span("", None, None)
    at = desk.ago(_days_since(desk, incident), 3)
    given = acts.GivenAct(
        kind=entry["kind"],
        incident=incident,
        when=when,
        place=incident.place if incident else None,
        description=entry["description"],
        language=entry["language"],
    )
    made = acts.record_act(programme=desk.house.programme, given=given, by=desk.by)
    _dated(made, created_at=at)
    desk.held[entry["key"]] = made
    _involve(desk, made, entry, at)


def _involve(desk: Desk, made: Act, entry: Mapping[str, Any], at: datetime) -> None:
    for who, role, degree, certainty in entry["involved"]:
        said = acts.GivenInvolvement(role=role, degree=degree, certainty=certainty)
        row = acts.involve(act=made, who=desk.held[who], given=said, by=desk.by)
        _dated(row, at=at)
    for norm, reason in entry["norms"]:
        own = desk.norms.get(norm)
        shipped = "" if own else norm
        tie = acts.tie_norm(act=made, shipped=shipped, norm=own, reason=reason, by=desk.by)
        _dated(tie, at=at)


def _incident(desk: Desk, types: Sequence[str]) -> Incident | None:
    """Return the latest incident of the first type that has one which the officer sees."""
    open_ = [one for one in desk.incidents if one.tlp < TLP.RED and one.edtf]
    for wanted in types:
        for one in open_:
            if one.event_type == wanted:
                return one
    return None


def _days_since(desk: Desk, incident: Incident | None) -> int:
    if incident is None or incident.last_day is None:
        return 16
    return max(1, desk.house.now.date().toordinal() - incident.last_day)


def _same(desk: Desk, rows: Sequence[Sequence[Any]]) -> None:
    for one, other, certainty, reason, ago in rows:
        at = desk.ago(ago)
        people_said = {"one": desk.held[one], "other": desk.held[other]}
        made = tying.same_person(**people_said, certainty=certainty, reason=reason, by=desk.by)
        _dated(made, at=at)


def _consent(desk: Desk, entry: Sequence[Any]) -> None:
    who, scopes, way, language, ago, holds, withdrawn = entry
    at = desk.ago(ago)
    given = consent.GivenConsent(
        scopes=frozenset(scopes),
        way=way,
        language=language,
        given_on=at.date(),
        expires_on=at.date() + timedelta(days=holds) if holds else None,
    )
    person: Person = desk.held[who]
    made = consent.give(person=person, given=given, by=desk.by)
    _dated(made, at=at)
    if withdrawn:
        at = desk.ago(withdrawn)
        said = "The mother called and asked that nobody can find her."
        consent.withdraw(consent=made, by=desk.by, reason=said, deletion_wished=True)
        _dated(made, withdrawn_at=at)


def _case(desk: Desk, entry: Mapping[str, Any]) -> None:
    words = {name: entry[name] for name in ("kind", "title", "summary", "language")}
    office = desk.house.members[OFFICER].office
    at = desk.ago(entry["opened"])
    given = cases.GivenCase(**words, office=office)
    case = cases.open_case(programme=desk.house.programme, given=given, by=desk.by)
    _dated(case, created_at=at)
    for key in entry["belongs"]:
        _dated(cases.link(case=case, record=desk.held[key], by=desk.by), at=at)
    for ago, text in entry["entries"]:
        at = desk.ago(ago)
        _dated(cases.note(case=case, text=text, by=desk.by), at=at, first_day=at.toordinal())
    for step in entry["steps"]:
        _step(desk, case, step, entry["opened"])
    if "closed" in entry:
        ago, reason = entry["closed"]
        at = desk.ago(ago)
        _dated(cases.note(case=case, text=reason, what=CLOSED, by=desk.by), at=at)
        _dated(case, closed_at=at)


def _step(desk: Desk, case: Any, step: Sequence[Any], opened: int) -> None:
    kind, text, to, who, due, outcome = step
    at = desk.ago(opened, 1)
    made = steps.plan(
        case=case,
        kind=kind,
        text=text,
        to=to,
        member=desk.house.members[who] if desk.house.members[who].may("rights.view") else None,
        due=(desk.house.now + timedelta(days=due)).date(),
        by=desk.by,
    )
    _dated(made, at=at)
    if outcome:
        at = desk.ago(max(1, -due))
        steps.finish(step=made, outcome=outcome, by=desk.by)
        _dated(made, done_at=at)


def _dated(record: Model, **moments: Any) -> None:
    """Give a record of the invented past its own time."""
    type(record)._default_manager.filter(pk=record.pk).update(**moments)
