"""Names as they are written, with particles before them."""

from __future__ import annotations

import pytest

from goodoffices.methods.terminology import Called

NAMES = Called(
    [
        ("Northern Front", "a"),
        ("الجبهة الشمالية", "a"),
        ("חזית הצפון", "a"),
        ("Front", "b"),
        ("--", "c"),
    ]
)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("the Northern Front's men", [("Northern Front's", "a")]),
        ("of the Front", [("Front", "b")]),
        ("in front of the shop", []),
        ("وللجبهة الشمالية", [("وللجبهة الشمالية", "a")]),
        ("אמרה שחזית הצפון", [("שחזית הצפון", "a")]),
    ],
)
def test_a_name_is_met_with_its_particles(text: str, met: list[tuple[str, str]]) -> None:
    assert [(text[start:end], key) for start, end, key in NAMES.met(text)] == met
