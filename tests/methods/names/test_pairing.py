"""Rows side by side and rows brought together: how good the bands are, and what never happens."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.names import (
    CERTAIN,
    POSSIBLE,
    Entry,
    candidates,
    grouped,
    pair_rows,
    person_name,
)
from tests.methods.names.invented import two_lists


def entry(name: str, born: int | None = 1980, day: int = 5, place: str = "Harrow") -> Entry:
    return Entry(person_name(name), born, "m", date(2026, 3, day), place)


def test_the_bands_on_invented_lists() -> None:
    lists = two_lists(600, 400, 7)
    first, second = ([told for _text, told in side] for side in (lists.first, lists.second))
    pairs = set(candidates(first, second))
    assert len(pairs & lists.same) / len(lists.same) >= 0.98
    assert len(pairs) < 0.01 * len(first) * len(second)
    found = pair_rows(first, second)
    certain = {(one.one, one.other) for one in found if one.band == CERTAIN}
    every = {(one.one, one.other) for one in found}
    assert len(certain & lists.same) / len(certain) >= 0.99
    assert len(certain & lists.same) / len(lists.same) >= 0.65
    assert len(every & lists.same) / len(lists.same) >= 0.95
    assert [one.comparison.points for one in found] == sorted(
        (one.comparison.points for one in found), reverse=True
    )


def test_a_rival_leaves_nothing_certain() -> None:
    one = [entry("Mahmud Khatib")]
    assert [pair.band for pair in pair_rows(one, [entry("محمود الخطيب", day=6)])] == [CERTAIN]
    twice = [entry("محمود الخطيب", day=6), entry("Mahmoud al-Khatib", day=6)]
    assert {pair.band for pair in pair_rows(one, twice)} == {POSSIBLE}


def test_what_speaks_against_it_is_not_certain_or_not_even_compared() -> None:
    one = [entry("Mahmud Khatib")]
    assert pair_rows(one, [entry("Mahmud Khatib", place="Sarend")])[0].band == POSSIBLE
    assert pair_rows(one, [entry("Mahmud Khatib", born=1960)]) == []
    bare = [Entry(person_name("Mahmud Khatib"))]
    assert [pair.band for pair in pair_rows(bare, bare)] == [POSSIBLE]


def test_brothers_are_never_certain() -> None:
    brothers = pair_rows([entry("Ahmad Salim Khatib")], [entry("Omar Salim Khatib")])
    assert [pair.band for pair in brothers if pair.band == CERTAIN] == []


def test_a_list_beside_itself_pairs_no_row_with_itself() -> None:
    rows = [entry("Mahmud Khatib"), entry("Rivka Dorvesh"), entry("محمود الخطيب", day=6)]
    assert [(pair.one, pair.other) for pair in pair_rows(rows)] == [(0, 2)]
    assert pair_rows([]) == pair_rows([], rows) == []


ROWS = {row: row // 4 for row in range(16)}
PAIRS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)).filter(lambda p: p[0] != p[1]))


@given(same=PAIRS, different=PAIRS, suggested=PAIRS)
def test_the_walls_hold(
    same: list[tuple[int, int]],
    different: list[tuple[int, int]],
    suggested: list[tuple[int, int]],
) -> None:
    """Nobody is two people; what is different stays apart; no list names a person twice."""
    groups, refused = grouped(ROWS, same=same, different=different, suggested=suggested)
    people = groups.people()
    assert sorted(row for rows in people for row in rows) == sorted(ROWS)
    place = {row: number for number, rows in enumerate(people) for row in rows}
    for one, other in different:
        assert place[one] != place[other]
    for one, other in same:
        assert place[one] == place[other] or (one, other) in refused
    duplicates = {frozenset(pair) for pair in same if ROWS[pair[0]] == ROWS[pair[1]]}
    for rows in people:
        for held in set(ROWS.values()):
            inside = [row for row in rows if ROWS[row] == held]
            assert len(inside) < 2 or any(pair <= set(inside) for pair in duplicates)
