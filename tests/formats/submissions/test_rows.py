"""From a filled form to a report: each claim quotes its answer, nothing answered is dropped."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.formats.submissions.answers import read_answers
from goodoffices.formats.submissions.entries import read_entries
from goodoffices.formats.submissions.rows import Made, make_row, short_id
from goodoffices.formats.values import (
    DateClaim,
    PartyClaim,
    PlaceClaim,
    ReportRow,
    TollClaim,
    TypeClaim,
)
from goodoffices.methods import dates
from tests.formats.submissions.incident import BODY, ENTRIES, RECEIVED, filled, questions


def made(body: str = BODY, entries: list[dict[str, Any]] | None = None, meta: str = "") -> Made:
    """Make the report of a filled form."""
    answers = read_answers(filled(body, meta=meta), questions(), received=RECEIVED)
    return make_row(
        answers,
        questions(),
        read_entries(ENTRIES if entries is None else entries),
        root_id="uuid:1",
        origin={"instanceID": "uuid:1", "form": "incident"},
        received=RECEIVED,
    )


def row(body: str = BODY, entries: list[dict[str, Any]] | None = None, **more: str) -> ReportRow:
    """Return the report of a filled form that makes one."""
    found = made(body, entries, **more).row
    assert found is not None
    return found


def flags(body: str, entries: list[dict[str, Any]] | None = None) -> list[str]:
    return [str(one) for one in made(body, entries).flags]


def test_a_whole_form_becomes_a_whole_report():
    found = row()
    assert made().flags == ()
    assert found.external_id == "uuid:1"
    assert found.language == "en"
    assert found.title == "Shells on the market"
    assert found.text == "What was seen\nThree shells fell at dawn."
    assert found.dates == (DateClaim("2026-03-04", "day", quote="Day: 2026-03-04"),)
    assert found.places == (
        PlaceClaim(
            ("North District", "Harrow"),
            latitude=11.45,
            longitude=31.22,
            precision="exact",
            radius_m=100,
            quote="District: North District; Town: Harrow; Point: 11.45 31.22 300 12.4",
        ),
    )
    assert found.types == (TypeClaim("remote_shelling", "shelling", "What happened: Shelling"),)
    quote = "Who was there: Northern Front, Civilians"
    assert found.parties == (
        PartyClaim("The Northern Front", "side_a", quote=quote),
        PartyClaim("Civilians", "side_a", quote=quote),
    )
    assert found.tolls == (
        TollClaim("killed", "all", 2, None, 5, quote="Killed: 2; Killed at most: 5"),
        TollClaim("injured", "all", 2, 2, 2, quote="people: 2"),
    )
    assert found.links == ("https://example.org/a.",)


def test_labels_follow_the_language_of_the_submission():
    found = row("<kind>shelling</kind><account>سقطت ثلاث قذائف عند الفجر</account>")
    assert found.language == "ar"
    assert found.types[0].quote == "What happened بالعربية: قصف"
    assert found.text.startswith("What was seen بالعربية\n")


def test_the_worked_example_of_the_manual():
    body = """<day>٢٠٢٦-٠٣-٠٤</day><kind>shelling</kind>
    <place><district>north</district><point>11.45 31.22 300 12.4</point></place>
    <killed>٢</killed><killed_most>5</killed_most><sides>nf civ</sides>
    <people><age>17</age></people><people><age>many</age></people><people><age>40</age></people>
    <people><age/></people><account>سقطت ثلاث قذائف</account>"""
    found = row(body, [*ENTRIES, {**SUMMED[0], "measure": "detained"}])
    assert found.dates[0].edtf == "2026-03-04"
    assert found.dates[0].quote == "Day بالعربية: ٢٠٢٦-٠٣-٠٤"
    assert found.places[0].names == ("القضاء الشمالي",)
    assert found.places[0].quote == (
        "District بالعربية: القضاء الشمالي؛ Point بالعربية: \u206611.45 31.22 300 12.4\u2069"
    )
    assert found.parties[0].quote == "Who was there بالعربية: الجبهة الشمالية، مدنيون"
    killed, injured, summed = found.tolls
    assert (killed.low, killed.best, killed.high) == (2, None, 5)
    assert killed.quote == "Killed بالعربية: ٢؛ Killed at most بالعربية: \u20665\u2069"
    assert (injured.measure, injured.best) == ("injured", 3)
    assert (summed.low, summed.best) == (57, None)
    assert flags(body, [*ENTRIES, {**SUMMED[0], "measure": "detained"}]) == [
        "figure-not-read:people[2]/age"
    ]


def test_the_raw_text_holds_what_is_claimed_and_where_it_comes_from():
    found = row()
    said = json.loads(found.raw)
    assert said["instanceID"] == "uuid:1"
    assert json.loads(said["types"])[0]["code"] == "remote_shelling"
    assert "collect:abc" not in found.raw, "what no claim is made of stays in the submission"
    assert row().digest == found.digest
    assert row(BODY.replace("Harrow", "Sarend")).digest != found.digest


def test_a_lone_narrative_has_no_heading_and_the_name_of_the_instance_heads_the_report():
    only = [{"claim": "narrative", "path": "account"}]
    found = row("<account>Seen.</account>", only, meta="<orx:instanceName>N 1</orx:instanceName>")
    assert (found.title, found.text) == ("N 1", "Seen.")


@pytest.mark.parametrize(
    ("day", "until", "edtf", "precision", "flagged"),
    [
        ("2026-03-04", "", "2026-03-04", "day", []),
        ("2026-03-04", "2026-03-04", "2026-03-04", "day", []),
        ("2026-03-01", "2026-03-04", "2026-03-01/2026-03-04", "days", []),
        ("2026-03-04", "2026-03-01", "2026-03-01/2026-03-04", "days", ["dates-out-of-order:day"]),
        ("2026-02-01", "2026-02-28", "2026-02", "month", []),
        ("2026-03", "", "2026-03", "month", []),
        ("٢٠٢٦-٠٣-٠٤", "", "2026-03-04", "day", []),
        ("2026-03-04T23:30:00.000-05:00", "", "2026-03-04", "day", []),
        ("2026-03-04", "later", "2026-03-04", "day", ["date-not-read:until"]),
        ("2036-03-04", "", "2036-03-04", "day", ["date-in-future:day"]),
    ],
)
def test_dates(day: str, until: str, edtf: str, precision: str, flagged: list[str]):
    body = f"<day>{day}</day><until>{until}</until>"
    [claim] = row(body).dates
    assert (claim.edtf, claim.precision) == (edtf, precision)
    assert day in claim.quote
    assert until in claim.quote
    assert flags(body) == flagged


def test_a_date_that_is_none_is_flagged_and_the_rest_is_claimed():
    body = "<day>yesterday</day><kind>arrest</kind>"
    assert row(body).dates == ()
    assert row(body).types[0].code == "detention_arrest"
    assert flags(body) == ["date-not-read:day"]


def test_a_date_known_only_to_the_month():
    only = [{"claim": "date", "path": "day", "precision": "month"}]
    assert row("<day>2026-03-04</day>", only).dates[0].edtf == "2026-03"


def test_a_point_at_zero_claims_no_point():
    body = "<place><town>Harrow</town><point>0 0 0 0</point></place>"
    [claim] = row(body).places
    assert (claim.latitude, claim.names) == (None, ("Harrow",))
    assert claim.quote == "Town: Harrow; Point: 0 0 0 0"
    assert row(body.replace("<town>Harrow</town>", "<town>x</town>")).places[0].names == ("x",)


def test_the_radius_follows_the_accuracy():
    body = "<place><point>11 31 0 {}</point></place>"
    radii = {"5": (100, "exact"), "3000.2": (3001, "near"), "60000": (60_000, "admin1")}
    for accuracy, expected in radii.items():
        [claim] = row(body.format(accuracy)).places
        assert (claim.radius_m, claim.precision) == expected
    [claim] = row("<place><point>11 31</point></place>").places
    assert (claim.radius_m, claim.precision) == (2000, "exact")


def test_an_area_is_claimed_by_its_middle():
    entry = [{"claim": "place", "path": "", "point": "web", "name": []}]
    body = "<web>0 10 0 0;0 12 0 0;2 12 0 0;2 10 0 0;0 10 0 0</web>"
    [claim] = row(body, entry).places
    assert (claim.latitude, claim.longitude) == (1.0, 11.0)
    assert claim.radius_m == pytest.approx(157_000, rel=0.01)


def test_a_point_that_is_none_is_flagged():
    body = "<place><town>Harrow</town><point>over there</point></place>"
    assert row(body).places[0].names == ("Harrow",)
    assert flags(body) == ["point-not-read:place/point"]


def test_a_choice_without_a_meaning_is_flagged():
    body = "<kind>odd</kind><killed>1</killed>"
    assert row(body).types == ()
    assert flags(body) == ["type-not-mapped:kind"]


def test_a_constant_type_alone_says_nothing():
    entries = [{"claim": "type", "constant": "protest"}, {"claim": "date", "path": "day"}]
    assert row("<day>2026-03-04</day>", entries).types == (TypeClaim("protest"),)
    assert made("<killed>1</killed>", entries).row is None


@pytest.mark.parametrize(
    ("body", "claimed", "flagged"),
    [
        ("<killed>3</killed>", (3, None, None), []),
        ("<killed>٣</killed>", (3, None, None), []),
        (
            "<killed>6</killed><killed_most>5</killed_most>",
            (5, None, 6),
            ["figures-reordered:killed"],
        ),
        (
            "<killed>some</killed><killed_most>5</killed_most>",
            (None, None, 5),
            ["figure-not-read:killed"],
        ),
    ],
)
def test_tolls(body: str, claimed: tuple[int | None, ...], flagged: list[str]):
    [toll] = row(body).tolls
    assert (toll.low, toll.best, toll.high) == claimed
    assert flags(body) == flagged


@pytest.mark.parametrize("said", ["-1", "2.5", "999999999999"])
def test_a_figure_that_is_no_number_of_people_is_flagged(said: str):
    body = f"<killed>{said}</killed><day>2026-03-04</day>"
    assert row(body).tolls == ()
    assert flags(body) == ["figure-not-read:killed"]


SUMMED = [{"claim": "toll", "path": "people/age", "measure": "injured", "bound": "exact"}]


def test_figures_of_a_repeat_are_added_up():
    body = "<people><age>2</age></people><people><age>3</age></people>"
    [toll] = row(body, SUMMED).tolls
    assert (toll.low, toll.best, toll.high) == (5, 5, 5)
    assert toll.quote == "Age: 2 + 3"


def test_a_sum_with_a_gap_is_a_lower_bound():
    body = "<people><age>2</age></people><people><age>many</age></people>"
    [toll] = row(body, SUMMED).tolls
    assert (toll.low, toll.best, toll.high) == (2, None, None)
    assert toll.quote == "Age: 2 + many"
    assert flags(body, SUMMED) == ["figure-not-read:people[2]/age"]


def test_rounds_that_say_nothing_are_not_counted():
    body = "<people><name>A</name></people><people><name/></people>"
    assert row(body).tolls == (TollClaim("injured", "all", 1, 1, 1, quote="people: 1"),)


def test_a_mapping_that_speaks_of_lost_questions_still_makes_the_rest():
    entries = [{"claim": "date", "path": "day"}, {"claim": "title", "path": "gone"}]
    assert row("<day>2026-03-04</day>", entries).dates
    assert flags("<day>2026-03-04</day>", entries) == ["question-gone:gone"]


def test_a_form_that_says_nothing_makes_no_report():
    assert made("<photo>1.jpg</photo>").row is None
    assert flags("<photo>1.jpg</photo>") == ["nothing-said"]


def test_a_very_long_id_is_told_by_its_hash():
    assert short_id("uuid:1") == "uuid:1"
    assert len(short_id("x" * 300)) == 71
    assert short_id("x" * 300) != short_id("x" * 301)


ANSWER = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20)
MAPPED = ("day", "until", "kind", "sides", "killed", "killed_most", "heading", "account", "web")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(MAPPED), ANSWER), st.lists(ANSWER, max_size=3))
def test_any_answers_make_sound_claims(said: dict[str, str], ages: list[str]):
    from xml.sax.saxutils import escape

    body = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items())
    body += "".join(f"<people><age>{escape(age)}</age></people>" for age in ages)
    entries = [*ENTRIES, {**SUMMED[0], "measure": "detained"}]
    found = made(body, entries)
    assert found == made(body, entries)
    if found.row is None:
        assert [one.code for one in found.flags][-1] == "nothing-said"
        return
    for claim in found.row.dates:
        assert dates.parse(claim.edtf).known
    for toll in found.row.tolls:
        given_figures = [one for one in (toll.low, toll.best, toll.high) if one is not None]
        assert given_figures == sorted(given_figures)
        assert given_figures


@given(st.dates(date(1000, 1, 1), date(2200, 1, 1)), st.dates(date(1000, 1, 1), date(2200, 1, 1)))
def test_a_stretch_holds_both_its_ends(day: date, until: date):
    [claim] = row(f"<day>{day}</day><until>{until}</until>").dates
    span = dates.parse(claim.edtf)
    assert (span.first_day, span.last_day) == tuple(sorted((day.toordinal(), until.toordinal())))
