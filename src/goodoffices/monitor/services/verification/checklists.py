"""Ticking the items of a checklist: who looked at what, and when."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.models import ChecklistTick, Incident
from goodoffices.monitor.services.edits import held
from goodoffices.monitor.services.permits import permitted
from goodoffices.monitor.services.verification.policy import policy_of


def tick(
    *, incident: Incident, ticked: Iterable[str], seen_before: Iterable[str], by: User
) -> list[str]:
    """Tick items of an incident's checklist, and take ticks off; returns the items that changed.

    ``seen_before`` are the items that were ticked on the page: only what the person changed there
    is changed, so that two people at one list lose nothing. A tick taken off stays on record.
    """
    permitted(by, incident.programme, "monitor.assess", incident)
    wanted, before = set(ticked), set(seen_before)
    with transaction.atomic():
        incident = held(incident)
        known = {one.code for one in policy_of(incident.programme).items(incident.event_type)}
        open_ticks = ChecklistTick.objects.filter(incident=incident, withdrawn_at=None)
        now = set(open_ticks.values_list("item", flat=True))
        added = sorted(((wanted - before) & known) - now)
        taken = sorted((before - wanted) & now)
        ChecklistTick.objects.bulk_create(
            ChecklistTick(incident=incident, item=item, by=by) for item in added
        )
        open_ticks.filter(item__in=taken).update(withdrawn_at=timezone.now(), withdrawn_by=by)
        if added or taken:
            audit.record(
                "monitor.incident.checked",
                by=by,
                programme=incident.programme,
                record=incident,
                data={"ticked": added, "taken_off": taken},
            )
    return [*added, *taken]
