"""Ticks say who looked at what; two people at one list lose nothing."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import NotFound, NotPermitted
from goodoffices.monitor import services
from goodoffices.monitor.models import ChecklistTick
from tests.monitor.stage import Stage


def ticked(stage: Stage) -> set[str]:
    rows = ChecklistTick.objects.filter(incident=stage.incident, withdrawn_at=None)
    return set(rows.values_list("item", flat=True))


def test_only_what_the_person_changed_on_the_page_changes(stage: Stage) -> None:
    officer, director = stage.cast.monitoring_officer.user, stage.cast.director.user
    services.tick(incident=stage.incident, ticked=["first_hand"], seen_before=[], by=officer)
    services.tick(incident=stage.incident, ticked=["interest"], seen_before=[], by=director)
    assert ticked(stage) == {"first_hand", "interest"}
    services.tick(incident=stage.incident, ticked=[], seen_before=["interest"], by=officer)
    assert ticked(stage) == {"first_hand"}
    gone = ChecklistTick.objects.get(item="interest")
    assert (gone.by, gone.withdrawn_by) == (director, officer)
    services.tick(incident=stage.incident, ticked=["interest"], seen_before=[], by=officer)
    assert ChecklistTick.objects.filter(item="interest").count() == 2


def test_items_of_other_types_and_ticks_twice_do_nothing(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    for _again in range(2):
        services.tick(
            incident=stage.incident, ticked=["first_hand", "riot_first", "x"], seen_before=[], by=by
        )
    assert ChecklistTick.objects.count() == 1


def test_who_may_not_judge_does_not_tick(stage: Stage) -> None:
    for role, refused in (("analyst", NotPermitted), ("outsider", NotFound)):
        with pytest.raises(refused):
            services.tick(
                incident=stage.incident,
                ticked=["first_hand"],
                seen_before=[],
                by=getattr(stage.cast, role).user,
            )
    assert ticked(stage) == set()
