"""A mapping of questions to claims: read strictly, written back the same."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.submissions.entries import (
    DateEntry,
    LinkEntry,
    NarrativeEntry,
    PartyEntry,
    PlaceEntry,
    TitleEntry,
    TollEntry,
    TypeEntry,
    check_against,
    paths_of,
    read_entries,
    write_entries,
)

EVERY_CLAIM = [
    {"claim": "date", "path": "when/day", "until": "when/end", "precision": "week"},
    {"claim": "place", "path": "", "point": "where/point", "name": ["where/region", "where/town"]},
    {"claim": "type", "path": "what", "values": {"clash": "battle_clash"}},
    {"claim": "party", "path": "who", "role": "initiator", "values": {"north": "Northern side"}},
    {"claim": "toll", "path": "killed", "measure": "killed", "category": "women", "bound": "low"},
    {"claim": "toll", "path": "people", "measure": "injured", "count": True},
    {"claim": "title", "path": "headline"},
    {"claim": "narrative", "path": "account"},
    {"claim": "link", "path": "address"},
]
FIELDS = [
    {"path": path, "type": kind, "repeat": repeat}
    for path, kind, repeat in [
        ("when/day", "date", ""),
        ("when/end", "date", ""),
        ("where/point", "geopoint", ""),
        ("where/region", "select_one", ""),
        ("where/town", "text", ""),
        ("what", "select_one", ""),
        ("who", "select_one", ""),
        ("killed", "integer", ""),
        ("people/age", "integer", "people"),
        ("headline", "text", ""),
        ("account", "text", ""),
        ("address", "text", ""),
    ]
]


def test_each_claim_becomes_its_value() -> None:
    assert read_entries(EVERY_CLAIM) == (
        DateEntry("when/day", "when/end", "week"),
        PlaceEntry("where/point", ("where/region", "where/town")),
        TypeEntry("what", {"clash": "battle_clash"}),
        PartyEntry("who", "initiator", {"north": "Northern side"}),
        TollEntry("killed", "killed", "women", "low"),
        TollEntry("people", "injured", "all", "exact", count=True),
        TitleEntry("headline"),
        NarrativeEntry("account"),
        LinkEntry("address"),
    )


def test_what_is_written_is_read_back_equal() -> None:
    entries = read_entries(EVERY_CLAIM)
    assert read_entries(write_entries(entries)) == entries


def test_a_place_given_by_its_path_alone_is_its_narrowest_name() -> None:
    (entry,) = read_entries([{"claim": "place", "path": "town", "name": ["region"]}])
    assert entry == PlaceEntry("", ("region", "town"))


def test_a_type_may_hold_for_the_whole_form() -> None:
    (entry,) = read_entries([{"claim": "type", "path": "", "constant": "protest_peaceful"}])
    assert entry == TypeEntry(constant="protest_peaceful")
    assert paths_of(entry) == ()


def test_a_choice_without_a_meaning_is_left_out() -> None:
    (entry,) = read_entries(
        [{"claim": "type", "path": "what", "values": {"clash": "battle_clash", "else": ""}}]
    )
    assert entry == TypeEntry("what", {"clash": "battle_clash"})


def test_low_and_high_of_one_toll_stand_together() -> None:
    tolls = [{"claim": "toll", "path": bound, "bound": bound} for bound in ("low", "best", "high")]
    assert len(read_entries(tolls)) == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"claim": "date"}, "not a list"),
        (["date"], "not a list"),
        ([{"claim": "mood", "path": "a"}], "'mood'"),
        ([{"claim": "date", "path": ""}], "needs a question"),
        ([{"claim": "date", "path": "a", "colour": "red"}], "colour"),
        ([{"claim": "date", "path": "a", "precision": "hour"}], "'hour' in date_precision"),
        ([{"claim": "date", "path": 3}], "not a short text"),
        ([{"claim": "place", "path": ""}], "point or one of its names"),
        ([{"claim": "place", "name": [1]}], "list of questions"),
        ([{"claim": "type", "path": ""}], "either a question or one type"),
        ([{"claim": "type", "path": "a", "constant": "other"}], "either a question or one type"),
        ([{"claim": "type", "path": "a", "values": {"x": "nonsense"}}], "'nonsense'"),
        ([{"claim": "party", "path": "a", "role": "enemy"}], "'enemy' in party_roles"),
        ([{"claim": "party", "path": "a", "values": {"x": 4}}], "not in the expected form"),
        ([{"claim": "toll", "path": "a", "measure": "sad"}], "'sad' in toll_measures"),
        ([{"claim": "toll", "path": "a", "category": "x"}], "'x' in toll_categories"),
        ([{"claim": "toll", "path": "a", "bound": "about"}], "exact, low, best, high"),
        ([{"claim": "toll", "path": "a", "count": "yes"}], "exact, low, best, high"),
        ([{"claim": "toll", "path": "a"}, {"claim": "toll", "path": "b"}], "same figure"),
        (
            [{"claim": "toll", "path": "a"}, {"claim": "toll", "path": "b", "bound": "low"}],
            "same figure",
        ),
        ([{"claim": "title", "path": "a"}] * 301, "more than 300"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(data: Any, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_entries(data)


def test_a_mapping_that_fits_the_questions_passes() -> None:
    check_against(read_entries(EVERY_CLAIM), FIELDS)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"claim": "date", "path": "gone"}, "no question 'gone'"),
        ({"claim": "date", "path": "when/day", "until": "gone"}, "no question 'gone'"),
        ({"claim": "toll", "path": "when", "count": True}, "no repeat 'when'"),
        ({"claim": "toll", "path": "people"}, "no question 'people'"),
        ({"claim": "place", "point": "when/day"}, "does not ask for a point"),
    ],
)
def test_a_mapping_that_speaks_of_other_questions_is_refused(entry: Any, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        check_against(read_entries([entry]), FIELDS)
