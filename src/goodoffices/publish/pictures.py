"""Charts and maps of a publication, drawn as SVG from the numbers that were checked.

What is drawn is what `Citation.checked` holds: the preview, the page that comes out and its table
show the same numbers, and nothing is read from records. The SVG carries its own colours as plain
attributes (``currentColor``), so that it looks alike on a page, on paper and in a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from goodoffices.core.days import days_in_words, ticks
from goodoffices.core.figures import MapCluster, PeriodCount, TimelineFigure, TimelineTick, timeline
from goodoffices.core.ground import Ground, ground, roomy, shown_sets
from goodoffices.methods import geo
from goodoffices.publish.models import Citation

WIDTH, HEIGHT, MAP_HEIGHT = 640, 150, 400
MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beneath a picture."""

    label: str
    count: int


def draw(citation: Citation, *, language: str) -> tuple[SafeString, list[Row]]:
    """Return a chart or map as SVG in a language, with the rows of its table.

    Empty, with no rows, where there is nothing to draw.
    """
    with translation.override(language):
        if citation.kind == Citation.Kind.CHART:
            return _chart(citation.checked.get("bars") or [])
        if citation.kind == Citation.Kind.MAP:
            return _map(citation.checked.get("places") or [], language)
    return mark_safe(""), []


def figure_html(citation: Citation, *, language: str, caption: str) -> SafeString:
    """Return a chart or map as a figure: picture, caption, and its table to unfold."""
    svg, rows = draw(citation, language=language)
    with translation.override(language):
        if not rows:
            return format_html('<p class="picture-empty">{}</p>', _("Nothing to draw."))
        lines = format_html_join(
            "", "<tr><td><bdi>{}</bdi></td><td>{}</td></tr>", ((r.label, r.count) for r in rows)
        )
        return format_html(
            '<figure class="picture">{}<figcaption>{}</figcaption><details><summary>{}</summary>'
            '<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            "<tbody>{}</tbody></table></details></figure>",
            svg,
            caption,
            _("The numbers"),
            _("Period") if citation.kind == Citation.Kind.CHART else _("Place"),
            _("Incidents"),
            lines,
        )


def _chart(bars: Sequence[Sequence[int]]) -> tuple[SafeString, list[Row]]:
    periods = [
        PeriodCount(
            date.fromordinal(first),
            date.fromordinal(last),
            count,
            days_in_words(first, last),
            "",
        )
        for first, last, count in bars
    ]
    if not periods:
        return mark_safe(""), []
    days = bars[0][1] - bars[0][0] + 1
    figure = timeline(
        periods,
        title=_("Incidents over time"),
        caption="",
        ticks=ticks([one.first for one in periods], days),
        rtl=translation.get_language_bidi(),
        width=WIDTH,
        height=HEIGHT,
    )
    return _chart_svg(figure), [Row(one.label, one.count) for one in periods]


def _chart_svg(figure: TimelineFigure) -> SafeString:
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        (
            (bar.x, round(figure.axis - bar.height, 1), figure.bar_width, bar.height)
            for bar in figure.bars
            if bar.height
        ),
    )
    marks = format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((_within(tick), figure.height - 3, tick.text) for tick in figure.ticks),
    )
    # The top of the scale stands at the beginning of the line of reading.
    peak = format_html(
        '<text x="{}" y="11" text-anchor="{}">{}</text>',
        figure.width if translation.get_language_bidi() else 0,
        "end" if translation.get_language_bidi() else "start",
        figure.peak,
    )
    return _svg(
        figure.title,
        figure.height,
        format_html(
            '<g fill="currentColor" fill-opacity="0.75">{}</g>'
            '<path d="M0,{}H{}" stroke="currentColor" stroke-opacity="0.5"/>'
            '<g fill="currentColor" font-size="11" text-anchor="middle" direction="ltr">{}{}</g>',
            bars,
            figure.axis,
            figure.width,
            marks,
            peak,
        ),
    )


def _within(tick: TimelineTick) -> float:
    """Return the middle of a label, so far from the edge that all of it is seen."""
    half = 3.2 * len(tick.text)
    return round(min(max(tick.x, half), WIDTH - half), 1)


def _map(places: Sequence[Mapping[str, Any]], language: str) -> tuple[SafeString, list[Row]]:
    rows = [Row(_named(one, language), int(one["count"])) for one in places]
    placed = [one for one in places if one.get("at")]
    if not placed:
        return mark_safe(""), rows
    latitudes, longitudes = zip(*(one["at"] for one in placed), strict=True)
    box = roomy(
        geo.Box(
            south=min(latitudes), west=min(longitudes), north=max(latitudes), east=max(longitudes)
        )
    )
    drawing = geo.projection(box, WIDTH, MAP_HEIGHT, margin=34)
    return _map_svg(placed, drawing, ground(shown_sets(), box, drawing), language), rows


def _named(place: Mapping[str, Any], language: str) -> str:
    names = place["names"]
    return str(names.get(language) or names.get("") or _("place not known"))


def in_pixels(path: str) -> str:
    """Return the data of a path in whole pixels: a boundary is indicative, and a page light."""
    whole = _NUMBER.sub(lambda match: str(round(float(match[0]))), path)
    return _AGAIN.sub(r"\1", whole)


_NUMBER = re.compile(r"-?\d+\.\d+")
_AGAIN = re.compile(r"(L-?\d+ -?\d+)\1+(?=[A-Z]|$)")


def _map_svg(
    placed: Sequence[Mapping[str, Any]], drawing: geo.Projection, drawn: Ground, language: str
) -> SafeString:
    land = format_html_join(
        "", '<path d="{}"/>', ((in_pixels(path),) for path in (drawn.beneath, *drawn.land) if path)
    )
    lines = format_html_join("", '<path d="{}"/>', ((in_pixels(path),) for path in drawn.lines))
    dots = [_dot(one, drawing) for one in placed]
    circles = format_html_join(
        "", '<circle cx="{}" cy="{}" r="{}"/>', ((dot.x, dot.y, dot.r) for dot in dots)
    )
    names = format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        (
            (dot.x, round(dot.y + dot.r + 12, 1), name)
            for name, dot in _labelled(placed, dots, language)
        ),
    )
    note = format_html('<text x="4" y="{}" font-size="9">{}</text>', MAP_HEIGHT - 5, drawn.note)
    return _svg(
        _("Where incidents happened"),
        MAP_HEIGHT,
        format_html(
            '<g fill="currentColor" fill-opacity="0.05" stroke="currentColor"'
            ' stroke-opacity="0.35" stroke-width="0.7">{}</g>'
            '<g fill="none" stroke="currentColor" stroke-opacity="0.25" stroke-width="0.6">{}</g>'
            '<g fill="currentColor" fill-opacity="0.45" stroke="currentColor">{}</g>'
            '<g fill="currentColor" font-size="12" text-anchor="middle">{}</g>'
            '<g fill="currentColor" fill-opacity="0.7" direction="ltr">{}</g>',
            land,
            lines,
            circles,
            names,
            note,
        ),
    )


def _dot(place: Mapping[str, Any], drawing: geo.Projection) -> MapCluster:
    latitude, longitude = place["at"]
    x, y = drawing.point(longitude, latitude)
    return MapCluster(round(x, 1), round(y, 1), int(place["count"]), "")


def _labelled(
    placed: Sequence[Mapping[str, Any]], dots: Sequence[MapCluster], language: str
) -> list[tuple[str, MapCluster]]:
    """Return the places with most incidents whose names lie over no other dot or name."""
    found: list[tuple[str, MapCluster]] = []
    for one, dot in zip(placed, dots, strict=True):
        name = f"{_named(one, language)} · {dot.count}"
        half, y = 3.4 * len(name), dot.y + dot.r + 8
        over_dot = any(
            abs(dot.x - o.x) < half + o.r and abs(y - o.y) < 6 + o.r for o in dots if o is not dot
        )
        over_name = any(
            abs(dot.x - o.x) < half + 3.4 * len(other) and abs(y - o.y - o.r - 8) < 14
            for other, o in found
        )
        if not over_dot and not over_name:
            found.append((name, dot))
        if len(found) == MOST_NAMES:
            break
    return found


def _svg(title: str, height: int, inner: SafeString) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' font-family="inherit">{}</svg>',
        WIDTH,
        height,
        title,
        inner,
    )
