"""Reading the answers of a submission: everything is kept, what is odd is flagged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.formats.openrosa.xml import Malformed
from goodoffices.formats.submissions.answers import MOST_ANSWERS, Answers, read_answers
from goodoffices.formats.submissions.flags import MOST_FLAGS, Flag, flag_of, written
from goodoffices.formats.submissions.questions import Questions
from goodoffices.formats.submissions.typed import (
    day_of,
    moment_of,
    number_of,
    point_of,
    points_of,
    whole_of,
)
from tests.formats.submissions.incident import BODY, RECEIVED, field, filled, questions


def read(body: str = BODY, *, received: datetime = RECEIVED, meta: str = "") -> Answers:
    """Read a filled form of the sample."""
    return read_answers(filled(body, meta=meta), questions(), received=received)


def flags(body: str, **more: object) -> list[str]:
    """Return what was flagged, without what a nearly empty form lacks."""
    found = read(body, **more).flags  # type: ignore[arg-type]
    return [str(one) for one in found if one.path not in {"day", "account_more"}]


def test_a_form_is_read_whole():
    found = read(meta="<orx:instanceName>Market,\n 4 March</orx:instanceName>")
    assert found.flags == ()
    assert found.values == {
        "start": "2026-03-04T10:00:00.000+02:00",
        "end": "2026-03-04T10:20:00.000+02:00",
        "deviceid": "collect:abc",
        "day": "2026-03-04",
        "kind": "shelling",
        "place/district": "north",
        "place/town": "Harrow",
        "place/point": "11.45 31.22 300 12.4",
        "sides": "nf civ",
        "killed": "2",
        "killed_most": "5",
        "people[1]/age": "17",
        "people[1]/name": "A",
        "people[1]/wounds[1]/where": "arm",
        "people[2]/age": "40",
        "people[2]/name": "B",
        "heading": "Shells on the market",
        "account": "Three shells fell at dawn.",
        "photo": "1.jpg",
        "web": "see https://example.org/a.",
    }
    assert found.name == "Market, 4 March"
    assert found.started == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert found.ended == datetime(2026, 3, 4, 8, 20, tzinfo=UTC)
    assert (found.device_id, found.language) == ("collect:abc", "en")
    assert found.point is not None
    assert (found.point.latitude, found.point.longitude, found.point.accuracy) == (
        11.45,
        31.22,
        12.4,
    )
    assert found.said("people/age") == [("people[1]/age", "17"), ("people[2]/age", "40")]
    assert found.rounds["people"] == ["people[1]", "people[2]"]


@pytest.mark.parametrize(
    "head",
    [
        "<data id='x' xmlns='http://opendatakit.org/submissions'><day>2026-03-04</day></data>",
        "<x:data id='x' xmlns:x='urn:x'><x:day>2026-03-04</x:day></x:data>",
        "\ufeff<data id='x'><day>2026-<!-- a remark -->03-04</day></data>",
        "<data id='x'><day><![CDATA[2026-03-04]]></day></data>",
    ],
)
def test_namespaces_marks_and_remarks_change_nothing(head: str):
    found = read_answers(head.encode(), questions(), received=RECEIVED)
    assert found.values == {"day": "2026-03-04"}


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<data><day>",
        b"not xml",
        b"<!DOCTYPE data [<!ENTITY a 'b'>]><data>&a;</data>",
        b"<data>&undefined;</data>",
        b"<data>\x01</data>",
    ],
)
def test_xml_that_cannot_be_read_is_refused(xml: bytes):
    with pytest.raises(Malformed):
        read_answers(xml, questions(), received=RECEIVED)


def test_a_template_of_a_repeat_is_no_answer():
    body = "<day>2026-03-04</day><people jr:template=''><name>x</name></people>"
    assert read(body).rounds == {}


def test_what_the_form_does_not_ask_for_is_kept_and_flagged():
    found = read("<day>2026-03-04</day><odd><deep a='1'>said</deep></odd><more>x</more>")
    assert found.values["odd/deep"] == "said"
    assert [str(one) for one in found.flags] == ["unknown-element:odd/deep", "unknown-element:more"]


def test_unknown_groups_that_repeat_are_counted():
    found = read("<day>2026-03-04</day><odd><a>1</a></odd><odd><a>2</a></odd>")
    assert found.values["odd[1]/a"] == "1"
    assert found.values["odd[2]/a"] == "2"


def test_an_answer_given_twice_is_kept_twice():
    found = read("<day>2026-03-04</day><killed>1</killed><killed>2</killed>")
    assert found.said("killed") == [("killed", "1"), ("killed[2]", "2")]
    assert Flag("answered-twice", "killed[2]") in found.flags


def test_meta_data_and_counters_of_repeats_are_no_surprise():
    assert flags("<people_count>2</people_count>", meta="<orx:audit>audit.csv</orx:audit>") == []
    assert read("", meta="<orx:audit>audit.csv</orx:audit>").logs == {"audit.csv"}


def test_required_questions():
    missing = [str(one) for one in read("<people><age>3</age></people>").flags]
    assert missing == ["required-missing:day", "required-missing:people[1]/name"]
    asked = read("<day>2026-03-04</day><account_more> </account_more>").flags
    assert asked == (Flag("required-missing", "account_more"),)
    left_out = read("<day>2026-03-04</day>").flags
    assert left_out == (), "what earlier answers made superfluous is not missing"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<killed>many</killed>", ["does-not-fit:killed"]),
        ("<killed>2.5</killed>", ["does-not-fit:killed"]),
        ("<killed>٢٣</killed>", []),
        ("<killed>۱۲</killed>", []),
        ("<until>2026-02-30</until>", ["does-not-fit:until"]),
        ("<until>٢٠٢٦-٠٣-٠٤</until>", []),
        ("<start>noon</start>", ["does-not-fit:start"]),
        ("<place><point>95 10 0 0</point></place>", ["does-not-fit:place/point"]),
        ("<place><point>0.0 0.0 0.0 0.0</point></place>", ["point-zero:place/point"]),
        ("<place><point>١١٫٤٥ ٣١٫٢٢ ٠ ٥</point></place>", []),
        ("<kind>flood</kind>", ["not-a-choice:kind"]),
        ("<sides>nf nobody</sides>", ["not-a-choice:sides"]),
    ],
)
def test_answers_that_do_not_fit_are_kept_and_flagged(body: str, expected: list[str]):
    assert flags(body) == expected
    assert len(read(body).values) == 1


def test_a_choice_from_a_list_that_is_not_here_is_taken_as_it_is():
    own = Questions([field("town", "select_one", list="towns.csv")])
    assert read_answers(b"<d><town>t1</town></d>", own, received=RECEIVED).flags == ()


def test_zero_is_no_point_of_a_submission():
    both = "<place><point>0 0 0 0</point></place>"
    assert read(both).point is None


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2036-03-04T10:00:00.000+02:00", ["clock-ahead"]),
        ("2016-03-04T10:00:00.000+02:00", ["clock-behind"]),
        ("2026-03-05T23:00:00.000+02:00", []),
        ("2025-06-01T10:00:00.000Z", []),
    ],
)
def test_a_clock_that_is_years_off_is_flagged(ended: str, expected: list[str]):
    found = read(f"<end>{ended}</end>")
    assert [one.code for one in found.flags if not one.path] == expected
    assert found.values["end"] == ended


def test_an_end_before_the_start_is_flagged():
    body = "<start>2026-03-04T10:00:00Z</start><end>2026-03-04T09:00:00Z</end>"
    assert flags(body) == ["ends-before-start"]


@pytest.mark.parametrize(
    ("said", "form", "expected"),
    [
        ("Three shells fell", "en", "en"),
        ("سقطت ثلاث قذائف", "en", "ar"),
        ("נפלו שלושה פגזים", "ar", "he"),
        ("Trois obus", "fr", "fr"),
        ("", "he", "he"),
        ("12", "ar", "ar"),
    ],
)
def test_the_language_is_that_of_what_was_written(said: str, form: str, expected: str):
    asked = Questions([field("account")], default_language=form)
    xml = f"<data><account>{said}</account></data>".encode()
    assert read_answers(xml, asked, received=RECEIVED).language == expected


def test_a_form_gone_wild_is_cut_and_says_so():
    body = "".join(f"<n{n}>1</n{n}>" for n in range(MOST_ANSWERS + 5))
    found = read(body)
    assert len(found.values) == MOST_ANSWERS
    assert Flag("more-answers") in found.flags
    assert len(written(found.flags)) == MOST_FLAGS
    assert written(found.flags)[-1] == "more-flags"


def test_deep_nesting_is_cut_and_says_so():
    deep = "<gg>" * 240 + "x" + "</gg>" * 240
    found = read(f"<day>2026-03-04</day>{deep}")
    assert list(found.values) == ["day"]
    assert found.flags == (Flag("more-answers"),)


def test_flags_are_read_back():
    for one in (Flag("point-zero", "place/point"), Flag("nothing-said")):
        assert flag_of(str(one)) == one


def test_numbers_moments_and_points():
    assert number_of(" -1٫5 ") == -1.5
    assert number_of("٬١٬٢٠٠") == 1200
    assert [number_of(text) for text in ("", "1e400", "nan", "٣ قذائف", "9" * 50)] == [None] * 5
    assert [whole_of(text) for text in ("5.0", "٥", "5.5", "-3")] == [5, 5, None, -3]
    assert moment_of("2026-03-04T10:00:00.000+02:00") == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert moment_of("0001-01-01T00:00:00.000+14:00") is None
    assert day_of("2026-03-04T23:59:00.000-11:00").isoformat() == "2026-03-04"  # type: ignore[union-attr]
    assert point_of("1 2 3") == point_of("1,2")
    assert point_of("1 2 3 -1") == point_of("1 2")
    assert points_of("1 2 0 0; 3 4 0 0;") is not None
    assert points_of("1 2; x") is None


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=12)
NAMES = st.sampled_from(
    ["day", "until", "kind", "place", "point", "sides", "killed", "people", "age", "name", "odd"]
)


def _element(name: str, inside: object) -> str:
    from xml.sax.saxutils import escape

    body = escape(inside) if isinstance(inside, str) else "".join(inside)  # type: ignore[arg-type]
    return f"<{name}>{body}</{name}>"


TREES = st.recursive(
    st.builds(_element, NAMES, TEXT),
    lambda below: st.builds(_element, NAMES, st.lists(below, max_size=5)),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=6))
def test_any_tree_is_read_and_no_text_is_lost(trees: list[str]):
    from lxml import etree

    xml = filled("".join(trees))
    found = read_answers(xml, questions(), received=RECEIVED)
    leaves = [
        one.text
        for one in etree.fromstring(xml).iter()
        if not len(one) and (one.text or "").strip() and "instanceID" not in one.tag
    ]
    assert sorted(found.values.values()) == sorted(leaves)
    assert [key for keys in found.keys.values() for key in keys] != [] or not leaves
    assert sorted(key for keys in found.keys.values() for key in keys) == sorted(found.values)
    assert read_answers(xml, questions(), received=RECEIVED) == found


@given(st.integers(-(10**15), 10**15), st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"]))
def test_whole_numbers_in_any_digits(number: int, digits: str):
    said = str(number).translate(str.maketrans("0123456789", digits))
    assert whole_of(said) == number


@given(st.text(max_size=30))
def test_no_text_upsets_a_reader_of_values(text: str):
    for reader in (number_of, whole_of, day_of, moment_of, point_of, points_of):
        reader(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_moments_keep_their_zone(naive: datetime, hours: int):
    sign = "-" if hours < 0 else "+"
    said = f"{naive.isoformat(timespec='milliseconds')}{sign}{abs(hours):02}:00"
    cut = naive.replace(microsecond=naive.microsecond // 1000 * 1000, tzinfo=UTC)
    assert moment_of(said) == cut - timedelta(hours=hours)
