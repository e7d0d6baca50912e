"""Counts of people: digits and words, in three languages, with what befell them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.exposure import find_counts, find_numbers

COUNTS = [
    ("Three children were killed", ("Three children", 3, 3, True, "dead")),
    ("12 people were wounded", ("12 people", 12, 12, False, "hurt")),
    ("killed 9 to 15 people", ("9 to 15 people", 9, 15, False, "dead")),
    ("3–4 women came", ("3–4 women", 3, 4, True, "")),
    ("between two and four detainees", ("two and four detainees", 2, 4, True, "")),
    ("two of the wounded", ("two of the wounded", 2, 2, False, "hurt")),
    ("Killed: 2", ("Killed: 2", 2, 2, False, "dead")),
    ("twenty-three people died", ("twenty-three people", 23, 23, False, "dead")),
    ("1,200 people left", ("1,200 people", 1200, 1200, False, "")),
    ("قتل طفلان", ("طفلان", 2, 2, True, "dead")),
    ("وثلاثة أطفال", ("وثلاثة أطفال", 3, 3, True, "")),
    ("وأصيب ١٢ شخصاً", ("١٢ شخصاً", 12, 12, False, "hurt")),
    ("ثلاثة وعشرون شخصا", ("ثلاثة وعشرون شخصا", 23, 23, False, "")),
    ("שתי נשים נעצרו", ("שתי נשים", 2, 2, True, "taken")),
    ("מעצר של שני עיתונאים", ("שני עיתונאים", 2, 2, True, "")),
    ("נפצעו 12 בני אדם", ("12 בני", 12, 12, False, "hurt")),
]
NONE = [
    "on 3 March people gathered",
    "Article 3 protects civilians",
    "at 14:30 people left",
    "10.5 people",
    "a woman was seen",
    "קפצו 3 אחוזים",
    "المادة 3 تحمي المدنيين",
    "in 2024. People came",
]


@pytest.mark.parametrize(("text", "said"), COUNTS)
def test_people_are_counted(text: str, said: tuple[object, ...]) -> None:
    found = find_counts(text)
    assert [
        (text[one.start : one.end], one.low, one.high, one.telling, one.harm) for one in found
    ] == [said]


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_count_nobody(text: str) -> None:
    assert find_counts(text) == []


def test_each_count_has_the_harm_that_is_its_own() -> None:
    english = find_counts("Three children were killed and 12 people were wounded.")
    arabic = find_counts("قُتل ثلاثة أطفال وأصيب ١٢ شخصاً")
    hebrew = find_counts("שלושה ילדים נהרגו ו-12 בני אדם נפצעו")
    for found in (english, arabic, hebrew):
        assert [(one.low, one.harm) for one in found] == [(3, "dead"), (12, "hurt")]


WORDS = st.lists(
    st.sampled_from(
        ["two", "12", "٣", "children", "killed", "ثلاثة", "أطفال", "שני", "ילדים", "and", "to", "."]
    ),
    max_size=25,
).map(" ".join)


@given(WORDS)
def test_spans_lie_within_the_text_and_numbers_in_order(text: str) -> None:
    for one in find_counts(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.low <= one.high
    numbers = find_numbers(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(numbers))


@given(st.integers(0, 99_999))
def test_a_number_is_read_in_any_digits(value: int) -> None:
    arabic = "".join(chr(0x0660 + int(digit)) for digit in str(value))
    for written in (str(value), f"{value:,}", arabic):
        assert [(one.low, one.high) for one in find_numbers(f"there were {written} of them")] == [
            (value, value)
        ]
