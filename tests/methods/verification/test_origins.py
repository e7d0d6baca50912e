"""Independent origins are counted, not voices; a person decides where the rule does not hold."""

from __future__ import annotations

from goodoffices.methods.verification import OriginRule, Voice, check

RULE = OriginRule()
RADIO, PAPER, CLINIC = (
    Voice(1, "radio", "media"),
    Voice(2, "paper", "media"),
    Voice(3, "clinic", "authority"),
)


def test_two_origins_of_different_kinds_are_enough():
    found = check([RADIO, CLINIC], RULE)
    assert (found.holds, found.origins, found.kinds) == (True, 2, 2)


def test_two_of_one_kind_are_not_unless_the_programme_says_so():
    assert not check([RADIO, PAPER], RULE).holds
    assert check([RADIO, PAPER], OriginRule(different_kinds=False)).holds


def test_what_goes_back_to_one_counts_once_and_is_of_its_first_kind():
    copied = Voice(1, "clinic", "authority")
    found = check([RADIO, copied], RULE)
    assert (found.holds, found.voices, found.origins, found.kinds) == (False, 2, 1, 1)
    assert not check([RADIO, copied, PAPER], RULE).holds


def test_one_of_staff_is_enough_where_that_suffices():
    own = [Voice(1, "officer", "staff")]
    assert check(own, RULE).holds
    assert not check(own, OriginRule(staff_suffices=False)).holds


def test_staff_who_repeat_others_have_documented_nothing():
    found = check([RADIO, Voice(1, "officer", "staff")], RULE)
    assert (found.holds, found.staff) == (False, False)


def test_a_source_counts_once_and_an_unknown_kind_is_no_kind():
    assert check([RADIO, RADIO], RULE).voices == 1
    assert not check([RADIO, Voice(9, "hidden", "")], RULE).holds
    assert not check([], RULE).holds
