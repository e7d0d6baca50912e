"""The drawn timeline and map: laid out in numbers, drawn as links with a table beside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from goodoffices.core.figures import MapCluster, MapFigure, MapRow, PeriodCount, timeline


def periods(*counts: int, usual: tuple[float, float] | None = None) -> list[PeriodCount]:
    """Return one period a day with these counts."""
    low, high = usual or (None, None)
    days = [date(2026, 11, 1) + timedelta(days=step) for step in range(len(counts))]
    return [
        PeriodCount(day, day, count, str(day), f"?from={day}&to={day}", low, high)
        for day, count in zip(days, counts, strict=True)
    ]


def draw(name: str, **values: object) -> str:
    """Draw a figure by its template."""
    return engines["django"].get_template(name).render(values, RequestFactory().get("/"))


def test_time_runs_along_the_line_of_reading() -> None:
    ltr = timeline(periods(1, 2, 3), title="", caption="")
    rtl = timeline(periods(1, 2, 3), title="", caption="", rtl=True)
    assert [bar.x for bar in ltr.bars] == sorted(bar.x for bar in ltr.bars)
    assert [bar.x for bar in rtl.bars] == sorted((bar.x for bar in rtl.bars), reverse=True)
    assert ltr.bars[-1].x + ltr.bar_width == pytest.approx(ltr.width, abs=2)


def test_heights_are_in_proportion_and_stand_on_the_axis() -> None:
    figure = timeline(periods(1, 2, 4), title="", caption="")
    heights = [bar.height for bar in figure.bars]
    assert heights[2] == pytest.approx(2 * heights[1], abs=0.1)
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.1)
    assert heights[2] <= figure.axis


def test_a_usual_range_above_every_bar_still_fits() -> None:
    figure = timeline(periods(1, 1, usual=(2, 9)), title="", caption="")
    assert figure.peak == 9
    tops = [float(point.split(",")[1]) for point in figure.band[1:-1].split("L")]
    assert min(tops) >= 0


def test_nothing_to_draw_is_not_an_error() -> None:
    assert timeline([], title="", caption="").bars == []
    assert timeline(periods(0, 0), title="", caption="").bars[0].height == 0
    assert timeline(periods(3), title="", caption="").band == ""


def test_the_timeline_is_links_with_one_tab_stop_and_a_table() -> None:
    figure = timeline(periods(1, 2, 3), title="Incidents a day", caption="")
    text = draw("components/timeline.html", figure=figure)
    assert text.count('tabindex="-1"') == 2
    assert text.count('href="?from=2026-11-02&amp;to=2026-11-02"') == 2
    assert "<table" in text


def test_coordinates_keep_their_points_in_arabic() -> None:
    figure = MapFigure(
        "Map", 640, 430, (34.2, 29.5, 35.9, 33.3), clusters=[MapCluster(1.5, 2.5, 7, "A")]
    )
    with translation.override("ar"):
        text = draw("components/map.html", figure=figure)
    assert 'cx="1.5" cy="2.5"' in text


def test_the_map_escapes_names_and_has_its_table() -> None:
    row = MapRow("<b>Harrow</b>", 3, "?place=1")
    figure = MapFigure("Map", 640, 430, (0, 0, 1, 1), rows=[row], src="/x?a=1&b=2")
    text = draw("components/map.html", figure=figure)
    assert "<b>Harrow" not in text
    assert 'href="?place=1"' in text
    assert 'data-bounds="[[0.00000,0.00000],[1.00000,1.00000]]"' in text


def test_the_area_of_a_dot_grows_with_its_count() -> None:
    sizes = [MapCluster(0, 0, count, "").r for count in (1, 10, 100, 10_000)]
    assert sizes == sorted(sizes)
    assert sizes[-1] <= 30
    assert [MapCluster(0, 0, count, "").tone for count in (9, 10, 100)] == [1, 2, 3]
