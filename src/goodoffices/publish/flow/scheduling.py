"""Schedule and embargo: moments said in the programme's time zone, kept as moments."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import audit, jobs
from goodoffices.core.models import Membership, Programme, User
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.flow.moving import allowed, locked, possible, require_seen, stepped
from goodoffices.publish.flow.publishing import eyes, why_not
from goodoffices.publish.flow.table import UNDER_WAY
from goodoffices.publish.flow.words import sentences
from goodoffices.publish.models import Publication, State, Step

RELEASE = "publish.release"
"""The work that publishes what is due."""

EARLIER, LATER = "earlier", "later"


def moment(local: datetime, programme: Programme, *, which: str = "") -> datetime:
    """Return the moment of a clock time in the programme's time zone.

    Where the clocks are put forward, some times do not exist; where they are put back, some
    come twice and ``which`` (earlier or later) says which is meant. Raises `InvalidInput`.
    """
    zone = ZoneInfo(programme.time_zone)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise InvalidInput(
            _("The clocks are put forward then: there is no such time that day."), code="no-time"
        )
    if which not in (EARLIER, LATER):
        raise InvalidInput(
            _("The clocks are put back then: this time comes twice. Say which is meant."),
            code="time-twice",
        )
    return (first if which == EARLIER else second).astimezone(UTC)


def schedule(*, publication: Publication, at: datetime, by: User | None, seen: str = "") -> Step:
    """Have what has passed its checks published at a moment; raises like `publish`."""
    with transaction.atomic():
        held = locked(publication)
        move = possible(held, "schedule")
        member = allowed(held, move, by)
        require_seen(held, seen)
        if at <= timezone.now():
            raise InvalidInput(_("That moment has passed. Publish now, or choose a later one."))
        if held.embargo_until and at < held.embargo_until:
            raise InvalidInput(_("That lies before the end of the embargo."), code="embargo")
        against = [one for one in why_not(held, eyes(held, member)) if one["what"] != "embargo"]
        if against:
            raise Conflict(" ".join(sentences(against)), code="not-publishable")
        action = "publish.publication.scheduled"
        step = stepped(held, move, by=by, member=member, action=action, asked=True, publish_at=at)
        arguments = {"publication": held.code}
        jobs.enqueue(RELEASE, programme=held.programme, by=None, arguments=arguments, not_before=at)
    publication.refresh_from_db()
    return step


def set_embargo(*, publication: Publication, until: datetime | None, by: User | None) -> None:
    """Say before which moment nothing of it may come out; None lifts it.

    Those who write may set one while it is written; from then on it belongs to those who release.
    """
    with transaction.atomic():
        held = locked(publication)
        may_embargo(held, permitted(by, held.programme, "publish.view", held))
        if until and held.publish_at and held.state == State.SCHEDULED:
            if held.publish_at < until:
                raise Conflict(_("It is scheduled for an earlier moment. Take that back first."))
        elif until:
            held.publish_at = None
        held.embargo_until = until
        held.save(update_fields=["embargo_until", "publish_at"])
        audit.record(
            "publish.publication.embargoed",
            by=by,
            programme=held.programme,
            record=held,
            data={"lifted": until is None},
        )
    publication.refresh_from_db()


def may_embargo(publication: Publication, member: Membership | None) -> None:
    """Raise where a member may not set an embargo, or where it says nothing any more."""
    wanted = "publish.write" if publication.state == State.DRAFT else "publish.release"
    if member is not None and not member.may(wanted):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    if publication.state not in (State.DRAFT, *UNDER_WAY):
        raise Conflict(_("It is out, or was dropped: an embargo says nothing any more."))
