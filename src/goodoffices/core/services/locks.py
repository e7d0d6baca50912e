"""Closing a programme or an office for now, and opening it again.

One person closes, at once. From a page two persons open again, and none of an office that is
closed: who holds one person's session or has one person in the room opens nothing. The command
line on the server opens alone; whoever has that has the database.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import audit, emergency
from goodoffices.core.models import Lock, Membership, Office, Programme, User
from goodoffices.core.services.permits import membership
from goodoffices.core.shutting import Shut

ASKED_FOR = timedelta(hours=24)
"""So long the wish to open again holds; then it has to be said anew."""


def close(
    *,
    programme: Programme,
    mode: str,
    by: User | None,
    office: Office | None = None,
    reason: str = "",
) -> Lock:
    """Close a programme, or one office of it, for now; it holds from the next request on.

    Raises `Conflict` where it is closed as far already.
    """
    if mode not in Shut.values:
        raise InvalidInput(_("Say whether it is read-only or no access."))
    with transaction.atomic(), scope(programme=programme):
        audit.lock(programme)
        _permitted(by, programme)
        _supersede(programme, office, mode, by)
        lock = Lock.objects.create(
            programme=programme, office=office, mode=mode, reason=reason.strip()[:2000], by=by
        )
        _apply("core.lock.closed", lock, by=by, reason=lock.reason)
        if mode == Shut.NO_ACCESS:
            end_sessions(programme, office)
        transaction.on_commit(lambda: _noticed(programme.pk))
    return lock


def ask_to_open(*, lock: Lock, by: User) -> Lock:
    """Say that one wants to open again; another person then has a day to do it."""
    with transaction.atomic(), scope(programme=lock.programme):
        held = _held(lock, by)
        held.asked_by, held.asked_at = by, timezone.now()
        held.save(update_fields=["asked_by", "asked_at"])
        _apply("core.lock.asked", held, by=by)
    return held


def open_again(*, lock: Lock, by: User | None, reason: str = "") -> Lock:
    """Open what was closed: as the second person, or at the command line (``by`` None)."""
    with transaction.atomic(), scope(programme=lock.programme):
        held = _held(lock, by)
        if by is not None and not is_asked(held):
            raise Conflict(_("Another person has to ask for it first."))
        if by is not None and held.asked_by_id == by.pk:
            raise NotPermitted(_("A second person opens it: you asked for it yourself."))
        held.ended_by, held.ended_at = by, timezone.now()
        held.save(update_fields=["ended_by", "ended_at"])
        _apply("core.lock.opened", held, by=by, reason=reason.strip()[:2000])
        transaction.on_commit(lambda: _noticed(held.programme_id))
    return held


def is_asked(lock: Lock) -> bool:
    """Say whether somebody asked to open it, and that was not too long ago."""
    return lock.asked_at is not None and timezone.now() - lock.asked_at < ASKED_FOR


def end_sessions(programme: Programme, office: Office | None) -> int:
    """End every session of the programme's members, or of one office's; returns how many."""
    members = Membership.objects.filter(programme=programme, active=True)
    if office is not None:
        members = members.filter(office=office)
    people = {str(pk) for pk in members.values_list("user", flat=True)}
    living = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    theirs = [one.pk for one in living if one.get_decoded().get("_auth_user_id") in people]
    for start in range(0, len(theirs), 500):
        Session.objects.filter(pk__in=theirs[start : start + 500]).delete()
    return len(theirs)


def _permitted(by: User | None, programme: Programme) -> Membership | None:
    """Like `permits.permitted`, but it works while the programme is closed."""
    if by is None:
        return None
    member = membership(by, programme)
    if member is None:
        raise NotFound(_("There is nothing at this address."))
    if not member.may("core.lock"):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    return member


def _held(lock: Lock, by: User | None) -> Lock:
    """Return the lock, held until the transaction ends, once the person may open it."""
    audit.lock(lock.programme)
    member = _permitted(by, lock.programme)
    held = Lock.objects.select_for_update(of=("self",)).get(pk=lock.pk)
    if held.ended_at is not None:
        raise Conflict(_("It is open again already."))
    if member is not None and held.office_id and held.office_id == member.office_id:
        raise NotPermitted(_("People of another office open this one again."))
    return held


def _supersede(programme: Programme, office: Office | None, mode: str, by: User | None) -> None:
    before = Lock.objects.filter(programme=programme, office=office, ended_at=None).first()
    if before is None:
        return
    if before.mode == Shut.NO_ACCESS or before.mode == mode:
        raise Conflict(_("It is closed already. Open it again before you close it otherwise."))
    before.asked_by = before.asked_at = None
    before.ended_by, before.ended_at = by, timezone.now()
    before.save(update_fields=["asked_by", "asked_at", "ended_by", "ended_at"])


def _apply(action: str, lock: Lock, *, by: User | None, reason: str = "") -> None:
    """Write what holds now where every request and every act looks, with the entry of why."""
    programme = lock.programme
    standing = Lock.objects.filter(programme=programme, ended_at=None)
    modes: dict[int | None, str] = dict(standing.values_list("office", "mode"))
    Programme.objects.filter(pk=programme.pk).update(shut=modes.get(None, ""))
    for office in Office.objects.filter(programme=programme):
        Office.objects.filter(pk=office.pk).update(shut=modes.get(office.pk, ""))
    offices = {str(pk): mode for pk, mode in modes.items() if pk is not None}
    shut: dict[str, Any] = {"all": modes.get(None, ""), "offices": offices}
    data = {"mode": lock.mode, "office": lock.office.code if lock.office else ""}
    audit.record(
        action,
        by=by,
        programme=programme,
        record=lock,
        reason=reason,
        data=data,
        shut=shut if any(shut.values()) else {},
    )


def _noticed(programme_id: int) -> None:
    programme = Programme.objects.get(pk=programme_id)
    emergency.notice(programme)
    if programme.shut == "":
        emergency.forget(programme_id)
