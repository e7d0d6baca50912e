"""A programme's own ways: little from few decisions, much from many, and kept as plain numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.linkage import Decision, Model, learn, suggest

from .incidents import on


def decided(count: int, same: bool):
    """Return decisions on reports that are two days late, which the shipped model doubts."""
    made = []
    for number in range(count):
        report = on(10 * number, id=f"r{number}", text="", killed=(None, 2, None))
        late = on(10 * number + 2, id=f"o{number}", source="paper", text="", killed=(None, 2, None))
        made.append(Decision(report, late, same))
    return made


def chance(model: Model) -> float:
    report = on(0, id="r", text="", killed=(None, 2, None))
    late = on(2, id="o", source="paper", text="", killed=(None, 2, None))
    found = suggest(report, [late], replace(model, bands=dict.fromkeys(model.bands, 0.0)))
    return found[0].probability


def test_no_decisions_teach_nothing():
    assert learn([]) == Model.shipped()


def test_many_decisions_teach_more_than_a_handful_and_either_way():
    before = chance(Model.shipped())
    few, many = chance(learn(decided(5, True))), chance(learn(decided(300, True)))
    assert before < few < many
    assert many > 0.8
    assert chance(learn(decided(300, False))) < before


def test_decisions_are_learnt_anew_and_not_on_top_of_themselves():
    once = learn(decided(30, True))
    assert learn(decided(30, True), once) == once
    assert once.decisions == 30


def test_a_model_is_text_and_back_and_nothing_else():
    model = learn(decided(30, True))
    assert Model.from_json(model.to_json()) == model
    for text in ("", "[]", "{}", '{"base": "x"}', model.to_json().replace("shipped-1", "other")):
        with pytest.raises(InvalidInput):
            Model.from_json(text)


def test_bare_pairs_of_records_are_decisions_too():
    pairs = [(one.report, one.other, one.same) for one in decided(5, True)]
    assert learn(pairs) == learn(decided(5, True))
