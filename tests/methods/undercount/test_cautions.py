"""Each reason not to rely on an estimate is raised by a table that has it, and by no other."""

from __future__ import annotations

from random import Random

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.undercount import (
    CODES,
    Link,
    capture_table,
    draw_tables,
    estimate,
    pooled,
)
from tests.methods.undercount.published import kosovo

SOUND = {
    (1, 0, 0): 420,
    (0, 1, 0): 240,
    (0, 0, 1): 160,
    (1, 1, 0): 180,
    (1, 0, 1): 120,
    (0, 1, 1): 80,
    (1, 1, 1): 60,
}


def codes(counts: dict) -> set[str]:
    width = len(next(iter(counts)))
    return {one.code for one in estimate(capture_table("ABCDE"[:width], counts)).cautions}


def test_sound_table_raises_nothing():
    assert codes(SOUND) == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({(0, 1, 1): 0, (1, 1, 1): 0}, "no-overlap"),
        ({(0, 1, 1): 2, (1, 1, 1): 1}, "little-overlap"),
        ({(0, 0, 1): 3, (0, 1, 1): 1}, "nearly-contained"),
        ({(1, 1, 0): 9, (1, 0, 1): 8, (0, 1, 1): 7, (1, 1, 1): 2}, "counts-too-small"),
        ({(1, 1, 1): 400}, "dependence-not-identified"),
        ({(0, 1, 1): 0, (1, 1, 1): 0}, "models-left-out"),
        ({(1, 1, 0): 12, (1, 0, 1): 12, (0, 1, 1): 12, (1, 1, 1): 1}, "mostly-unseen"),
    ],
)
def test_table_with_a_fault_is_told_of(changed: dict, code: str):
    assert code in CODES
    assert code in codes(SOUND | changed)


def test_two_lists_cannot_show_dependence():
    assert "fewer-than-three-lists" in codes({(1, 0): 300, (0, 1): 200, (1, 1): 100})


def test_model_that_does_not_describe_the_table_is_told_of():
    large = {history: count * 100 for history, count in SOUND.items()}
    assert codes(large) == set()
    assert codes(large | {(1, 1, 0): 18_850}) == {"best-model-fits-badly"}


def test_figures_are_told_with_the_code():
    told = estimate(capture_table("ABC", SOUND | {(0, 1, 1): 2, (1, 1, 1): 1}))
    caution = next(one for one in told.cautions if one.code == "little-overlap")
    assert caution.facts == (("first", "B"), ("second", "C"), ("both", 3))


def records(table) -> tuple[dict, list]:
    """Return three lists whose certain links make a table."""
    lists: dict[str, list[str]] = {name: [] for name in table.lists}
    links = []
    for history, count in table.histories().items():
        holding = [name for name, on_it in zip(table.lists, history, strict=True) if on_it]
        for number in range(count):
            found = [(name, f"{history}-{number}") for name in holding]
            for name, each in found:
                lists[name].append(each)
            links += [(one, found[0]) for one in found[1:]]
    return lists, links


def test_certain_links_give_the_table_again_in_every_draw():
    table = kosovo()
    lists, links = records(table)
    tables = list(draw_tables(lists, [Link(*pair, 1.0) for pair in links], draws=3))
    assert tables == [table] * 3
    told = pooled(tables)
    assert told.total.estimate == pytest.approx(estimate(table).average.estimate)
    assert told.total.high == pytest.approx(estimate(table).average.high, rel=1e-6)
    assert [one.code for one in told.cautions] == ["models-disagree"]


def test_doubtful_links_widen_the_interval_and_are_told_of():
    table = capture_table("ABC", {history: n * 20 for history, n in SOUND.items()})
    lists, links = records(table)
    chosen = Random(5)
    doubtful = [Link(*pair, 0.5 if chosen.random() < 0.5 else 1.0) for pair in links]
    told = pooled(list(draw_tables(lists, doubtful)))
    assert len(told.draws) == 20
    lone = told.draws[0].average
    assert told.total.high - told.total.low > (lone.high - lone.low) * 1.02
    assert told.total.estimate > estimate(table).average.estimate * 1.2


def test_linkage_that_moves_the_total_more_than_the_rest_is_told_of():
    tables = [capture_table("ABC", {h: n * 50 for h, n in SOUND.items()})]
    tables.append(capture_table("ABC", {h: n * 50 + (sum(h) < 2) * 9000 for h, n in SOUND.items()}))
    assert "linkage-moves-it-more" in {one.code for one in pooled(tables).cautions}


def test_draws_are_the_same_for_the_same_seed_and_keep_one_person_of_a_list_apart():
    lists = {"A": ["1", "2"], "B": ["1"], "C": ["1"]}
    links = [
        Link(("A", "1"), ("B", "1"), 1.0),
        Link(("A", "2"), ("B", "1"), 0.9),
        Link(("C", "1"), ("A", "2"), 1.0),
    ]
    (kept,) = draw_tables(lists, links, draws=1)
    assert kept.histories()[(1, 1, 0)] == kept.histories()[(1, 0, 1)] == 1
    same = [list(draw_tables(lists, links, draws=5, seed=4, once=False)) for _ in range(2)]
    assert same[0] == same[1]
    assert {table.seen for table in same[0]} <= {1, 2}


@pytest.mark.parametrize(
    "link", [Link(("A", "1"), ("B", "9"), 0.5), Link(("A", "1"), ("B", "1"), 1.5)]
)
def test_links_that_cannot_be_are_refused(link: Link):
    with pytest.raises(InvalidInput):
        list(draw_tables({"A": ["1"], "B": ["1"]}, [link]))
