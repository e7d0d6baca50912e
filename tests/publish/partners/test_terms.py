"""What becomes computable from files of two versions with the same partner."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.core.tlp import TLP
from goodoffices.publish.models import SharingAgreement
from goodoffices.publish.partners import queries
from goodoffices.publish.partners.fields import FIELDS
from goodoffices.publish.partners.terms import learned
from tests.cast import Cast
from tests.publish.partners.stage import agreed, approved, partner


def version(**more: Any) -> SharingAgreement:
    return SharingAgreement(**{"fields": list(FIELDS), **more})


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [
        ({"fields": ["date"]}, {"fields": ["date", "point"]}, "is new"),
        ({}, {"fields": ["date"]}, "taken away"),
        ({"place_level": "region"}, {"place_level": "town"}, "more finely"),
        ({"place_level": "town"}, {"place_level": "region"}, "less finely"),
        ({"grid_km": 25}, {"grid_km": 50}, "cut one another"),
        ({"time_unit": "month"}, {"time_unit": "day"}, "shorter"),
        ({"time_unit": "day"}, {"time_unit": "month"}, "longer"),
        ({"time_unit": "week"}, {"time_unit": "month"}, "Weeks and months"),
        ({"smallest": 5}, {"smallest": 3}, "held back under 5"),
        ({"ceiling": TLP.GREEN}, {"ceiling": TLP.AMBER}, "TLP:AMBER"),
        ({"types": []}, {"types": ["remote_shelling"]}, "types of events change"),
        ({"states": ["verified"]}, {"states": []}, "states of checking"),
        ({"places": ["a"]}, {"places": ["b"]}, "places change"),
        ({"first_day": 1}, {"first_day": 8}, "days between"),
    ],
)
def test_each_change_says_what_it_betrays(
    before: dict[str, Any], now: dict[str, Any], word: str
) -> None:
    assert any(word in sentence for sentence in learned(version(**before), version(**now)))


def test_the_same_terms_betray_nothing_and_stricter_counts_neither() -> None:
    assert learned(version(), version()) == []
    assert learned(version(smallest=3), version(smallest=5)) == []


def test_a_change_of_what_is_not_shared_is_silent() -> None:
    only = {"fields": ["type"]}
    assert learned(version(**only, grid_km=50), version(**only, grid_km=5)) == []
    assert learned(version(**only, time_unit="year"), version(**only, time_unit="day")) == []


def test_only_versions_under_which_something_left_count(in_programme: Cast) -> None:
    with_ = partner(in_programme.programme)
    first = agreed(with_)
    second = agreed(with_, grid_km=5)
    assert queries.warnings(with_, second) == []
    third = agreed(with_, grid_km=10)
    approved(in_programme, with_)
    fourth = agreed(with_, grid_km=1)
    assert [number for number, _said in queries.warnings(with_, fourth)] == [third.number]
    assert first.number == 1
