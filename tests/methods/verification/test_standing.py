"""The state of an aspect follows from its judgements, whatever order they are read in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.verification import Judgement, shown, standing

START = datetime(2026, 3, 1, tzinfo=UTC)
STATES = ("pending", "corroborated", "verified", "contested", "refuted", "withdrawn", "unverified")


@st.composite
def judgements(draw: st.DrawFn) -> list[Judgement]:
    found = []
    for number in range(draw(st.integers(0, 7))):
        at = START + timedelta(hours=draw(st.integers(0, 5)))
        agreed = draw(st.sampled_from([None, True, False]))
        found.append(
            Judgement(
                number,
                draw(st.sampled_from(STATES)),
                at,
                needs_second=draw(st.booleans()),
                agreed=agreed,
                agreed_at=None if agreed is None else at + timedelta(hours=draw(st.integers(0, 9))),
                withdrawn=draw(st.booleans()),
            )
        )
    return found


@given(judgements(), st.randoms())
def test_the_order_of_reading_is_irrelevant(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    assert standing(mixed) == standing(found)


@given(judgements())
def test_only_what_stands_counts(found):
    assert shown(found) == shown([one for one in found if one.stands])
    assert all(not one.stands for one in found if one.waits)


@given(judgements())
def test_taking_back_what_stands_shows_what_stood_before(found):
    latest = standing(found)
    rest = [one for one in found if one != latest]
    gone = [
        Judgement(one.number, one.to, one.at, one.needs_second, one.agreed, one.agreed_at, True)
        if one == latest
        else one
        for one in found
    ]
    assert shown(gone) == shown(rest)
    if latest is None:
        assert shown(found) == "unverified"


@given(judgements())
def test_a_proposal_changes_nothing_until_a_second_person_agrees(found):
    moment = START + timedelta(days=9)
    proposed = Judgement(99, "verified", moment, needs_second=True)
    declined = Judgement(99, "verified", moment, True, False, moment)
    agreed = Judgement(99, "verified", moment, True, True, moment)
    assert shown([*found, proposed]) == shown([*found, declined]) == shown(found)
    assert standing([*found, agreed]) == agreed
