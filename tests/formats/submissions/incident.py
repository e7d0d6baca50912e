"""A small incident form for tests: its questions as a version keeps them, and filled ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from goodoffices.formats.submissions.questions import Questions

RECEIVED = datetime(2026, 3, 5, 12, tzinfo=UTC)


def field(path: str, kind: str = "text", label: str = "", **more: Any) -> dict[str, Any]:
    """Return one question as ``FormVersion.fields`` holds it."""
    labels = {"en": label, "ar": f"{label} بالعربية"} if label else {}
    return {
        "path": path,
        "name": path.rpartition("/")[2],
        "type": kind,
        "labels": labels,
        "repeat": "",
        "list": "",
        "required": False,
        **more,
    }


FIELDS = [
    field("start", "start"),
    field("end", "end"),
    field("deviceid", "deviceid"),
    field("day", "date", "Day", required=True),
    field("until", "date", "Until"),
    field("kind", "select_one", "What happened", list="kinds"),
    field("place/district", "select_one", "District", list="districts"),
    field("place/town", "text", "Town"),
    field("place/point", "geopoint", "Point"),
    field("sides", "select_multiple", "Who was there", list="sides"),
    field("other_side", "text", "Who else"),
    field("killed", "integer", "Killed"),
    field("killed_most", "integer", "Killed at most"),
    field("people/age", "integer", "Age", repeat="people"),
    field("people/name", "text", "Name", repeat="people", required=True),
    field("people/wounds/where", "text", "Where hurt", repeat="people/wounds"),
    field("heading", "text", "In one line"),
    field("account", "text", "What was seen"),
    field("account_more", "text", "What else", required=True, conditional=True),
    field("photo", "image", "Photo"),
    field("web", "text", "Address"),
]
CHOICES = {
    "kinds": [
        {"name": "shelling", "labels": {"en": "Shelling", "ar": "قصف"}},
        {"name": "arrest", "labels": {"en": "Arrest", "ar": "توقيف"}},
        {"name": "odd", "labels": {"en": "Something odd", "ar": "أمر غريب"}},
    ],
    "districts": [{"name": "north", "labels": {"en": "North District", "ar": "القضاء الشمالي"}}],
    "sides": [
        {"name": "nf", "labels": {"en": "Northern Front", "ar": "الجبهة الشمالية"}},
        {"name": "civ", "labels": {"en": "Civilians", "ar": "مدنيون"}},
    ],
}
ENTRIES: list[dict[str, Any]] = [
    {"claim": "date", "path": "day", "until": "until"},
    {"claim": "place", "point": "place/point", "name": ["place/district", "place/town"]},
    {
        "claim": "type",
        "path": "kind",
        "values": {"shelling": "remote_shelling", "arrest": "detention_arrest"},
    },
    {"claim": "party", "path": "sides", "role": "side_a", "values": {"nf": "The Northern Front"}},
    {"claim": "party", "path": "other_side", "role": "associated"},
    {"claim": "toll", "path": "killed", "measure": "killed", "category": "all", "bound": "low"},
    {"claim": "toll", "path": "killed_most", "measure": "killed", "bound": "high"},
    {"claim": "toll", "path": "people", "measure": "injured", "count": True},
    {"claim": "title", "path": "heading"},
    {"claim": "narrative", "path": "account"},
    {"claim": "narrative", "path": "account_more"},
    {"claim": "link", "path": "web"},
]

BODY = """
<start>2026-03-04T10:00:00.000+02:00</start><end>2026-03-04T10:20:00.000+02:00</end>
<deviceid>collect:abc</deviceid><day>2026-03-04</day><until/><kind>shelling</kind>
<place><district>north</district><town>Harrow</town><point>11.45 31.22 300 12.4</point></place>
<sides>nf civ</sides><other_side/><killed>2</killed><killed_most>5</killed_most>
<people><age>17</age><name>A</name><wounds><where>arm</where></wounds></people>
<people><age>40</age><name>B</name></people>
<heading>Shells on the market</heading><account>Three shells fell at dawn.</account>
<photo>1.jpg</photo><web>see https://example.org/a.</web>
"""


def questions(**more: Any) -> Questions:
    """Return the questions of the form."""
    return Questions(FIELDS, CHOICES, default_language="en", languages=("en", "ar"), **more)


def filled(body: str = BODY, *, meta: str = "", root: str = "data") -> bytes:
    """Return a submission as Collect writes it."""
    return (
        f"<?xml version='1.0' ?><{root} id='incident' version='1' "
        "xmlns:orx='http://openrosa.org/xforms' xmlns:jr='http://openrosa.org/javarosa'>"
        f"{body}<orx:meta><orx:instanceID>uuid:1</orx:instanceID>{meta}</orx:meta></{root}>"
    ).encode()
