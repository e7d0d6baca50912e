"""What is shown of a text, whatever was written into it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.formats.manuscript import Source, render


def shown(body: str) -> str:
    return render(
        body,
        cite=lambda key: Source("1", "#note-1", 'Incident "A"') if key == "c1" else None,
        figure=lambda key, field: "9–15" if (key, field) == ("c1", "killed") else None,
        picture=lambda key: "<figure><svg></svg></figure>" if key == "c3" else None,
    )


def test_citations_lead_to_their_notes_and_figures_are_resolved() -> None:
    html = shown("In all [=c1.killed] people died.[@c1] [~]")
    assert '<bdi class="figure">9–15</bdi>' in html
    assert re.search(r'<sup><a class="cite" href="#note-1"[^>]*>1</a></sup>', html)
    assert "[~]" not in html


def test_unknown_figures_are_seen_and_unknown_citations_are_not() -> None:
    html = shown("About [=c9.killed].[@c9]")
    assert '<bdi class="figure figure--unknown">?</bdi>' in html
    assert "c9" not in html


def test_a_picture_stands_alone_in_its_paragraph() -> None:
    assert shown("[!c3]").strip() == "<figure><svg></svg></figure>"
    assert "<figure>" not in shown("Within [!c3] a line.")


def test_headings_begin_at_the_second_level() -> None:
    assert "<h2>A</h2>" in shown("# A")
    assert "<h6>B</h6>" in shown("###### B")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.gif)",
        "<a href='javascript:x'>y</a>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<style>@import url(https://elsewhere.example)</style>",
        "<svg/onload=alert(1)>",
        "[=c1.killed]<iframe src=//elsewhere.example>",
        "`</code><script>alert(1)</script>`",
        "&lt;script&gt;",
    ],
)
def test_html_and_script_stay_text(attack: str) -> None:
    html = shown(attack)
    tags = set(re.findall(r"<\s*/?\s*([a-z0-9]+)", html.lower()))
    assert not tags & {"script", "img", "iframe", "style", "svg", "object", "link", "meta"}
    assert not re.search(r"<[^>]*\s(on\w+|style|src)\s*=", html)
    assert not re.search(r'href="\s*(?!https?:|mailto:|#)', html)


@given(st.text(alphabet="<>[]()!@=~c1.\"'`*&;:/ax\n", max_size=60))
def test_no_text_makes_an_element_that_is_not_allowed(body: str) -> None:
    tags = set(re.findall(r"<([a-z0-9]+)", shown(body)))
    assert tags <= {
        *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a", "sup", "bdi"),
        *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th"),
        *("td", "figure", "svg", "span"),
    }
