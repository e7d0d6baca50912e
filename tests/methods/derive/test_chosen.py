"""Date, place, type and parties from claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.dates import UNKNOWN, parse
from goodoffices.methods.derive import (
    DATE_RULES,
    PLACE_RULES,
    TYPE_RULES,
    DateClaim,
    Decision,
    PartyClaim,
    PlaceClaim,
    TypeClaim,
    derive_date,
    derive_parties,
    derive_place,
    derive_type,
)


def date(claim: int, source: str, edtf: str, **more: object) -> DateClaim:
    return DateClaim(claim, source, parse(edtf), **more)  # type: ignore[arg-type]


DATES = [
    date(1, "hospital", "2024-05-04", reliability="A", credibility=2, received=1),
    date(2, "radio", "2024-05-03/2024-05-05", reliability="C", received=2),
    date(3, "agency", "2024-05-03/2024-05-05", reliability="C", received=3),
    date(4, "officer", "2024-05-05", reliability="B", received=4),
    date(5, "witness", "2024-05", received=5),
]


@pytest.mark.parametrize(
    ("rule", "edtf", "support", "reason"),
    [
        ("most_precise", "2024-05-04", (1,), "most-precise"),
        ("earliest", "2024-05", (5,), "earliest"),
        ("majority", "2024-05-03/2024-05-05", (2, 3), "majority"),
        ("most_reliable", "2024-05-04", (1,), "most-reliable"),
        ("latest", "2024-05", (5,), "latest"),
        ("team", "2024-05-04", (1,), "no-team-decision"),
    ],
)
def test_dates(rule: str, edtf: str, support: tuple[int, ...], reason: str) -> None:
    shown = derive_date(DATES, rule=rule)
    assert (shown.span.edtf, shown.support, shown.reason.code) == (edtf, support, reason)


def test_equally_precise_dates_go_by_number_of_sources_then_grade() -> None:
    graded = [
        date(1, "a", "2024-05-04", reliability="C"),
        date(2, "b", "2024-05-06", reliability="B"),
    ]
    assert derive_date(graded).span.edtf == "2024-05-06"
    third = date(3, "c", "2024-05-04")
    assert derive_date([*graded, third]).span.edtf == "2024-05-04"
    assert derive_date([*graded, third]).support == (1, 3)


def test_open_and_unknown_dates_yield_to_known_ones() -> None:
    claims = [date(1, "a", ""), date(2, "b", "../2024-05-01"), date(3, "c", "2024-06")]
    for rule in ("most_precise", "earliest", "majority"):
        assert derive_date(claims, rule=rule).span.edtf == "2024-06"
    assert derive_date(claims[:2], rule="earliest").span.edtf == "../2024-05-01"
    nothing = derive_date([date(1, "a", ""), date(2, "b", "")])
    assert (nothing.span, nothing.reason.code) == (UNKNOWN, "nothing-known")
    assert derive_date([]).span == UNKNOWN


def test_the_team_decides_the_date() -> None:
    assert derive_date(DATES, rule="team", team=Decision(claim=4)).span.edtf == "2024-05-05"
    typed = derive_date(DATES, rule="team", team=Decision(span=parse("2024-05-06")))
    assert (typed.span.edtf, typed.support, typed.reason.code) == ("2024-05-06", (), "team-value")
    gone = derive_date(DATES, rule="team", team=Decision(claim=99))
    assert (gone.span.edtf, gone.reason.code) == ("2024-05-04", "team-claim-gone")


PLACES = [
    PlaceClaim(1, "a", 10, 33.5, 36.3, 2000),
    PlaceClaim(2, "b", 11, 33.9, 36.4, 2000),
    PlaceClaim(3, "c", 11, 33.9, 36.4, 2000),
    PlaceClaim(4, "d", 12, 34.0, 36.0, 30000),
    PlaceClaim(5, "e", 12, 34.0, 36.0, None),
    PlaceClaim(6, "f", 12, 34.0, 36.0, 30000),
    PlaceClaim(7, "g"),
]


def test_places() -> None:
    precise = derive_place(PLACES)
    assert (precise.place, precise.radius_m, precise.support) == (11, 2000, (2, 3))
    most = derive_place(PLACES, rule="majority")
    assert (most.place, most.radius_m, most.support) == (12, 30000, (4, 5, 6))
    assert most.reason.facts == (("sources", 3), ("of", 6))
    typed = derive_place(PLACES, rule="team", team=Decision(latitude=33.0, longitude=36.0))
    assert (typed.place, typed.latitude, typed.radius_m) == (None, 33.0, None)
    assert derive_place(PLACES, rule="team", team=Decision(claim=1)).place == 10
    unknown = derive_place(PLACES[6:] * 2)
    assert (unknown.place, unknown.latitude, unknown.reason.code) == (None, None, "nothing-known")


def test_points_without_a_known_place_agree_to_ten_metres() -> None:
    near = [
        PlaceClaim(1, "a", None, 33.50001, 36.30001, 500),
        PlaceClaim(2, "b", None, 33.50002, 36.30002, 500),
        PlaceClaim(3, "c", None, 33.6, 36.3, 500),
    ]
    assert derive_place(near, rule="majority").support == (1, 2)


def test_types_take_the_most_specific_on_a_tie() -> None:
    claims = [
        TypeClaim(1, "a", "remote", 0),
        TypeClaim(2, "b", "remote_shelling", 1),
        TypeClaim(3, "c", "battle", 0),
    ]
    assert derive_type(claims).code == "remote_shelling"
    assert derive_type(claims).reason.code == "no-majority"
    more = [*claims, TypeClaim(4, "d", "battle", 0)]
    assert (derive_type(more).code, derive_type(more).support) == ("battle", (3, 4))
    assert derive_type(more, rule="team", team=Decision(code="other")).code == "other"
    assert derive_type(more, rule="team").code == "battle"
    assert derive_type([]).code == ""
    with pytest.raises(InvalidInput, match="Choose the type"):
        derive_type(more, rule="team", team=Decision())


def test_parties_are_the_union_with_their_roles() -> None:
    claims = [
        PartyClaim(1, "a", 7, "side_a", received=1),
        PartyClaim(2, "a", 8, "side_b", received=1),
        PartyClaim(3, "b", 7, "side_b", received=2),
        PartyClaim(4, "b", 8, "side_b", received=2),
        PartyClaim(5, "c", 9, "side_a", received=1),
        PartyClaim(6, "c", 7, "side_a", received=3),
    ]
    shown = [(one.role, one.party, one.sources, one.support) for one in derive_parties(claims)]
    assert shown == [
        ("side_a", 7, 2, (1, 6)),
        ("side_b", 7, 1, (3,)),
        ("side_b", 8, 2, (2, 4)),
    ]
    assert derive_parties([]) == ()
    assert derive_parties(claims[:2] * 2)[0].sources == 1


def test_rules_are_checked_per_value() -> None:
    with pytest.raises(InvalidInput, match="Choose one of"):
        derive_date(DATES, rule="range")
    with pytest.raises(InvalidInput, match="Choose one of"):
        derive_place(PLACES[:1], rule="earliest")
    with pytest.raises(InvalidInput, match="Choose one of"):
        derive_type([], rule="most_precise")


GRADED = {
    "reliability": st.sampled_from("ABCF"),
    "credibility": st.integers(1, 6),
    "as_of": st.one_of(st.none(), st.integers(1, 4)),
    "received": st.integers(1, 4).map(float),
}
EDTF = st.sampled_from(
    ["", "2024", "2024-05", "2024-05~", "2024-05-03", "2024-05-04?", "../2024", "2024-05-04/.."]
).map(parse)


def numbered(make: object, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    """Lists of claims with ids of their own."""
    one = st.builds(dict, source=st.sampled_from("abcd"), **GRADED, **fields)
    many = st.lists(one, min_size=1, max_size=6)
    return many.map(lambda rows: [make(claim=n, **row) for n, row in enumerate(rows)])  # type: ignore[operator]


KINDS = {
    "date": (derive_date, DATE_RULES, numbered(DateClaim, span=EDTF)),
    "place": (
        derive_place,
        PLACE_RULES,
        numbered(
            PlaceClaim,
            place=st.sampled_from([None, 1, 2, "x"]),
            latitude=st.sampled_from([None, 1.0, 1.00001, 2.0]),
            longitude=st.just(3.0),
            radius_m=st.sampled_from([None, 100, 2000]),
        ),
    ),
    "type": (
        derive_type,
        TYPE_RULES,
        numbered(TypeClaim, code=st.sampled_from(["", "a", "b", "c"]), depth=st.just(1)),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), random=st.randoms())
def test_the_order_of_claims_is_irrelevant(kind: str, data: st.DataObject, random: object) -> None:
    derive, rules, lists = KINDS[kind]
    claims, rule = data.draw(lists), data.draw(st.sampled_from(rules))
    shown = derive(claims, rule=rule)  # type: ignore[operator]
    assert set(shown.support) <= set(range(len(claims)))
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derive(shuffled, rule=rule) == shown  # type: ignore[operator]
    alone = derive(claims[:1], rule=rule)  # type: ignore[operator]
    assert alone.support == (0,)
    assert alone.reason.code == "only-claim"


@given(
    numbered(PartyClaim, party=st.sampled_from([1, 2, "x"]), role=st.sampled_from("pq")),
    st.randoms(),
)
def test_the_order_of_party_claims_is_irrelevant(claims: list[object], random: object) -> None:
    shown = derive_parties(claims)  # type: ignore[arg-type]
    assert shown
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derive_parties(shuffled) == shown  # type: ignore[arg-type]
