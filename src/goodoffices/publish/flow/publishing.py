"""Publishing: everything is looked at once more, then frozen and shown; or it is held back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodoffices.codebook.errors import Conflict
from goodoffices.core import jobs
from goodoffices.core.models import Membership, User
from goodoffices.core.services.permits import membership
from goodoffices.publish.flow import gating, people, releasing
from goodoffices.publish.flow.digests import digest, latest_texts, stale
from goodoffices.publish.flow.freezing import freeze
from goodoffices.publish.flow.moving import allowed, locked, possible, require_seen, stepped
from goodoffices.publish.flow.standing import changes, snapshot
from goodoffices.publish.flow.table import BY_NAME
from goodoffices.publish.flow.words import sentences
from goodoffices.publish.models import Edition, Publication, State, Step

TELL = "publish.tell_held"
"""The work that writes to those who may release that something was held back."""

CORRECTABLE = (State.PUBLISHED, State.CORRECTED)


def publish(*, publication: Publication, by: User | None, seen: str = "") -> Edition:
    """Publish now what has passed its checks; raises `Conflict` while anything stands against it.

    Of two people who press at once the second is told that it is out.
    """
    with transaction.atomic():
        held = locked(publication)
        move = possible(held, "publish")
        member = allowed(held, move, by)
        require_seen(held, seen)
        against = why_not(held, eyes(held, member))
        if against:
            raise Conflict(" ".join(sentences(against)), code="not-publishable")
        edition = _out(held, by=by, member=eyes(held, member))
    publication.refresh_from_db()
    return edition


def release_due(publication: Publication) -> Edition | None:
    """Publish what people scheduled, once its moment has come; or hold it back and tell them.

    Harmless when it is run again, by several workers, or after being killed: all happens in one
    transaction, on a row that is held, and only from the state "scheduled".
    """
    with transaction.atomic():
        held = locked(publication)
        due = held.publish_at is not None and held.publish_at <= timezone.now()
        if held.state != State.SCHEDULED or not due:
            return None
        member = eyes(held, _who_scheduled(held))
        against = why_not(held, member)
        if not against:
            return _out(held, by=None, member=member)
        hold(held, against)
        return None


def hold(held: Publication, against: list[dict[str, Any]]) -> None:
    """Hold a locked publication back for reasons, and have those told who may release."""
    move = BY_NAME["hold"]
    action = "publish.publication.held"
    stepped(held, move, by=None, member=None, why=against, action=action)
    arguments = {"publication": held.code}
    jobs.enqueue(TELL, programme=held.programme, by=None, arguments=arguments)


def eyes(held: Publication, other: Membership | None) -> Membership | None:
    """Return through whose clearance the records are read: that of the security check, while
    its maker is a member, else another's."""
    step = people.checks_of(people.this_round(held)).get(State.SECURITY)
    checker = membership(step.by, held.programme) if step and step.by else None
    return checker or other


def _who_scheduled(held: Publication) -> Membership | None:
    step = held.steps.filter(to=State.SCHEDULED).select_related("by").order_by("-pk").first()
    return membership(step.by, held.programme) if step and step.by else None


def why_not(held: Publication, member: Membership | None) -> list[dict[str, Any]]:
    """Return as codes all that stands against publishing now (`words.sentences` says it)."""
    found: list[dict[str, Any]] = []
    if held.embargo_until and held.embargo_until > timezone.now():
        found.append({"what": "embargo"})
    if against := people.unchecked(held, digest(held)):
        found.append({"what": against})
    if held.corrects is not None:
        found += _against_correcting(held.corrects)
    if blocked := gating.blocking(held):
        found.append({"what": "gate-open", "count": len(blocked)})
    if member is None:
        return [*found, {"what": "nobody-answers"}]
    return found + _against_evidence(held, member)


def _against_correcting(corrected: Publication) -> list[dict[str, Any]]:
    found = []
    if corrected.state not in CORRECTABLE:
        found.append({"what": "not-out"})
    if gating.amended(corrected) and stale(corrected, latest_texts(corrected)):
        found.append({"what": "amended-stale"})
    return found


def _against_evidence(held: Publication, member: Membership) -> list[dict[str, Any]]:
    """Compare what stands behind the text with what stood there at the last check."""
    step = people.checks_of(people.this_round(held)).get(State.SECURITY)
    then: dict[str, Any] = step.evidence if step else {}
    now = snapshot(held, member)
    found = [{"what": one.what, "key": one.key} for one in changes(then, now)]
    new = [key for key in now if key not in then] if step else []
    return found + [{"what": "text-changed", "key": key} for key in new]


def _out(held: Publication, *, by: User | None, member: Membership | None) -> Edition:
    """Freeze and show a locked publication; a correction also changes what it corrects."""
    move = BY_NAME["publish"]
    edition = freeze(held, member=member, by=by, round_of=held)
    action = "publish.publication.published"
    stepped(held, move, by=by, member=member, action=action, asked=True)
    releasing.show(held, edition, by=by)
    if held.corrects is not None:
        _correct(held, edition, by=by, member=member)
    return edition


def _correct(
    correction: Publication, edition: Edition, *, by: User | None, member: Membership | None
) -> None:
    """Tie a correction to what it corrects, and put the amended text out with it."""
    assert correction.corrects is not None, "asked before"
    corrected = locked(correction.corrects)
    if gating.amended(corrected):
        again = freeze(corrected, member=member, by=by, round_of=correction)
        releasing.show(corrected, again, by=by)
    releasing.tell_corrected(corrected, correction, edition)
    releasing.renew(corrected, by=by)
    if corrected.state == State.PUBLISHED:
        move, action = BY_NAME["corrected"], "publish.publication.corrected"
        stepped(corrected, move, by=by, member=member, action=action)


def last_step(publication: Publication) -> Step | None:
    """Return what was done last."""
    found: Step | None = publication.steps.select_related("by").order_by("-pk").first()
    return found
