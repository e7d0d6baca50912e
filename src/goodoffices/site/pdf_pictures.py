"""Charts and maps in a PDF: their words are set as text of the page, over the drawing.

WeasyPrint draws the text of an SVG letter by letter from left to right: Arabic would stand
unjoined and backwards, Hebrew backwards. So the words are taken out of the drawing and laid over it
as HTML, which it sets as it should.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
TEXT = "{http://www.w3.org/2000/svg}text"
WIDTH_MM = 162.0
"""The width of the running text on the page, which a picture fills."""

SHIFTS = {"start": "0", "middle": "-50%", "end": "-100%"}
BASELINE = "-82%"
"""By how much of its own height a line stands above the point that is its baseline."""


def with_set_words(html: str) -> str:
    """Return the HTML with the words of every SVG in it laid over the drawing."""
    return SVG.sub(lambda match: _drawn(match[0]), html)


def _drawn(svg: str) -> str:
    from lxml import etree

    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    _x, _y, width, height = (float(part) for part in root.get("viewBox", "0 0 1 1").split())
    words = "".join(_word(one, width, height) for one in list(root.iter(TEXT)))
    for one in list(root.iter(TEXT)):
        one.getparent().remove(one)
    rest = etree.tostring(root, encoding="unicode")
    return f'<div style="position:relative">{rest}{words}</div>'


def _word(text: Any, width: float, height: float) -> str:
    left = float(text.get("x", 0)) / width * 100
    top = float(text.get("y", 0)) / height * 100
    size = float(_inherited(text, "font-size", "12")) * WIDTH_MM / width
    shift = SHIFTS.get(_inherited(text, "text-anchor", "start"), "0")
    return (
        f'<span style="position:absolute;white-space:nowrap;line-height:1;left:{left:.2f}%;'
        f"top:{top:.2f}%;font-size:{size:.2f}mm;transform:translate({shift},{BASELINE});"
        f'transform-origin:0 0">{escape(text.text or "")}</span>'
    )


def _inherited(element: Any, name: str, default: str) -> str:
    while element is not None:
        if found := element.get(name):
            return str(found)
        element = element.getparent()
    return default
