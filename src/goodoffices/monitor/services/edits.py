"""Two people at one record: the second is told what the first changed, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, NotFound
from goodoffices.core.access import kind_of, may_see
from goodoffices.core.audit import ACTIONS
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.monitor.models import Incident


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did meanwhile: ``act`` continues their name ("linked a report ...")."""

    actor: str
    act: str | Promise
    action: str
    at: datetime
    reason: str = ""


class Overtaken(Conflict):
    """The record changed since it was opened.

    ``changes`` says what happened since, newest first; ``given`` hands back what the second
    person had typed; ``revision`` is the one to edit on from.
    """

    code = "overtaken"

    def __init__(self, changes: list[Change], given: Mapping[str, Any], revision: int) -> None:
        super().__init__(
            _(
                "Somebody else changed this incident while you worked on it. Nothing was "
                "overwritten: look at what changed, then save yours again or leave it."
            )
        )
        self.changes, self.given, self.revision = changes, dict(given), revision


class MergedAway(Conflict):
    """The incident stands no more by itself: somebody merged it into another, or took it back."""

    code = "merged-away"

    def __init__(self, incident: Incident) -> None:
        merged = incident.merged_into_id is not None
        super().__init__(
            _(
                "Somebody has merged this incident into another one meanwhile. Nothing was changed "
                "and nothing is lost: look at where its reports are now, and decide again."
            )
            if merged
            else _(
                "Somebody has taken back the opening of this incident meanwhile. Nothing was "
                "changed and nothing is lost: its reports wait again."
            )
        )
        self.incident = incident


def held(
    incident: Incident,
    revision: int | None = None,
    given: Mapping[str, Any] | None = None,
    *,
    member: Membership | None = None,
) -> Incident:
    """Return the incident as it stands now, locked until the transaction ends.

    ``revision`` is the one the person saw; None skips the comparison (tasks, commands). Raises
    `Overtaken` when it has moved on since, `MergedAway` when it stands no more. With a ``member``
    it is also asked whether they may see it as it stands now; `NotFound` where not.
    """
    current = Incident.all_ever.select_for_update().filter(pk=incident.pk).first()
    if current is None or (member is not None and not may_see(current, member)):
        raise NotFound(_("There is nothing at this address."))
    if not current.stands:
        raise MergedAway(current)
    if revision is not None and revision != current.revision:
        raise Overtaken(changes_since(current, revision), given or {}, current.revision)
    return current


def changes_since(incident: Incident, revision: int) -> list[Change]:
    """Return what the audit log says about the incident after one revision, newest first."""
    entries = AuditEntry.objects.filter(
        kind=kind_of(incident), object_id=incident.pk, data__revision__gt=revision
    ).order_by("-seq")[:20]
    return [
        Change(e.actor_label, ACTIONS.get(e.action, e.action), e.action, e.at, e.reason)
        for e in entries
    ]


def moved_on(incident: Incident) -> int:
    """Count one more change of an incident that `held` has locked, and return the revision."""
    incident.revision += 1
    incident.updated_at = timezone.now()
    incident.save(update_fields=["revision", "updated_at"])
    return incident.revision
