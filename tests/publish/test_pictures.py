"""Charts and maps as they are drawn, and their tables."""

from __future__ import annotations

import pytest

from goodoffices.publish.models import Citation
from goodoffices.publish.pictures import Row, draw, figure_html, in_pixels
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BARS = {"bars": [[739_685, 739_685, 3], [739_686, 739_686, 0], [739_687, 739_687, 5]]}
PLACES = {
    "places": [
        {"names": {"": "Harrow <b>", "ar": "هارو"}, "at": [11.4, 31.2], "count": 4},
        {"names": {"": "Ostrel"}, "at": [11.9, 31.9], "count": 1},
        {"names": {}, "at": None, "count": 2},
    ]
}


def test_a_chart_is_drawn_from_what_was_checked() -> None:
    svg, rows = draw(Citation(kind="chart", checked=BARS), language="en")
    assert [row.count for row in rows] == [3, 0, 5]
    assert rows[0].label == "10 March 2026"
    assert svg.count("<rect") == 2, "nothing is drawn for none"
    assert 'aria-label="Incidents over time"' in svg


def test_a_chart_runs_with_the_line_of_reading() -> None:
    citation = Citation(kind="chart", checked=BARS)
    first = {code: draw(citation, language=code)[0].split('<rect x="')[1] for code in ("en", "ar")}
    assert float(first["en"].split('"')[0]) < 320 < float(first["ar"].split('"')[0])


def test_a_map_names_places_in_the_language_of_the_text(in_programme: Cast) -> None:
    svg, rows = draw(Citation(kind="map", checked=PLACES), language="ar")
    assert rows[:2] == [Row("هارو", 4), Row("Ostrel", 1)]
    assert svg.count("<circle") == 2
    html = figure_html(Citation(kind="map", checked=PLACES), language="en", caption="<i>")
    assert "Harrow &lt;b&gt;" in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_where_there_is_nothing_nothing_is_drawn() -> None:
    for kind in ("chart", "map", "toll"):
        assert draw(Citation(kind=kind, checked={}), language="en") == ("", [])
    html = figure_html(Citation(kind="chart", checked={}), language="en", caption="x")
    assert "<svg" not in html


def test_boundaries_are_drawn_in_whole_pixels_and_no_point_twice() -> None:
    path = in_pixels("M178.8 437.7L181.6 435.8L181.8 436.1L182 436L190.4 430ZM-1.5 2H3.7Z")
    assert path == "M179 438L182 436L190 430ZM-2 2H4Z"
