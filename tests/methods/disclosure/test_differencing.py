"""Differencing: what is in only one of two releases never stands alone in its group."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.methods.disclosure import settle, small_differences, small_groups

Row = tuple[str, int]
ROWS = st.dictionaries(
    st.integers(0, 40), st.tuples(st.sampled_from("ab"), st.integers(0, 1)), max_size=41
)


def group(row: Row) -> str:
    return row[0]


@settings(max_examples=200, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=4), st.integers(2, 5))
def test_no_two_releases_of_a_series_differ_by_a_small_group(
    states: list[dict[int, Row]], smallest: int
) -> None:
    out: list[dict[int, Row]] = []
    for state in states:
        last = out[-1] if out else {}
        older = [{one: group(row) for one, row in rows.items()} for rows in out[:-1]]
        told = settle(
            state,
            last,
            group=group,
            smallest=smallest,
            older=older,
            takes_back=lambda was, now: was[1] > now[1],
        )
        assert told.exposed == 0
        assert not small_groups(told.rows, group, smallest)
        assert not small_differences(last, told.rows, group, smallest)
        for before in out:
            found = small_differences(before, told.rows, group, smallest)
            assert not [name for name in found if name[0] != "changed"]
        assert set(told.rows) <= set(state), "what is no longer to be released is not"
        assert not told.gone & set(told.rows)
        assert set(state) == set(told.rows) | told.waiting | told.beside
        for one, row in told.rows.items():
            assert row == (last[one] if one in told.kept else state[one])
            assert not (one in last and last[one][1] > state[one][1]), "cannot wait"
        out.append(told.rows)


def numbered(numbers: range, name: str = "a") -> dict[int, Row]:
    return dict.fromkeys(numbers, (name, 0))


def test_few_new_records_wait_and_many_come() -> None:
    last = numbered(range(10))
    told = settle(last | {10: ("a", 0)}, last, group=group, smallest=3)
    assert told.waiting == {10}
    assert told.rows == last
    more = last | numbered(range(10, 13))
    assert settle(more, last, group=group, smallest=3).rows == more


def test_one_that_goes_takes_others_with_it() -> None:
    last = numbered(range(10))
    told = settle(numbered(range(9)), last, group=group, smallest=3, order=lambda one: one)
    assert told.gone == {9}
    assert told.beside == {0, 1}


def test_one_that_went_beside_does_not_come_back_alone() -> None:
    """Otherwise the first and the third release together would tell who really went."""
    first = numbered(range(10))
    second = settle(numbered(range(9)), first, group=group, smallest=3, order=lambda one: one)
    groups = [{one: group(row) for one, row in first.items()}]
    now = numbered(range(9)) | {20: ("a", 0)}
    third = settle(now, second.rows, group=group, smallest=3, older=groups)
    assert third.waiting == {0, 1, 20}


def test_a_change_waits_for_others_like_it_unless_it_takes_something_back() -> None:
    last = numbered(range(10))
    one = last | {0: ("a", 1)}
    told = settle(one, last, group=group, smallest=3)
    assert told.kept == {0}
    assert told.rows[0] == ("a", 0)
    told = settle(one, last, group=group, smallest=3, takes_back=lambda was, now: was != now)
    assert 0 not in told.rows
    assert len(told.beside) == 3
    three = last | dict.fromkeys(range(3), ("a", 1))
    assert settle(three, last, group=group, smallest=3).rows == three


def test_a_group_that_was_small_before_is_said_to_stand_out() -> None:
    told = settle({}, {1: ("a", 0)}, group=group, smallest=3)
    assert told.exposed == 1
