"""Assigning work: a record to a member, by when; handed on, taken back, done."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, User
from goodoffices.monitor.models import Assignment, Incident, Report
from goodoffices.monitor.queries.records.regroupings import standing
from goodoffices.monitor.services.edits import held
from goodoffices.monitor.services.permits import membership, permitted


def assign(
    *,
    record: Report | Incident,
    to: Membership,
    by: User,
    due: date | None = None,
    note: str = "",
) -> Assignment:
    """Ask a member to deal with a report or an incident; whoever may may ask themselves as well.

    Raises `InvalidInput` where the member does not see the record, `Conflict` where it is
    assigned already, `MergedAway` where the incident stands no more.
    """
    permitted(by, record.programme, "monitor.assign", record)
    _must_be_able(record, to)
    with transaction.atomic():
        if isinstance(record, Incident):
            # Raises `MergedAway` where somebody has merged it away since the page was opened.
            held(record)
        made = _opened(record, to, due, note, by)
        # The note is for the one who is asked: the record's history does not tell it.
        _note(made, "assigned", by, "")
    return made


def hand_on(
    *,
    assignment: Assignment,
    to: Membership,
    by: User,
    reason: str,
    due: date | None = None,
    note: str = "",
) -> Assignment:
    """Hand an assignment on to another member: by the one who has it, or who may assign."""
    record = _allowed(assignment, by)
    _must_be_able(record, to)
    if to.pk == assignment.to_id:
        raise InvalidInput(_("They have it already. Choose somebody else."), code="same-member")
    with transaction.atomic():
        ended = _ended(assignment, Assignment.Ending.HANDED_ON, by, reason)
        made = _opened(record, to, due or ended.due, note, by, follows=ended)
        _note(made, "handed_on", by, reason)
    return made


def take_off(*, assignment: Assignment, by: User, reason: str) -> Assignment:
    """Take an assignment back: nobody is asked to deal with the record any more."""
    _allowed(assignment, by)
    with transaction.atomic():
        ended = _ended(assignment, Assignment.Ending.TAKEN_BACK, by, reason)
        _note(ended, "taken_back", by, reason)
    return ended


def finish(*, assignment: Assignment, by: User, reason: str = "") -> Assignment:
    """Mark an assignment as done; what was found stands in the record itself."""
    _allowed(assignment, by)
    with transaction.atomic():
        ended = _ended(assignment, Assignment.Ending.DONE, by, reason)
        _note(ended, "done", by, reason)
    return ended


def _allowed(assignment: Assignment, by: User) -> Report | Incident:
    """Return the record, once the actor sees it and has the assignment or may assign."""
    record = assignment.record
    member = membership(by, assignment.programme)
    own = member is not None and member.pk == assignment.to_id
    permitted(by, assignment.programme, "core.view" if own else "monitor.assign", record)
    return record


def _must_be_able(record: Report | Incident, to: Membership) -> None:
    if to.programme_id != record.programme_id or not to.active:
        raise InvalidInput(_("Choose a member of the programme."), code="no-member")
    if not to.may("monitor.report"):
        raise InvalidInput(_("Their role does not work on records."), code="no-member")
    now = standing(record) if isinstance(record, Incident) else record
    if not may_see(record, to) or not may_see(now, to):
        raise InvalidInput(
            _("They do not see this record. Name them on it first."), code="does-not-see"
        )


def _opened(
    record: Report | Incident,
    to: Membership,
    due: date | None,
    note: str,
    by: User,
    follows: Assignment | None = None,
) -> Assignment:
    about = {"report" if isinstance(record, Report) else "incident": record}
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                programme=record.programme,
                to=to,
                due=due,
                note=note[:500],
                by=by,
                follows=follows,
                **about,
            )
    except IntegrityError:
        raise Conflict(
            _("It is assigned already. Hand that assignment on, or take it back."),
            code="assigned-already",
        ) from None


def _ended(assignment: Assignment, ending: str, by: User, reason: str) -> Assignment:
    current = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if not current.is_open:
        raise Conflict(_("This assignment has ended already."), code="already-decided")
    if ending != Assignment.Ending.DONE and not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")
    current.ending, current.ended_at, current.ended_by = ending, timezone.now(), by
    current.ended_reason = reason[:500]
    current.save(update_fields=["ending", "ended_at", "ended_by", "ended_reason"])
    return current


def _note(assignment: Assignment, action: str, by: User, reason: str) -> None:
    audit.record(
        f"monitor.work.{action}",
        by=by,
        programme=assignment.programme,
        record=assignment.record,
        reason=reason,
        data={"assignment": assignment.code, "member": assignment.to.code},
    )
