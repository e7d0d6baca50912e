"""A thousand copies of one message of one source: one event, one origin, and room for all else.

With the model that ships; the rest of these tests weigh by plain weights.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from goodoffices.monitor.models import Report, Suggestion
from goodoffices.monitor.queries.suggestions import offered
from goodoffices.monitor.services.intake.adding import add_reports
from goodoffices.monitor.services.intake.arrivals import Arrival
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.linking.candidates import MOST, Candidates
from goodoffices.monitor.services.linking.models import weights_of
from goodoffices.monitor.services.linking.suggesting import compare, compare_waiting
from tests.monitor.rows import row
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

MANY = 1000
TEXT = "Twelve people were hurt when a drone hit the bakery beside the old bridge at noon."
TOLD: dict[str, Any] = {
    "day": "2026-06-05",
    "text": TEXT,
    "killed": (4, 4, 4),
    "kind": "remote_air_strike",
}


@pytest.fixture
def copies(stage: Stage) -> list[int]:
    """Return a thousand reports of the radio that say the same, first received first."""
    rows = [row(f"copy-{number}", **TOLD) for number in range(MANY)]
    arrival = Arrival(stage.cast.programme, stage.radio.pk, 2, timezone.now(), channel="form")
    return list(add_reports(Desk(stage.cast.programme), arrival, rows, opening=False))


def test_all_copies_are_suggested_as_one_event(stage: Stage, copies: list[int]) -> None:
    assert compare_waiting(stage.cast.programme) >= MANY
    told = Suggestion.objects.filter(report__in=copies)
    assert told.values("report").distinct().count() == MANY
    assert set(told.filter(other__in=copies).values_list("band", flat=True)) == {"near_certain"}
    of_others = told.filter(other__in=copies).exclude(report=copies[0])
    assert of_others.values("other").distinct().count() <= MANY / MOST + 1


def test_copies_do_not_crowd_out_the_incident_of_another_source(
    stage: Stage, copies: list[int]
) -> None:
    receive(stage, "known", "hospital", row={**TOLD, "text": "A drone, says the ward."})
    known = receive(stage, "opened", "hospital", row=TOLD, open_incident=True)
    arrived = Report.objects.get(pk=copies[-1])
    compare([arrived.pk], Candidates(stage.cast.programme.pk), weights_of(stage.cast.programme))
    found = offered(arrived, stage.cast.monitoring_officer)
    assert known.pk in {one.other.pk for one in found}
    assert sum(one.other.pk in copies for one in found) == 1
