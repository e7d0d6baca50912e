"""Reports told in words are weighed by hand: by kind, day, place as it is stated, and figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from goodoffices.methods.linkage import Model, Record, link, reasons, suggest
from goodoffices.methods.linkage.comparing import Compared
from goodoffices.methods.linkage.meeting import all_pairs
from goodoffices.methods.linkage.scoring import first_weight
from goodoffices.methods.linkage.table import of_records
from goodoffices.methods.linkage.told import within

from .incidents import MARKET, TOLD, on

ARABIC = "سقطت قذائف على السوق ظهر يوم الأربعاء وقال الأهالي إن المحال أغلقت"
OTHER = replace(MARKET, id="b", source="paper", text=ARABIC, language="ar")


def weight(one: Record, other: Record) -> float:
    """Return what the two weigh before rivals and what came with them."""
    table = of_records([one, other])
    return float(first_weight(Compared(table, np.array([0]), np.array([1])))[0])


def test_a_pair_is_told_only_if_both_come_with_words() -> None:
    table = of_records([MARKET, OTHER, replace(OTHER, id="c", text="Two dead")])
    assert table.told.tolist() == [True, True, False]
    pairs = Compared(table, np.array([0, 0]), np.array([1, 2]))
    assert pairs.whole.tolist() == [False, True]


@pytest.mark.parametrize("kind", ["movement_restriction", "battle_clash", "remote_air_strike", ""])
def test_the_same_kind_weighs_most(kind: str) -> None:
    assert weight(MARKET, OTHER) > weight(MARKET, replace(OTHER, event_type=kind))


def test_kinds_weigh_outside_armed_violence_too() -> None:
    road = {"event_type": "movement_restriction", "killed": (None, None, None)}
    closed, other = replace(MARKET, **road), replace(OTHER, **road)
    crowd = replace(other, id="c", event_type="riot_mob", parties=())
    found = {one.id: one.probability for one in suggest(closed, [other, crowd])}
    assert found["b"] > 0.9 > 0.3 > found.get("c", 0)


def test_a_rough_place_says_less_and_a_wrong_one_speaks_against() -> None:
    rough = replace(OTHER, radius_m=25_000, latitude=10.1)
    assert (
        weight(MARKET, OTHER) > weight(MARKET, rough) > weight(MARKET, replace(rough, latitude=12))
    )


def test_a_place_in_the_district_named_is_in_it_however_wide_that_is() -> None:
    town = replace(MARKET, areas=("1", "7", "70"))
    far = {"latitude": 10.6, "radius_m": 22_000}
    district = replace(OTHER, areas=("1", "7"), **far)
    other = replace(OTHER, areas=("1", "8"), **far)
    assert weight(town, district) > weight(town, other)
    assert "place_within" in {one.code for one in reasons(town, district)}
    assert "place_within" not in {one.code for one in reasons(town, other)}
    table = of_records([town, district, other])
    assert within(Compared(table, np.array([0, 0, 1]), np.array([1, 2, 2]))).tolist() == [
        True,
        False,
        False,
    ]


def test_a_date_that_may_be_any_day_of_a_month_says_nothing() -> None:
    month = replace(OTHER, last_day=MARKET.last_day + 29)
    assert weight(MARKET, OTHER) > weight(MARKET, month) > weight(MARKET, on(5, OTHER))


@pytest.mark.parametrize("measure", ["detained", "killed women"])
def test_every_toll_counts(measure: str) -> None:
    def chance(count: int) -> float:
        counts = ((measure, (None, count, None)),)
        other = replace(OTHER, killed=MARKET.killed, counts=counts)
        one = replace(MARKET, counts=((measure, (None, 7, None)),))
        # A second candidate, so that neither is certain.
        rival = replace(OTHER, id="c")
        return {each.id: each.probability for each in suggest(one, [other, rival])}["b"]

    assert chance(7) > chance(90)


def test_other_tolls_are_told_and_parts_of_a_toll_are_not() -> None:
    one = replace(MARKET, counts=(("detained", (None, 4, None)), ("killed women", (None, 1, None))))
    said = {reason.code: reason.values for reason in reasons(one, one)}
    assert said["same_toll"] == {"measure": "detained", "count": 4}
    more = replace(one, counts=(("detained", (None, 6, None)),))
    said = {reason.code: reason.values for reason in reasons(one, more)}
    assert said["toll_differs"] == {"measure": "detained", "one": 4, "other": 6}


def test_a_told_report_without_a_place_meets_those_of_its_kind_and_day() -> None:
    lost = replace(OTHER, latitude=None, longitude=None)
    others = [on(day, MARKET, id=f"d{day}", source=f"s{day}") for day in (1, 9)]
    table = of_records([MARKET, lost, *others, replace(MARKET, id="k", event_type="riot_mob")])
    found = set(zip(*(side.tolist() for side in all_pairs(table)), strict=True))
    assert {(0, 1), (1, 2)} <= found
    assert (1, 3) not in found
    assert link([MARKET, lost], Model.shipped()).groups() == [("a", "b")]


def test_pictures_that_differ_in_a_few_bits_meet_whatever_else_is_known() -> None:
    image = 0x0F0F33335555AAAA
    near = image ^ 0x0001_0001_0001_0001
    far = [Record("x", text=TOLD, images=(image,)), Record("y", "paper", images=(near,))]
    assert all_pairs(of_records(far))[0].tolist() == [0]
    assert link(far).groups() == [("x", "y")]
