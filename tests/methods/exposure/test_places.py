"""Coordinates and addresses in a text: what gives a place away, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.exposure import find_addresses, find_coordinates
from goodoffices.methods.exposure.flat import flat

POINTS = [
    ("at 31.5017, 34.4668 near", "31.5017, 34.4668"),
    ("٣١٫٥٠١٧، ٣٤٫٤٦٦٨", "٣١٫٥٠١٧، ٣٤٫٤٦٦٨"),
    ("lat 31.50 lon 34.47", "lat 31.50 lon 34.47"),
    ("31°30'06\"N 34°28'00\"E", "31°30'06\"N 34°28'00\"E"),
    ("31° 30′ N, 34° 28′ E", "31° 30′ N, 34° 28′ E"),
    ("31.50171° شمالاً، 34.46681° شرقا", "31.50171° شمالاً، 34.46681° شرقا"),
    ("خط العرض 31.5017 وخط الطول 34.4668", "خط العرض 31.5017 وخط الطول 34.4668"),
    ("קו רוחב 31.5017 קו אורך 34.4668", "קו רוחב 31.5017 קו אורך 34.4668"),
    ("N31.5017 E34.4668", "N31.5017 E34.4668"),
    ("geo:31.5017,34.4668", "31.5017,34.4668"),
    ("https://maps.example/@31.50170,34.46680,15z", "31.50170,34.46680"),
    ("grid 36RXV1234567890.", "36RXV1234567890"),
    ("36R XV 12345 67890", "36R XV 12345 67890"),
    ("36R 634512 3487654", "36R 634512 3487654"),
    ("at 123456/654321", "123456/654321"),
    ("code 8G3QGF2X+2V", "8G3QGF2X+2V"),
    ("GF2X+2V", "GF2X+2V"),
    ("go to ///table.chair.lamp", "///table.chair.lamp"),
]
NO_POINTS = [
    "between 3.5, 4.2 million people",
    "in 2024, 12 people",
    "12-15 people were hurt",
    "prices rose from 3.125 to 4.250 a kilo",
    "1,234.567 and 2,345.678",
    "the region at 31.5°N 34.5°E",
    "صفحة 12/2024",
    "Article 5/12",
    "between 2 and 3 shekels",
    "at 14:30 and 15:45",
    "call 0555-123456",
    "24+1 members",
]


@pytest.mark.parametrize(("text", "words"), POINTS)
def test_a_point_is_found_in_every_usual_notation(text: str, words: str) -> None:
    assert [text[one.start : one.end] for one in find_coordinates(text)] == [words]


@pytest.mark.parametrize("text", NO_POINTS)
def test_other_numbers_are_no_point(text: str) -> None:
    assert find_coordinates(text) == []


def test_a_point_no_finer_than_the_policy_is_left_alone() -> None:
    text = "around 31°30' N, 34°28' E"
    assert find_coordinates(text, finer_m=5000)[0].exact_m == pytest.approx(1855, abs=1)
    assert find_coordinates(text, finer_m=1500) == []


ADDRESSES = [
    ("He lived at 12 Harbour Street.", "12 Harbour Street"),
    ("Harbour Street 12 was hit", "Harbour Street 12"),
    ("in house number 7", "house number 7"),
    ("flat 4", "flat 4"),
    ("في شارع الميناء ١٢", "شارع الميناء ١٢"),
    ("منزل رقم ٧", "منزل رقم ٧"),
    ("וברחוב הנמל 12", "וברחוב הנמל 12"),
    ("בבית מספר 7", "בבית מספר 7"),
]
NO_ADDRESSES = [
    "on Harbour Street",
    "block 50 people from leaving",
    "The house 5 people lived in",
    "in 2024 Main Road was closed",
    "5 Court cases",
    "في شارع الميناء",
    "ברחוב הנמל",
    "the market was hit at 12",
]


@pytest.mark.parametrize(("text", "words"), ADDRESSES)
def test_an_address_of_a_house_is_found(text: str, words: str) -> None:
    assert [text[one.start : one.end] for one in find_addresses(text)] == [words]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_a_street_without_a_number_is_no_address(text: str) -> None:
    assert find_addresses(text) == []


SIGNS = st.text("0123456789٣٤.,;°'\"′״NSEW+/- أبجשלום\u200f\u064babc\n", max_size=60)


@given(SIGNS)
def test_a_plain_text_knows_where_each_sign_stood(text: str) -> None:
    plain = flat(text)
    for at in range(len(plain.text)):
        start, end = plain.span(at, at + 1)
        assert flat(text[start:end]).text == plain.text[at]


@given(before=SIGNS, after=SIGNS)
def test_spans_lie_within_the_text_apart_and_in_order(before: str, after: str) -> None:
    text = f"{before} 31.50170, 34.46680 {after} 12 Harbour Street"
    for found in (find_coordinates(text), find_addresses(text)):
        ends = 0
        for one in found:
            assert ends <= one.start < one.end <= len(text)
            ends = one.end
