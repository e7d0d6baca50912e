"""The second person: agrees with an assessment that waits, or does not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import User
from goodoffices.monitor.models import Assessment
from goodoffices.monitor.services.edits import held
from goodoffices.monitor.services.permits import permitted
from goodoffices.monitor.services.verification.assessing import current_of, written


def second(
    *,
    assessment: Assessment,
    agrees: bool,
    by: User,
    reason: str = "",
    revision: int | None = None,
) -> Assessment:
    """Agree with an assessment that waits, which then takes effect, or decline it with a reason.

    Raises `NotPermitted` for the one who made it: it has to be another person. Raises `Conflict`
    where somebody was faster, and names them.
    """
    permitted(by, assessment.incident.programme, "monitor.assess", assessment.incident)
    if not agrees and not reason.strip():
        raise InvalidInput(_("Say why you do not agree: it helps whoever proposed it."))
    with transaction.atomic():
        incident = held(assessment.incident, revision, {"agrees": agrees, "reason": reason})
        current = current_of(assessment, incident)
        _must_wait(current)
        if current.by_id == by.pk:
            raise NotPermitted(
                _("You made this assessment: another person has to confirm it."),
                code="own-assessment",
            )
        current.second_by, current.second_at = by, timezone.now()
        current.second_agrees, current.second_reason = agrees, reason
        current.save(update_fields=["second_by", "second_at", "second_agrees", "second_reason"])
        action = "assessment_confirmed" if agrees else "assessment_declined"
        written(current, action, by, reason)
    return current


def _must_wait(current: Assessment) -> None:
    if current.withdrawn_at is not None:
        raise Conflict(_("It was taken back: it waits no more."), code="already-decided")
    if not current.needs_second:
        raise Conflict(_("It needs no second person."), code="already-decided")
    if current.second_at is not None:
        name = current.second_by.name if current.second_by else _("Somebody")
        said = (
            _("%(name)s has confirmed it already.")
            if current.second_agrees
            else _("%(name)s has declined it already.")
        )
        raise Conflict(said % {"name": name}, code="already-decided")
