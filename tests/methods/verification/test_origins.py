"""Independent origins are counted, not voices; a person decides where the rule does not hold."""

from __future__ import annotations

from goodoffices.methods.verification import OriginRule, Voice, check

RULE = OriginRule()
RADIO, PAPER, CLINIC = (
    Voice("radio", "media"),
    Voice("paper", "media"),
    Voice("clinic", "authority"),
)


def test_two_origins_of_different_kinds_are_enough():
    found = check([RADIO, CLINIC], RULE)
    assert (found.holds, found.origins, found.kinds) == (True, 2, 2)


def test_two_of_one_kind_are_not_unless_the_programme_says_so():
    assert not check([RADIO, PAPER], RULE).holds
    assert check([RADIO, PAPER], OriginRule(different_kinds=False)).holds


def test_who_repeats_another_is_no_second_origin():
    copies = {"paper": "agency", "clinic": "paper", "radio": "agency"}
    found = check([RADIO, PAPER, CLINIC], RULE, copies)
    assert (found.holds, found.voices, found.origins) == (False, 3, 1)


def test_sources_that_repeat_each_other_are_one():
    for voices in ([RADIO, CLINIC], [CLINIC, RADIO]):
        assert check(voices, RULE, {"radio": "clinic", "clinic": "radio"}).origins == 1


def test_one_of_staff_is_enough_where_that_suffices():
    own = [Voice("officer", "staff")]
    assert check(own, RULE).holds
    assert not check(own, OriginRule(staff_suffices=False)).holds


def test_a_source_counts_once_and_an_unknown_kind_is_no_kind():
    assert check([RADIO, RADIO], RULE).voices == 1
    assert not check([RADIO, Voice("hidden", "")], RULE).holds
    assert not check([], RULE).holds
