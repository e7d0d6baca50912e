"""Suggestions: the right record first, and every reason true of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from goodoffices.methods.linkage import CODES, Record, suggest, toll

DAY = date(2026, 3, 4).toordinal()
MARKET = Record(
    "a",
    "radio",
    first_day=DAY,
    last_day=DAY,
    latitude=10.0,
    longitude=20.0,
    radius_m=2000,
    event_type="remote_shelling",
    parties=("north front", "river guard"),
    killed=(None, 28, None),
    text="Shells fell on the market of Old Bridge shortly after the noon prayer.",
)


def codes(reasons):
    return [reason.code for reason in reasons]


def test_the_same_event_told_by_another_comes_first_and_says_why():
    other = replace(MARKET, id="b", source="paper", latitude=10.01)
    away = replace(
        MARKET, id="c", first_day=DAY + 9, last_day=DAY + 9, killed=toll(best=3), text=""
    )
    found = suggest(MARKET, [away, other])
    assert found[0].id == "b"
    assert found[0].band == "near_certain"
    said = {reason.code: reason.values for reason in found[0].reasons}
    assert said["same_day"] == {"day": DAY}
    assert said["km_apart"] == {"km": 1.1}
    assert said["same_killed"] == {"count": 28}
    assert said["same_words"]["percent"] == 100
    assert set(said["same_parties"]["parties"]) == {"north front", "river guard"}
    assert set(said) <= set(CODES)


def test_the_report_is_never_suggested_to_itself():
    assert suggest(MARKET, [MARKET]) == []


def test_a_report_without_date_and_place_is_found_by_what_came_with_it():
    bare = Record("x", files=("ab" * 32,), text="")
    known = replace(MARKET, id="k", files=("ab" * 32,))
    assert codes(suggest(bare, [known])[0].reasons) == ["same_file"]


def test_a_toll_is_put_in_order_and_text_is_no_figure():
    assert toll("9", 4, "many") == (4, 9, None)
    assert toll(low=True, best=-1, high=2.5) == (None, None, None)
    assert toll(3.0, "12", 40) == (3, 12, 40)
