"""Tolls from claims: the rules one by one, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.derive import TOLL_RULES, Decision, DerivedToll, TollClaim, derive_tolls

KILLED = ("killed", "all")


def said(
    claim: int, source: str, low: int | None, best: int | None, high: int | None, **more: object
) -> TollClaim:
    return TollClaim(claim, source, *KILLED, low, best, high, **more)  # type: ignore[arg-type]


def derived(claims: list[TollClaim], rule: str, team: Decision | None = None) -> DerivedToll:
    (toll,) = derive_tolls(claims, rule=rule, team={KILLED: team} if team else None)
    return toll


def figures(toll: DerivedToll) -> tuple[int | None, int | None, int | None]:
    return toll.low, toll.best, toll.high


FOUR = [
    said(1, "hospital", 9, 9, 9, reliability="A", credibility=2, received=10),
    said(2, "radio", 12, 15, 20, reliability="C", credibility=3, received=11),
    said(3, "agency", None, 12, None, reliability="B", credibility=3, received=12),
    said(4, "witness", None, 12, None, reliability="F", credibility=6, received=13),
]


@pytest.mark.parametrize(
    ("rule", "expected", "support", "reason"),
    [
        ("range", (9, 12, 20), (1, 2, 3, 4), "range-of-sources"),
        ("majority", (12, 12, 12), (3, 4), "majority"),
        ("most_reliable", (9, 9, 9), (1,), "most-reliable"),
        ("latest", (None, 12, None), (4,), "latest"),
        ("team", (9, 12, 20), (1, 2, 3, 4), "no-team-decision"),
    ],
)
def test_worked_example(
    rule: str, expected: tuple[int | None, ...], support: tuple[int, ...], reason: str
) -> None:
    toll = derived(FOUR, rule)
    assert figures(toll) == expected
    assert (toll.support, toll.reason.code, toll.rule) == (support, reason, rule)


def test_a_source_counts_once_with_its_latest_report() -> None:
    claims = [
        said(1, "radio", None, 30, None, received=1),
        said(2, "radio", None, 8, None, received=5),
        said(3, "agency", None, 10, None, received=3),
    ]
    assert figures(derived(claims, "range")) == (8, 8, 10)
    assert derived(claims, "range").support == (2, 3)


def test_the_day_a_source_dates_its_figure_to_decides_what_is_latest() -> None:
    claims = [
        said(1, "radio", None, 30, None, as_of=700, received=705),
        said(2, "agency", None, 8, None, as_of=702, received=703),
    ]
    assert figures(derived(claims, "latest")) == (None, 8, None)


def test_ties_become_ranges() -> None:
    split = [said(1, "a", None, 3, None), said(2, "b", None, 7, None)]
    assert figures(derived(split, "majority")) == (3, 3, 7)
    assert derived(split, "majority").reason.code == "no-majority"
    assert derived(split, "most_reliable").reason.code == "equal-grades"
    assert derived(split, "latest").reason.code == "equally-late"


def test_unknown_stays_unknown() -> None:
    nothing = [said(1, "a", None, None, None), said(2, "b", None, None, None)]
    toll = derived(nothing, "range")
    assert figures(toll) == (None, None, None)
    assert toll.reason.code == "nothing-known"
    at_least = [said(1, "a", 5, None, None), said(2, "b", 9, None, None)]
    assert figures(derived(at_least, "range")) == (5, None, None)
    up_to = [said(1, "a", None, None, 5), said(2, "b", None, None, 9)]
    assert figures(derived(up_to, "range")) == (None, None, 9)
    assert figures(derived([said(1, "a", 9, None, None), FOUR[2]], "range")) == (9, 12, 12)
    assert figures(derived([said(1, "a", 20, None, None), FOUR[2]], "range")) == (12, 12, 20)


def test_zero_is_a_figure() -> None:
    claims = [said(1, "a", 0, 0, 0), said(2, "b", None, None, None)]
    assert figures(derived(claims, "range")) == (0, 0, 0)
    assert derived(claims, "range").support == (1,)


def test_the_team_decides() -> None:
    chosen = derived(FOUR, "team", Decision(claim=2))
    assert (figures(chosen), chosen.support, chosen.reason.code) == (
        (12, 15, 20),
        (2,),
        "team-claim",
    )
    typed = derived(FOUR, "team", Decision(low=10, best=11))
    assert (figures(typed), typed.support, typed.reason.code) == ((10, 11, None), (), "team-value")
    gone = derived(FOUR, "team", Decision(claim=99))
    assert (figures(gone), gone.reason.code) == ((9, 12, 20), "team-claim-gone")
    assert figures(derived([], "team", Decision(best=4))) == (None, 4, None)
    with pytest.raises(InvalidInput, match="in order"):
        derived(FOUR, "team", Decision(low=5, best=4))


def test_each_measure_and_category_has_its_own_toll() -> None:
    claims = [
        TollClaim(1, "a", "killed", "all", None, 5, None),
        TollClaim(2, "a", "injured", "all", None, 9, None),
        TollClaim(3, "a", "killed", "civilians", None, 2, None),
    ]
    tolls = derive_tolls(claims)
    assert [(one.measure, one.category, one.best) for one in tolls] == [
        ("injured", "all", 9), ("killed", "all", 5), ("killed", "civilians", 2),
    ]  # fmt: skip
    assert derive_tolls([]) == ()


def test_an_unknown_rule_is_refused() -> None:
    for claims in ([], FOUR[:1], FOUR):
        with pytest.raises(InvalidInput, match="Choose one of"):
            derive_tolls(claims, rule="loudest")


FIGURE = st.one_of(st.none(), st.integers(0, 60))


@st.composite
def toll_claims(draw: st.DrawFn) -> list[TollClaim]:
    """Claims with figures in order, several of one source among them."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        low, best, high = (draw(FIGURE) for _ in range(3))
        known = sorted(one for one in (low, best, high) if one is not None)
        low, best, high = (None if one is None else known.pop(0) for one in (low, best, high))
        made.append(
            said(
                number,
                draw(st.sampled_from("abcd")),
                low,
                best,
                high,
                reliability=draw(st.sampled_from("ABCF")),
                credibility=draw(st.integers(1, 6)),
                as_of=draw(st.one_of(st.none(), st.integers(1, 5))),
                received=draw(st.integers(1, 5)),
            )
        )
    return made


@given(toll_claims(), st.sampled_from(TOLL_RULES), st.randoms())
def test_what_holds_for_every_rule(claims: list[TollClaim], rule: str, random: object) -> None:
    toll = derived(claims, rule)
    known = [one for one in figures(toll) if one is not None]
    assert known == sorted(known)
    assert set(toll.support) <= {one.claim for one in claims}
    said_at_all = {one for claim in claims for one in (claim.low, claim.best, claim.high)}
    assert set(known) <= said_at_all
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derived(shuffled, rule) == toll


@given(toll_claims(), st.sampled_from(TOLL_RULES))
def test_a_single_claim_is_itself_under_every_rule(claims: list[TollClaim], rule: str) -> None:
    only = claims[0]
    toll = derived([only], rule)
    assert figures(toll) == (only.low, only.best, only.high)
    assert toll.support == (only.claim,)
    assert toll.reason.code == "only-claim"
