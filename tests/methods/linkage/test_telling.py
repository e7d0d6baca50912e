"""What two texts tell alike in different languages: times of day, and things they name."""

from __future__ import annotations

import numpy as np
import pytest

from goodoffices.methods.linkage.telling import (
    _lines,
    clocks,
    label,
    minutes_apart,
    nearest_clocks,
    shared_things,
    things,
    together,
)

ENGLISH = "At 22:15 gunmen fired at a pickup beside the primary school."
ARABIC = "نحو الساعة 22:30 أطلق مسلحون النار على سيارة بيك آب قرب المدرسة."
HEBREW = "ליד בית הספר נורו יריות לעבר טנדר."


def test_times_of_day_are_read_from_any_language_and_other_figures_are_none() -> None:
    assert clocks(ENGLISH) == (22 * 60 + 15,)
    assert clocks(ARABIC) == (22 * 60 + 30,)
    assert clocks("12:75, 24:00, 1:22:15 and 2026-03-04 are no times of day") == ()


def test_times_are_compared_across_midnight() -> None:
    assert minutes_apart(clocks("at 23:50"), clocks("at 00:10 or 12:00")) == 20
    assert minutes_apart(clocks("at 23:50"), ()) is None
    assert nearest_clocks("07:00, 22:15", "22:30") == ("22:15", "22:30")
    assert nearest_clocks("07:00", "22:30") is None


@pytest.mark.parametrize("other", [ARABIC, HEBREW])
def test_things_named_in_two_languages_are_the_same_things(other: str) -> None:
    assert set(shared_things(ENGLISH, other)) == {"school", "pickup"}
    assert shared_things(ENGLISH, "") == ()


def test_each_thing_has_a_name_in_three_languages_and_is_found_by_every_form() -> None:
    forms = [(form, n) for n, line in enumerate(_lines()) for one in line for form in one]
    assert [form for form, number in forms if number not in things(form)] == []
    assert {label("school", language) for language in ("en", "ar", "he")} == {
        "school",
        "مدرسة",
        "בית ספר",
    }
    assert label("of a later version", "ar") == "of a later version"


def test_what_few_texts_name_counts_more() -> None:
    texts = [ENGLISH, ARABIC, HEBREW, *["Nothing at the market."] * 50, "A school by a market."]
    i, j = np.array([0, 0, 3, 3]), np.array([1, 2, 4, 53])
    apart, alike = together(texts, i, j)
    assert apart[0] == 15
    assert np.isnan(apart[1:]).all()
    assert alike[0] == pytest.approx(1)
    assert alike[3] < 0.9 < alike[1]
