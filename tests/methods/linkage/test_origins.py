"""Reports that copy one another count once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.methods.linkage import Record, copied, origins

from .incidents import MARKET

ONE = Record(
    "1",
    "wire",
    killed=(None, 28, None),
    received=100,
    text="At least 28 people were killed when shells hit the market, a medic said on Wednesday.",
)
OWN = replace(ONE, id="9", source="radio", text="Our reporter counted bodies at two clinics.")


def ids(records, **options):
    return [origin.ids for origin in origins(records, **options)]


def test_a_report_of_its_own_is_an_origin_of_its_own():
    assert ids([ONE, OWN]) == [("1",), ("9",)]
    assert origins([]) == []


def test_within_one_second_the_lower_number_came_first():
    tenth = replace(OWN, id="10", received=100)
    assert ids([tenth, replace(ONE, id="9")]) == [("9",), ("10",)]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"text": "BREAKING: " + ONE.text}, "same_words"),
        ({"files": ("aa",)}, "same_file"),
        ({"images": (0x0F0F33335555AAAA,)}, "same_photo"),
        ({"links": ("https://news.example/a/1",)}, "same_link"),
        ({"source": "wire"}, "same_source"),
    ],
)
def test_what_is_the_same_makes_two_reports_one_origin(what, code):
    first = replace(ONE, **{name: value for name, value in what.items() if name != "text"})
    second = replace(OWN, **{"received": 50, **what})
    found = origins([first, second])
    assert [origin.first for origin in found] == ["9"]
    assert found[0].ids == ("9", "1")
    assert [reason.code for reason in found[0].reasons] == [code]


def test_a_short_phrase_is_a_copy_only_with_the_same_figure():
    shared = "when shells hit the market square"
    one = replace(ONE, text=f"A medic spoke of chaos {shared} at noon.")
    other = replace(OWN, text=f"The town was quiet again {shared} was cleared.")
    reason = copied(one, other)
    assert reason is not None
    assert reason.values["count"] == 28
    assert reason.values["phrase"] in one.text
    assert copied(one, replace(other, killed=(None, 30, None))) is None


def test_a_source_known_to_copy_is_a_copy_unless_its_figures_are_its_own():
    copiers = {"radio": ("wire",)}
    later = replace(OWN, received=200)
    assert ids([ONE, later], copiers=copiers) == [("1", "9")]
    assert ids([ONE, replace(later, received=50)], copiers=copiers) == [("9",), ("1",)]
    assert len(ids([ONE, replace(later, killed=(None, 40, None))], copiers=copiers)) == 2


def test_copies_of_copies_are_one_origin():
    text = ONE.text
    chain = [
        replace(ONE, id=str(n), source=f"s{n}", received=n, text=text + " More followed." * (n % 2))
        for n in range(5)
    ]
    assert ids([*chain, replace(OWN, received=9)]) == [("0", "1", "2", "3", "4"), ("9",)]


def test_a_thousand_copies_are_one_origin_in_bounded_work():
    many = [replace(MARKET, id=f"{n:04}", source=f"s{n}", received=n) for n in range(1000)]
    found = origins(many)
    assert len(found) == 1
    assert found[0].first == "0000"
