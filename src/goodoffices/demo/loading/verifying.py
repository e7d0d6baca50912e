"""Puts what the team judged, confirmed, looked at and was asked into the database."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection

from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.incidents import despite
from goodoffices.demo.loading.reports import Inbox
from goodoffices.demo.loading.ruling import Rule
from goodoffices.demo.people import MAIN
from goodoffices.demo.verifying import NEEDS_TWO, DemoJudgement, DemoTask, Judges
from goodoffices.monitor.models import (
    Assessment,
    Assignment,
    ChecklistTick,
    Incident,
    VerificationPolicy,
)
from goodoffices.monitor.services.intake.arrivals import stored_moment

Steps = dict[str, list[tuple[datetime, str, str, dict[str, object], str]]]
"""Per incident what was done: when, by whom, the action, its data, the reason."""


def verify_all(house: House, inbox: Inbox, made: dict[str, Incident]) -> None:
    """Load the verification and the workload of the main programme."""
    if house.key != MAIN:
        return
    judges = Judges(house.demo)
    policy = _policy(house)
    steps = _judge(house, inbox, judges.judgements(), made, policy)
    _note(house, made, steps)
    ChecklistTick.objects.bulk_create(
        ChecklistTick(incident=made[t.incident], item=t.item, by=house.users[t.by], at=t.at)
        for t in judges.ticks()
    )
    _assign(house, inbox, made, judges)


def _policy(house: House) -> VerificationPolicy:
    """Write down what needs two here; the rest is as it ships."""
    from goodoffices.monitor.services.verification.policy import shipped_policy

    shipped, at = shipped_policy(), house.opened + timedelta(hours=2)
    row = VerificationPolicy.objects.create(
        programme=house.programme,
        number=1,
        ladder=[
            {"code": s.code, "names": dict(s.names), "meanings": dict(s.meanings)}
            for s in shipped.ladder
        ],
        second=sorted(NEEDS_TWO),
        origins={
            "origins": shipped.rule.origins,
            "different_kinds": shipped.rule.different_kinds,
            "staff_suffices": shipped.rule.staff_suffices,
            "states": sorted(shipped.rule_states),
        },
        checklists={"off": [], "own": []},
        by=house.director,
        at=at,
    )
    house.ledger.note(
        "monitor.verification.changed",
        at=at,
        by=house.director,
        record=house.programme,
        data={"changed": ["second"], "number": 1},
    )
    return row


def _judge(
    house: House,
    inbox: Inbox,
    judgements: tuple[DemoJudgement, ...],
    made: dict[str, Incident],
    policy: VerificationPolicy,
) -> Steps:
    steps: Steps = defaultdict(list)
    states: dict[tuple[str, str], str] = {}
    rows = []
    known = {demo.key: demo for demo in house.demo.incidents if demo.key in made}
    rule = Rule(inbox, known.values())
    for one in judgements:
        before = states.get((one.incident, one.aspect), "unverified")
        row = _row(house, one, made[one.incident], before, policy)
        if one.state == "verified":
            row.rule_holds = rule.holds(known[one.incident], one.aspect)
            row.despite = (
                "" if row.rule_holds else despite(known[one.incident], house.users[one.by])
            )
        rows.append(row)
        data: dict[str, object] = {"aspect": one.aspect, "from": before, "to": one.state}
        said = "proposed" if one.needs_second else "assessed"
        steps[one.incident].append((one.at, one.by, said, data, one.reason))
        if one.second_at is not None:
            answer = "assessment_confirmed" if one.agrees else "assessment_declined"
            step = (one.second_at, one.second_by, answer, data, one.second_reason)
            steps[one.incident].append(step)
        if not one.needs_second or (one.second_at and one.agrees):
            states[one.incident, one.aspect] = one.state
    Assessment.objects.bulk_create(rows)
    for (key, aspect), state in states.items():
        setattr(made[key], f"{aspect}_state", state)
    return steps


def _row(
    house: House,
    one: DemoJudgement,
    incident: Incident,
    before: str,
    policy: VerificationPolicy,
) -> Assessment:
    return Assessment(
        incident=incident,
        aspect=one.aspect,
        from_state=before,
        to_state=one.state,
        policy=policy,
        standard=one.standard,
        reason=one.reason,
        tlp=incident.tlp,
        by=house.users[one.by],
        at=one.at,
        needs_second=one.needs_second,
        second_agrees=one.agrees if one.second_at else None,
        second_by=house.users[one.second_by] if one.second_by else None,
        second_at=one.second_at,
        second_reason=one.second_reason,
    )


def _note(house: House, made: dict[str, Incident], steps: Steps) -> None:
    """Write the steps into the log, and have each incident show what stands."""
    table = connection.ops.quote_name(Incident._meta.db_table)
    rows = []
    for key, done in steps.items():
        incident = made[key]
        for at, by, action, data, reason in sorted(done, key=lambda step: step[0]):
            incident.revision += 1
            house.ledger.note(
                f"monitor.incident.{action}",
                at=at,
                by=house.users[by],
                record=incident,
                reason=reason,
                data={"revision": incident.revision, **data},
            )
        last = stored_moment(max(step[0] for step in done))
        shown = (incident.harm_state, incident.attribution_state, incident.revision)
        rows.append((*shown, last, incident.pk))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET harm_state = %s, attribution_state = %s,"  # noqa: S608 (own names)
            " revision = %s, updated_at = %s WHERE id = %s",
            rows,
        )


def _assign(house: House, inbox: Inbox, made: dict[str, Incident], judges: Judges) -> None:
    decided = {link.external_id for demo in house.demo.incidents for link in demo.links}
    decided |= {one.external_id for one in house.demo.set_aside}
    waiting = [
        report
        for report in house.demo.reports
        if report.programme == MAIN
        and report.version == 1
        and report.tlp != "RED"
        and report.row.external_id not in decided
        and inbox.reports[report.row.external_id].withdrawn_at is None
    ]
    for task in judges.tasks(waiting):
        _open(house, inbox, made, task)


def _open(house: House, inbox: Inbox, made: dict[str, Incident], task: DemoTask) -> None:
    report = inbox.reports[task.report] if task.report else None
    incident = made[task.incident] if task.incident else None
    due = None
    if task.due_in is not None:
        due = house.demo.today + timedelta(days=task.due_in)
    row = Assignment(
        programme=house.programme,
        report=report,
        incident=incident,
        to=house.members[task.to],
        due=due,
        note=task.note,
        by=house.users[task.by],
        at=task.at,
    )
    record = report or incident
    house.ledger.note("monitor.work.assigned", at=task.at, by=row.by, record=record)
    later = task.at + (house.now - task.at) / 2
    if task.done or task.handed_to:
        row.ending = Assignment.Ending.DONE if task.done else Assignment.Ending.HANDED_ON
        row.ended_at, row.ended_by = later, house.users[task.to]
        row.ended_reason = task.why_handed
        act = "monitor.work.done" if task.done else "monitor.work.handed_on"
        house.ledger.note(
            act, at=later, by=house.users[task.to], record=record, reason=task.why_handed
        )
    row.save()
    if task.handed_to and not task.done:
        Assignment.objects.create(
            programme=house.programme,
            report=report,
            incident=incident,
            to=house.members[task.handed_to],
            due=due,
            note=task.note,
            follows=row,
            by=house.users[task.to],
            at=later,
        )
