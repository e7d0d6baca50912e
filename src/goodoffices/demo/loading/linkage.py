"""The queue as it stands in the demonstration: what waits, with what it may be the same as."""

from __future__ import annotations

from django_scopes import scope

from goodoffices.demo.loading.house import House
from goodoffices.field.following import enqueue_once
from goodoffices.monitor.services.linking import measuring, suggesting


def compare_all(house: House) -> None:
    """Make the suggestions of all waiting reports now, and have them measured in a while."""
    with scope(programme=house.programme):
        suggesting.compare_waiting(house.programme)
        enqueue_once(measuring.MEASURE, house.programme)
