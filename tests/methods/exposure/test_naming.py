"""Known names in a text, across scripts, spellings and particles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.exposure import KnownNames

KNOWN = KnownNames(["Samir Haddad", "يوسف عبد الرحمن النجار", "Lina", "דוד כהן"])
MET = [
    ("Witness Samir Haddad said", "Samir Haddad", 0),
    ("وقال سمير حداد إن", "سمير حداد", 0),
    ("לסמיר חדאד נאמר", "לסמיר חדאד", 0),
    ("Haddad, Samir", "Haddad, Samir", 0),
    ("samir haddad", "samir haddad", 0),
    ("Yousef Najjar came", "Yousef Najjar", 1),
    ("then Lina came", "Lina", 2),
    ("David Cohen", "David Cohen", 3),
]


@pytest.mark.parametrize(("text", "words", "name"), MET)
def test_a_known_name_is_met(text: str, words: str, name: int) -> None:
    assert [(text[one.start : one.end], one.name) for one in KNOWN.met(text)] == [(words, name)]


@pytest.mark.parametrize(
    "text", ["Samira had a day", "the same road", "Samir spoke. Nothing else.", "in a line", ""]
)
def test_other_words_are_no_name(text: str) -> None:
    assert KNOWN.met(text) == []


def test_parts_in_two_paragraphs_are_no_name() -> None:
    assert KNOWN.met("Samir\n\nHaddad") == []


@given(st.text("SamirHdלסכהן ودسمير\n.,", max_size=40))
def test_spans_lie_within_the_text_apart_and_in_order(noise: str) -> None:
    text = f"{noise} Samir Haddad {noise}"
    ends = 0
    for one in KNOWN.met(text):
        assert ends <= one.start < one.end <= len(text)
        ends = one.end
