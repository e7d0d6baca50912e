"""Suggestions: the right record first, and every reason true of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.methods.linkage import CODES, Model, Record, origins, passed_on, suggest, toll

from .incidents import DAY, MARKET, TOLD, elsewhere, on

MODELS = [Model.shipped(), Model.unlearnt()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.base)
def test_the_same_event_told_by_another_comes_first_and_says_why(model):
    other = replace(MARKET, id="b", source="paper", latitude=10.01)
    away = on(7, id="c", killed=toll(best=3), text="")
    found = suggest(MARKET, [away, other, elsewhere(3)], model)
    assert found[0].id == "b"
    assert found[0].band == "near_certain"
    said = {reason.code: reason.values for reason in found[0].reasons}
    assert said["same_day"] == {"day": DAY}
    assert said["km_apart"] == {"km": 1.1}
    assert said["same_killed"] == {"count": 28}
    assert said["same_words"]["percent"] == 100
    assert set(said["same_parties"]["parties"]) == {"north front", "river guard"}
    assert set(said) <= set(CODES)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.base)
def test_the_order_of_the_others_changes_nothing(model):
    others = [on(day, id=f"o{day}", source="paper", text="") for day in (0, 1, 2, 4)]
    one, other = suggest(MARKET, others, model), suggest(MARKET, others[::-1], model)
    assert [(found.id, round(found.probability, 6)) for found in one] == [
        (found.id, round(found.probability, 6)) for found in other
    ]


def test_the_report_is_never_suggested_to_itself_and_nothing_to_nobody():
    assert suggest(MARKET, [MARKET]) == []
    assert suggest(MARKET, []) == []


def test_what_is_far_in_place_and_time_is_not_suggested():
    assert suggest(MARKET, [replace(on(60, text=""), id="b", latitude=30.0)]) == []


@pytest.mark.parametrize(
    "what", [{"files": ("ab" * 32,)}, {"images": (0x0F0F33335555AAAA,)}, {"text": TOLD}]
)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.base)
def test_a_report_without_date_and_place_is_found_by_what_came_with_it(model, what):
    bare = replace(Record("x", "phone"), **what)
    known = replace(replace(MARKET, id="k", text=""), **what)
    found = suggest(bare, [known, on(0, id="other", text="")], model)
    assert found[0].id == "k"
    code = {"files": "same_file", "images": "same_photo", "text": "same_words"}[next(iter(what))]
    assert code in {reason.code for reason in found[0].reasons}


def test_equally_good_candidates_are_told_as_rivals():
    twins = [replace(MARKET, id=name, source="paper", text="") for name in "bc"]
    alone = suggest(MARKET, twins[:1])
    both = suggest(MARKET, twins)
    assert both[0].probability < alone[0].probability
    assert ("rivals", {"count": 1}) in [(one.code, one.values) for one in both[0].reasons]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.base)
def test_a_thousand_copies_of_one_source_do_not_unsay_one_another(model):
    copies = [replace(MARKET, id=f"c{number}", received=number) for number in range(1000)]
    other = replace(MARKET, id="known", source="paper", text="")
    found = suggest(replace(MARKET, id="new", received=1000), [*copies, other], model)
    by_id = {one.id: one for one in found}
    assert set(by_id) == {one.id for one in copies} | {"known"}
    first = by_id["c0"]
    assert first.band == "near_certain"
    assert {by_id[one.id].probability for one in copies} == {first.probability}
    rivals = [reason.values for reason in first.reasons if reason.code == "rivals"]
    assert rivals in ([], [{"count": 1}]), "the other source's, and no copy"
    [alone] = suggest(replace(MARKET, id="new"), [copies[0]], model)
    assert first.probability == pytest.approx(alone.probability, abs=0.05)
    assert len(origins([*copies, replace(MARKET, id="new")])) == 1


def test_another_toll_or_day_makes_another_message():
    copies = [replace(MARKET, id=f"c{number}") for number in range(3)]
    more = [on(1, id="later"), replace(MARKET, id="toll", killed=toll(best=3))]
    more += [
        replace(MARKET, id="paper", source="paper"),
        replace(MARKET, id="short", text="Shells"),
    ]
    assert len({passed_on(one) for one in copies}) == 1
    assert len({passed_on(one) for one in [*copies, *more]}) == 5


def test_a_toll_is_put_in_order_and_text_is_no_figure():
    assert toll("9", 4, "many") == (4, 9, None)
    assert toll(low=True, best=-1, high=2.5) == (None, None, None)
    assert toll(3.0, "12", 40) == (3, 12, 40)
