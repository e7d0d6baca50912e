"""Which question gives which claim, guessed in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.formats.submissions.entries import (
    DateEntry,
    Entry,
    LinkEntry,
    NarrativeEntry,
    PartyEntry,
    PlaceEntry,
    TitleEntry,
    TollEntry,
    TypeEntry,
    check_against,
    read_entries,
    write_entries,
)
from goodoffices.formats.xlsforms.suggesting import suggest

Row = tuple[str, str, str]


def fields(*rows: Row, repeat: str = "") -> list[dict[str, Any]]:
    """Return fields from (path, type, label in any language)."""
    return [
        {
            "path": path,
            "name": path.rsplit("/", 1)[-1],
            "type": kind.split(" ")[0],
            "list": kind.partition(" ")[2],
            "labels": {"x": label} if label else {},
            "repeat": repeat,
            "required": False,
        }
        for path, kind, label in rows
    ]


KINDS = [
    {"name": "clash", "labels": {"ar": "اشتباك مسلح"}},
    {"name": "shelling", "labels": {"ar": "قصف"}},
    {"name": "remote_shelling", "labels": {}},
]

ENGLISH = fields(
    ("start", "start", ""),
    ("incident_date", "date", "When did it happen?"),
    ("end_date", "date", "When did it end?"),
    ("place/region", "select_one regions", "Region"),
    ("place/district", "select_one districts", "District"),
    ("place/village", "text", "Town or village"),
    ("place/point", "geopoint", "Stand where it happened"),
    ("event_type", "select_one kinds", "What kind of event was it?"),
    ("perpetrator", "text", "Who was it, as far as it is said?"),
    ("target", "text", "Against whom?"),
    ("killed", "integer", "How many people were killed?"),
    ("killed_women", "integer", "Of them women"),
    ("injured_min", "integer", "Injured, at least"),
    ("injured_max", "integer", "Injured, at most"),
    ("headline", "text", "In one line"),
    ("narrative", "text", "Tell what happened"),
    ("link", "text", "Address on the web"),
    ("reporter_name", "text", "Your name"),
)
ARABIC = fields(
    ("q1", "date", "تاريخ الحادثة"),
    ("q2", "select_one regions", "الإقليم"),
    ("q3", "text", "القرية أو البلدة"),
    ("q4", "geopoint", "موقع الحادثة"),
    ("q5", "select_one kinds", "نوع الحادثة"),
    ("q6", "integer", "عدد القتلى"),
    ("q7", "integer", "عدد الجرحى من الأطفال"),
    ("q8", "text", "صف ما حدث بالتفصيل"),
    ("q9", "text", "اسم المُبلّغ"),
)
HEBREW = fields(
    ("q1", "date", "תאריך האירוע"),
    ("q2", "select_one regions", "המחוז"),
    ("q3", "text", "היישוב"),
    ("q4", "geopoint", "מיקום האירוע"),
    ("q5", "select_one kinds", "סוג האירוע"),
    ("q6", "integer", "כמה הרוגים?"),
    ("q7", "integer", "ילדים פצועים"),
    ("q8", "text", "תארו את שקרה"),
    ("q9", "text", "שם המדווח"),
)


def test_an_incident_form_in_english() -> None:
    found = suggest(ENGLISH, {"kinds": KINDS})
    assert set(map(repr, found)) == set(
        map(
            repr,
            [
                DateEntry("incident_date", "end_date"),
                PlaceEntry("place/point", ("place/region", "place/district", "place/village")),
                TypeEntry(
                    "event_type", {"clash": "battle_clash", "remote_shelling": "remote_shelling"}
                ),
                PartyEntry("perpetrator", "initiator"),
                PartyEntry("target", "target"),
                TollEntry("killed", "killed"),
                TollEntry("killed_women", "killed", "women"),
                TollEntry("injured_min", "injured", "all", "low"),
                TollEntry("injured_max", "injured", "all", "high"),
                TitleEntry("headline"),
                NarrativeEntry("narrative"),
                LinkEntry("link"),
            ],
        )
    )


@pytest.mark.parametrize("asked", [ARABIC, HEBREW], ids=["ar", "he"])
def test_names_that_say_nothing_are_read_by_their_labels(asked: list[dict[str, Any]]) -> None:
    found: list[Entry] = list(suggest(asked, {"kinds": KINDS}))
    assert DateEntry("q1") in found
    assert PlaceEntry("q4", ("q2", "q3")) in found
    assert TollEntry("q6", "killed") in found
    assert TollEntry("q7", "injured", "children") in found
    assert NarrativeEntry("q8") in found
    assert [one.path for one in found if isinstance(one, TypeEntry)] == ["q5"]
    assert not any(getattr(one, "path", "") == "q9" for one in found)


@pytest.mark.parametrize("asked", [ENGLISH, ARABIC, HEBREW, []])
def test_a_guess_always_passes_the_reader_and_fits_the_form(asked: list[dict[str, Any]]) -> None:
    found = suggest(asked, {"kinds": KINDS})
    assert read_entries(write_entries(found)) == found
    check_against(found, asked)


def test_without_a_question_for_the_date_the_day_of_filling_stands_for_it() -> None:
    asked = fields(("start", "start", ""), ("today", "today", ""), ("text", "text", "Notes"))
    assert DateEntry("today") in suggest(asked, {})


def test_a_figure_beside_its_bounds_is_the_best_one() -> None:
    asked = fields(("killed", "integer", ""), ("killed_min", "integer", ""))
    assert suggest(asked, {}) == (
        TollEntry("killed", "killed", "all", "best"),
        TollEntry("killed_min", "killed", "all", "low"),
    )


def test_two_questions_for_one_figure_give_one() -> None:
    asked = fields(("killed", "integer", ""), ("dead", "integer", ""))
    assert suggest(asked, {}) == (TollEntry("killed", "killed"),)


def test_all_texts_tell_where_none_says_that_it_does() -> None:
    asked = fields(("a", "text", "First"), ("b", "text", "Second"), ("phone", "text", "Phone"))
    assert suggest(asked, {}) == (NarrativeEntry("a"), NarrativeEntry("b"))


def test_what_is_asked_of_each_member_of_a_repeat_is_no_place_or_narrative() -> None:
    asked = fields(
        ("people/village", "text", "Village"), ("people/note", "text", "Notes"), repeat="people"
    )
    assert suggest(asked, {}) == ()


def test_a_long_list_is_no_list_of_kinds_of_events() -> None:
    asked = fields(("type", "select_one towns", "Type"))
    towns = [{"name": f"t{number}", "labels": {}} for number in range(1_500)]
    assert suggest(asked, {"towns": towns}) == ()
