"""Photos: smaller, upright, and silent about where and by whom they were taken."""

from __future__ import annotations

import pytest

from tests.browser.field import forms, photos
from tests.browser.field.test_sending import take_photo

SMALL = """
| survey |
| | type | name | label | parameters | appearance |
| | image | p0 | Photo 00 | max-pixels=500 | |
| | image | p1 | Photo 01 | | keep-location |

| settings |
| | form_title | form_id | version |
| | Small | small | 1 |
"""


def arrived(one, office, content, *, form="photos", question="Photo 00"):
    """Send one photo; return what the programme got."""
    one.wait_ready(form)
    one.open_form(form)
    take_photo(one, question, content)
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    (got,) = office.held[said].files.values()
    return got


@pytest.fixture
def one(phone, office):
    """Return a phone with the forms."""
    office.add_form("photos", "1", forms.photos(1))
    office.add_form("small", "1", forms.xform(SMALL))
    return phone()


def test_a_large_photo_gets_smaller(one, office):
    taken = photos.noise(one.page, 1, 3000, 2000)
    got = arrived(one, office, taken)
    assert photos.size_of(got) == (2048, 1365)
    assert len(got) < len(taken)


def test_the_form_may_ask_for_less(one, office):
    got = arrived(one, office, photos.noise(one.page, 1, 1000, 400), form="small")
    assert photos.size_of(got) == (500, 200)


def test_a_photo_taken_sideways_stands_upright(one, office):
    held = photos.with_exif(photos.quarters(one.page, 3000, 2000), orientation=6)
    got = arrived(one, office, held)
    assert photos.size_of(got) == (1365, 2048)
    # Turned clockwise by a quarter: what was low and left is high and left.
    assert photos.colour(one.page, got, 0.25, 0.25) == (False, True)
    assert photos.colour(one.page, got, 0.75, 0.25) == (False, False)


def test_a_photo_says_neither_where_nor_whose(one, office):
    taken = photos.with_exif(photos.noise(one.page, 1, 3000, 2000))
    got = arrived(one, office, taken)
    assert b"Samira" not in got
    assert b"Exif" not in got


def test_a_small_photo_stays_as_it_is_without_what_it_says(one, office):
    plain = photos.quarters(one.page, 300, 200)
    got = arrived(one, office, photos.with_exif(plain, orientation=1) + b"\xff\xd8second\xff\xd9")
    assert len(got) <= len(plain)
    assert b"Samira" not in got
    assert b"second" not in got


def test_a_form_that_asks_for_the_place_gets_it(one, office):
    taken = photos.with_exif(photos.noise(one.page, 1, 3000, 2000), orientation=6)
    got = arrived(one, office, taken, form="small", question="Photo 01")
    assert photos.size_of(got) == (1365, 2048)
    assert b"Samira" in got
    head = got[got.index(b"Exif") : got.index(b"Exif") + 120]
    assert bytes.fromhex("0112000300000001" + "00010000") in head, "it is upright already"


def test_what_is_no_picture_is_kept_as_it_came(one, office):
    one.wait_ready("photos")
    one.open_form("photos")
    place = one.page.locator(".question-container:has-text('Photo 00') input[type=file]").last
    broken = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    place.set_input_files(files=[broken])
    one.page.wait_for_selector("#saved[data-kept]")
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert list(office.held[said].files.values()) == [b"no picture at all"]
