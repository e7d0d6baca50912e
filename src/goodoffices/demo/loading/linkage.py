"""The queue as it stands in the demonstration: what waits, with what it may be the same as."""

from __future__ import annotations

from django_scopes import scope

from goodoffices.core.models import Job
from goodoffices.demo.loading.house import House
from goodoffices.field.following import enqueue_once
from goodoffices.monitor.services.linking import expecting, measuring, suggesting


def compare_all(house: House) -> None:
    """Make the suggestions of all waiting reports now, and have them measured in a while.

    What was enqueued to make them is done thereby.
    """
    with scope(programme=house.programme):
        suggesting.compare_waiting(house.programme)
        Job.objects.filter(kind=expecting.COMPARE, state=Job.State.WAITING).delete()
        enqueue_once(measuring.MEASURE, house.programme)
