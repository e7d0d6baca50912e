"""Whole tables: whatever comes, in bounded work, and people's decisions hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.linkage import Model, Record, link

from .incidents import DAY, MARKET, TOLD, elsewhere, on

OTHERS = [elsewhere(number) for number in range(40)]
PAPER = replace(MARKET, id="b", source="paper", latitude=10.01, text="")


def groups(records, **options):
    return {frozenset(ids) for ids in link(records, **options).groups() if len(ids) > 1}


@pytest.mark.parametrize("model", [Model.shipped(), Model.unlearnt()], ids=lambda m: m.base)
def test_two_tellings_of_one_event_come_together_and_say_why(model):
    found = link([MARKET, *OTHERS, PAPER], model)
    assert ("a", "b") in found.groups()
    assert found.partner[0] == len(OTHERS) + 1
    assert found.chance[0] > 0.5
    said = next(iter(found.reasons()))
    assert {"same_day", "km_apart", "same_killed"} <= {reason.code for reason in said}
    assert np.isnan(found.chance[1])


def test_the_order_of_the_records_changes_nothing():
    records = [MARKET, *OTHERS, PAPER, on(1, id="c", source="wire", killed=(None, 28, None))]
    assert groups(records) == groups(records[::-1])


def test_nothing_and_one_are_linked_to_nothing():
    assert link([]).groups() == []
    assert link([MARKET]).groups() == [("a",)]


def test_a_record_without_place_or_day_is_found_by_file_photo_link_and_rare_words():
    bare = Record("x", "phone")
    for what in (
        {"files": ("cd" * 32,)},
        {"images": (0x0F0F33335555AAAA,)},
        {"links": ("https://news.example/a/1",)},
        {"text": TOLD},
    ):
        known = replace(replace(MARKET, text=""), **what)
        assert {"a", "x"} in groups([known, *OTHERS, replace(bare, **what)]), what


def test_a_thousand_copies_of_one_message_are_one_event_and_little_work():
    copies = [replace(MARKET, id=f"m{number}", source=f"s{number % 50}") for number in range(1000)]
    found = link([*copies, *OTHERS])
    assert found.looked_at < 2000
    assert max(len(ids) for ids in found.groups()) == 1000
    assert found.chance[5] == 1.0


def test_rows_that_are_alike_in_all_but_their_id_are_not_taken_for_one_event():
    rows = [replace(MARKET, id=f"r{n}", text="", killed=(None, 1, None)) for n in range(6)]
    assert groups(rows, model=Model.unlearnt()) == set()


def test_decisions_hold_whatever_the_model_says():
    records = [MARKET, PAPER, *OTHERS]
    assert groups(records, cannot=[("a", "b")]) == set()
    assert {"a", "z3"} in groups(records, must=[("a", "z3")], cannot=[("a", "b")])
    copies = [replace(MARKET, id=name) for name in "abc"]
    assert groups(copies, cannot=[("a", "b")]) <= {frozenset("ac"), frozenset("bc")}


def test_a_decision_on_a_record_that_is_not_there_is_refused():
    with pytest.raises(InvalidInput, match="which is not there"):
        link([MARKET], must=[("a", "gone")])


def test_a_table_with_gaps_and_figures_out_of_order_is_read_as_far_as_it_goes():
    table = pa.table(
        {
            "id": ["1", "2", "3"],
            "source": ["a", "b", None],
            "first_day": [DAY, DAY, None],
            "latitude": [10.0, 10.0, 95.0],
            "longitude": [20.0, 20.0, 0.0],
            "killed_low": [30.0, None, float("inf")],
            "killed_best": [28.0, 28.0, None],
            "killed_high": [25.0, None, -4.0],
            "parties": pa.array([["North Front"], [], None], pa.list_(pa.string())),
        }
    )
    found = link(table)
    assert ("1", "2") in found.groups()
    assert found.table.killed[:, 0].tolist() == [25, 28, 30]
    assert np.isnan(found.table.lat[2])
