"""Every reason of linkage has its words, and numbers are counted as the language counts them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from goodoffices.methods.linkage import CODES, Reason
from goodoffices.monitor.linkage_words import in_words, phrase, rivals_in_words

VALUES: dict[str, dict[str, Any]] = {
    "same_day": {"day": 739679},
    "days_apart": {"days": 2},
    "km_apart": {"km": 1.2},
    "place_rough": {"km": 25},
    "same_killed": {"count": 3},
    "killed_close": {"one": 3, "other": 4},
    "killed_differ": {"one": 3, "other": 40},
    "same_injured": {"count": 28},
    "injured_close": {"one": 3, "other": 4},
    "injured_differ": {"one": 3, "other": 40},
    "same_type": {"type": "remote_shelling"},
    "types_related": {"one": "remote_shelling", "other": "remote_air_strike"},
    "types_differ": {"one": "remote_shelling", "other": "protest_peaceful"},
    "same_parties": {"parties": ["#1", "#2"]},
    "some_parties": {"parties": ["#1"]},
    "same_file": {"files": 1},
    "same_photo": {"photos": 2},
    "same_link": {"link": "https://example.org/a", "links": 1},
    "same_words": {"phrase": "three shells fell", "percent": 70},
    "same_things": {"things": ["school", "pickup"]},
    "times_close": {"one": "22:15", "other": "22:30"},
    "same_toll": {"measure": "detained", "count": 4},
    "toll_differs": {"measure": "detained", "one": 4, "other": 6},
}


@pytest.mark.parametrize("code", [code for code in CODES if code != "rivals"])
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_code_has_its_phrase(code: str, language: str) -> None:
    with translation.override(language):
        said = phrase(Reason(code, VALUES.get(code, {})))
    assert said
    assert "%(" not in said
    assert "#1" not in said


def test_reasons_make_one_line() -> None:
    told = [
        Reason("same_day", {"day": 739679}),
        Reason("km_apart", {"km": 1.2}),
        Reason("same_injured", {"count": 28}),
        Reason("same_photo", {"photos": 1}),
    ]
    line = "same day (4 March 2026), 1.2 km apart, both name 28 injured, "
    line += "a photo that looks the same is with both"
    assert in_words(told) == line


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        ("days_apart", {"days": 1}, "1 day apart"),
        ("days_apart", {"days": 3}, "3 days apart"),
        ("same_killed", {"count": 0}, "both say that nobody was killed"),
        ("same_words", {"phrase": "", "percent": 70}, "70 % of the words are the same"),
        ("of_a_later_version", {}, ""),
    ],
)
def test_special_cases(code: str, values: dict[str, Any], said: str) -> None:
    assert phrase(Reason(code, values)) == said


def test_rivals_are_said_where_there_are_any() -> None:
    said = [rivals_in_words(count) for count in (0, 1, 4)]
    assert said == ["", "1 other fits about as well", "4 others fit about as well"]
