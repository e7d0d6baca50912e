"""What tests of verification share: a judgement made in one line."""

from __future__ import annotations

from typing import Any

from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment
from tests.monitor.stage import Stage


def judge(stage: Stage, state: str, aspect: str = "event", **more: Any) -> Assessment:
    """Judge an aspect of the stage's incident as its monitoring officer."""
    given: dict[str, Any] = {
        "incident": stage.incident,
        "aspect": aspect,
        "state": state,
        "standard": "grounds",
        "reason": "Seen on site.",
        "despite": "No second origin is to be had.",
        "by": stage.cast.monitoring_officer.user,
    }
    return services.assess(**{**given, **more})


def states(stage: Stage) -> tuple[str, str, str]:
    """Return the shown states of the stage's incident: event, harm, attribution."""
    stage.incident.refresh_from_db()
    found = stage.incident
    return found.state, found.harm_state, found.attribution_state
