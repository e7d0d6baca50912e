"""Filters live in the address: what is read is written back, what makes no sense is left out."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices import codebook
from goodoffices.core.queries.addresses import (
    FEWEST_DAYS,
    LONGEST_TEXT,
    MOST_DAYS,
    MOST_VALUES,
    Circle,
)
from goodoffices.monitor.queries.filters import PRESETS, SORTS, IncidentFilter, parse

BOOK = codebook.load()
NAMES = [
    "from",
    "to",
    "period",
    "place",
    "near",
    "possibly",
    "type",
    "party",
    "source",
    "state",
    "killed_from",
    "killed_to",
    "q",
    "sort",
]
codes = st.from_regex(r"[a-z0-9]{1,16}", fullmatch=True)
days = st.integers(FEWEST_DAYS, MOST_DAYS)
counts = st.integers(0, 999_999_999)


def _unique(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=4, unique=True).map(tuple)


circles = st.builds(
    Circle,
    st.integers(-900_000, 900_000).map(lambda n: n / 10_000),
    st.integers(-1_800_000, 1_800_000).map(lambda n: n / 10_000),
    st.integers(1, 500).map(float),
)


@st.composite
def filters(draw: st.DrawFn) -> IncidentFilter:
    period = draw(st.sampled_from(["days", "preset", "none"]))
    first, last = sorted(draw(st.tuples(days, days))) if period == "days" else (None, None)
    low, high = sorted(draw(st.tuples(counts, counts)))
    return IncidentFilter(
        first_day=first,
        last_day=last,
        preset=draw(st.sampled_from(sorted(PRESETS))) if period == "preset" else "",
        place=draw(st.just("") | codes),
        near=draw(st.none() | circles),
        possibly=draw(st.booleans()),
        types=draw(_unique(st.sampled_from(sorted(BOOK["event_types"].entries)))),
        parties=draw(_unique(codes)),
        sources=draw(_unique(codes)),
        states=draw(_unique(st.sampled_from(sorted(BOOK["verification_states"].entries)))),
        killed_from=draw(st.none() | st.just(low)),
        killed_to=draw(st.none() | st.just(high)),
        text=draw(
            st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=40)
        ).strip(),
        sort=draw(st.sampled_from(SORTS)),
    )


@given(filters())
@settings(max_examples=60)
def test_an_address_says_all_of_a_filter(asked: IncidentFilter) -> None:
    found = parse(QueryDict(asked.address()))
    assert found == asked
    assert found.problems == ()


@given(filters(), filters())
@settings(max_examples=30)
def test_an_address_with_a_part_changed(asked: IncidentFilter, other: IncidentFilter) -> None:
    found = parse(QueryDict(asked.address(place=other.place, near=other.near)))
    assert (found.place, found.near) == (other.place, other.near)
    assert (found.types, found.text, found.first_day) == (
        asked.types,
        asked.text,
        asked.first_day,
    )


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=50)), max_size=12))
@settings(max_examples=100)
def test_nothing_typed_makes_it_fail(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    found = parse(query)
    assert parse(QueryDict(found.address())) == found


@pytest.mark.parametrize(
    "query",
    [
        "from=9999-99-99",
        "from=1700-01-01",
        "to=yesterday",
        "from=2026-02-01&to=2026-01-01",
        "period=7w",
        "place=%27%3B+DROP",
        "place=" + "x" * 17,
        "near=1,2",
        "near=nan,nan,nan",
        "near=inf,0,1",
        "near=91,0,1",
        "near=0,181,1",
        "near=0,0,0",
        "near=0,0,501",
        "near=0,0,-1",
        "type=quarrel",
        "state=maybe",
        "killed_from=-1",
        "killed_from=1.5",
        "killed_from=٣",
        "killed_to=99999999999",
        "killed_from=9&killed_to=3",
        "sort=evil",
    ],
)
def test_what_makes_no_sense_is_named_and_left_out(query: str) -> None:
    found = parse(QueryDict(query))
    assert len(found.problems) == 1
    assert found == IncidentFilter()


def test_too_much_is_cut() -> None:
    found = parse(QueryDict("q=" + "x" * 10_000))
    assert len(found.text) == LONGEST_TEXT
    many = parse(QueryDict("&".join(f"party=p{n}" for n in range(1_500))))
    assert len(many.parties) == MOST_VALUES
    assert many.problems


def test_a_name_given_twice_counts_once_and_the_last_of_one_counts() -> None:
    found = parse(QueryDict("party=a&party=a&party=b&place=x&place=y&q=a%00b"))
    assert found.parties == ("a", "b")
    assert found.place == "y"
    assert found.text == "a b"


@pytest.mark.parametrize(
    ("query", "narrow", "text_alone"),
    [
        ("", False, False),
        ("period=7d", False, False),
        ("from=2026-01-01", False, False),
        ("q=x", True, True),
        ("q=x&from=2026-01-01", True, False),
        ("q=x&state=verified", True, False),
        ("killed_from=0", True, False),
        ("near=1,2,3", True, False),
    ],
)
def test_what_counts_as_narrow(query: str, narrow: bool, text_alone: bool) -> None:
    found = parse(QueryDict(query))
    assert (found.is_narrow, found.is_text_alone) == (narrow, text_alone)
