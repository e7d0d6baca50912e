"""What the pages of an incident show of its verification, and what a judgement begins from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goodoffices.core.models import Membership
from goodoffices.monitor.models import Incident
from goodoffices.monitor.models.verification import ASPECTS, STATE_OF
from goodoffices.monitor.queries.records.holding import LinkedReport
from goodoffices.monitor.queries.records.origins import origins_of
from goodoffices.monitor.queries.records.regroupings import Regrouped
from goodoffices.monitor.queries.verification.aspects import aspects
from goodoffices.monitor.queries.verification.checklists import checklist
from goodoffices.monitor.services.verification import Policy


def assess_start(incident: Incident, aspect: str = "") -> dict[str, Any]:
    """Return what the form of a judgement begins from."""
    aspect = aspect if aspect in ASPECTS else "event"
    state = getattr(incident, STATE_OF[aspect])
    return {"revision": incident.revision, "aspect": aspect, "state": state}


def verification_values(
    incident: Incident,
    reports: Sequence[LinkedReport],
    member: Membership,
    policy: Policy,
    regrouped: Sequence[Regrouped] = (),
) -> dict[str, Any]:
    """Return the three aspects and the checklist of an incident, as the member may see them.

    With its merges and splits, what was judged before a merge stands beside what is judged now.
    """
    origins = origins_of(reports, member)
    merged = {one.end.pk: one.end for one in regrouped if one.is_here}
    return {
        "incident": incident,
        "policy": policy,
        "origins": origins,
        "aspects": aspects(incident, reports, origins, member, policy, list(merged.values())),
        "checklist": checklist(incident, member, policy),
        "may_assess": member.may("monitor.assess"),
    }
