"""Incidents as far as the team has got: links, states, each with who decided, when and why."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, User
from goodoffices.core.tlp import TLP
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.reports import Inbox
from goodoffices.demo.loading.ruling import Rule
from goodoffices.demo.tables import LANGUAGES, table
from goodoffices.demo.values import DemoIncident
from goodoffices.monitor.models import Assessment, Incident, Report, ReportLink
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.intake.arrivals import stored_moment
from goodoffices.monitor.services.intake.words import batches

STANDARDS = {"corroborated": "grounds", "verified": "likelier", "refuted": "convincing"}
"""By which standard of proof the team judges that something happened."""


def open_all(house: House, inbox: Inbox) -> dict[str, Incident]:
    """Open the incidents, link their reports, set their states; returns them by key."""
    wanted = [demo for demo in house.demo.incidents if demo.programme == house.key]
    made = {demo.key: _incident(house, demo) for demo in wanted}
    Incident.objects.bulk_create(made.values())
    _link(house, inbox, wanted, made)
    for part in batches(sorted(incident.pk for incident in made.values()), 1000):
        derive_many(house.programme, part)
    _date(wanted, made)
    fresh = Incident.objects.in_bulk([incident.pk for incident in made.values()])
    for demo in wanted:
        incident = made[demo.key]
        incident.tlp = fresh[incident.pk].tlp
    _assess(house, inbox, wanted, made)
    for demo in wanted:
        incident = made[demo.key]
        _name_people(house, inbox, demo, incident)
        _note(house, inbox, demo, incident)
    return made


def _incident(house: House, demo: DemoIncident) -> Incident:
    programme, own = house.programme, int(TLP[demo.tlp])
    return Incident(
        programme=programme,
        own_tlp=own,
        tlp=own,
        office=house.offices[demo.office_key],
        state=demo.state,
        revision=len(demo.links) + len(demo.assessments),
        date_rule=programme.date_rule,
        place_rule=programme.place_rule,
        type_rule=programme.type_rule,
        toll_rule=programme.toll_rule,
        created_at=_opened(demo),
    )


def _opened(demo: DemoIncident) -> datetime:
    return min(link.at for link in demo.links)


def _changed(demo: DemoIncident) -> datetime:
    return max([*(link.at for link in demo.links), *(step.at for step in demo.assessments)])


def _link(
    house: House, inbox: Inbox, wanted: list[DemoIncident], made: dict[str, Incident]
) -> None:
    ReportLink.objects.bulk_create(
        ReportLink(
            report=inbox.reports[link.external_id],
            incident=made[demo.key],
            reason=link.reason,
            by=house.users[link.by],
            at=link.at,
        )
        for demo in wanted
        for link in demo.links
    )
    linked = [inbox.reports[link.external_id].pk for demo in wanted for link in demo.links]
    for part in batches(linked):
        Report.objects.filter(pk__in=part).update(is_linked=True)


def despite(demo: DemoIncident, by: User) -> str:
    """Return why somebody verified an incident against the rule, in their language."""
    rows = table("team")["despite"]
    text: str = rows[len(demo.links) % len(rows)][LANGUAGES.index(by.language)]
    return text


def _assess(
    house: House, inbox: Inbox, wanted: list[DemoIncident], made: dict[str, Incident]
) -> None:
    found, rule = [], Rule(inbox, wanted)
    for demo in wanted:
        before = "unverified"
        for step in demo.assessments:
            holds = rule.holds(demo) if step.state == "verified" else None
            found.append(
                Assessment(
                    incident=made[demo.key],
                    from_state=before,
                    to_state=step.state,
                    standard=STANDARDS.get(step.state, ""),
                    reason=step.reason,
                    rule_holds=holds,
                    despite=despite(demo, house.users[step.by]) if holds is False else "",
                    tlp=made[demo.key].tlp,
                    by=house.users[step.by],
                    at=step.at,
                )
            )
            before = step.state
    Assessment.objects.bulk_create(found)


def _date(wanted: list[DemoIncident], made: dict[str, Incident]) -> None:
    """Say when each incident last changed: deriving has set it to this very moment."""
    table = connection.ops.quote_name(Incident._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET updated_at = %s WHERE id = %s",  # noqa: S608 (own names)
            [(stored_moment(_changed(demo)), made[demo.key].pk) for demo in wanted],
        )


def _name_people(house: House, inbox: Inbox, demo: DemoIncident, incident: Incident) -> None:
    """Name on an incident with RED reports those named on the reports, and who linked them."""
    named: dict[int, Membership] = {}
    for link in demo.links:
        for member in inbox.red.get(link.external_id, ()):
            linked_by = house.members[link.by]
            named |= {member.pk: member, linked_by.pk: linked_by}
    if named:
        name_on(incident, list(named.values()), by=house.users[demo.links[0].by])


def _note(house: House, inbox: Inbox, demo: DemoIncident, incident: Incident) -> None:
    """Write into the ledger what was done to an incident, with the revision it made."""
    first = min(demo.links, key=lambda link: link.at)
    steps = sorted(
        [(link.at, link) for link in demo.links if link is not first]
        + [(step.at, step) for step in demo.assessments],
        key=lambda one: one[0],
    )
    code = inbox.reports[first.external_id].code
    house.ledger.note(
        "monitor.incident.opened",
        at=first.at,
        by=house.users[first.by],
        record=incident,
        reason=first.reason,
        data={"revision": 1, "reports": [code]},
    )
    state = "unverified"
    for revision, (at, step) in enumerate(steps, 2):
        data: dict[str, object] = {"revision": revision}
        if hasattr(step, "state"):
            action = "monitor.incident.assessed"
            data |= {"from": state, "to": step.state}
            state = step.state
        else:
            action = "monitor.incident.linked"
            data["report"] = inbox.reports[step.external_id].code
        house.ledger.note(
            action, at=at, by=house.users[step.by], record=incident, reason=step.reason, data=data
        )
