"""A text as HTML that is safe to show, whatever was written or pasted into it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from goodoffices.formats.manuscript.blocks import reader
from goodoffices.formats.manuscript.marks import ANY


@dataclass(frozen=True, slots=True)
class Source:
    """What the reader sees in the place of a citation: a number that leads to a note."""

    number: str
    href: str
    title: str = ""


Cite = Callable[[str], Source | None]
Figure = Callable[[str, str], str | None]
Picture = Callable[[str], str | None]


def render(
    body: str,
    *,
    cite: Cite,
    figure: Figure,
    picture: Picture | None = None,
    unknown: str = "?",
) -> str:
    """Return the text as HTML.

    ``cite`` gives what stands for a citation (None: nothing), ``figure`` the text of a figure
    (None: ``unknown``), ``picture`` safe HTML of a chart or map. Headings begin at the second
    level. All else is escaped, and what is left passes an allow-list of elements.
    """
    shown = _Shown(cite, figure, picture or (lambda key: None), unknown)
    known = reader()
    known.inline.ruler.before("link", "mark", read_mark)
    rules: dict[str, Any] = cast(Any, known.renderer).rules
    rules.update(mark=shown.mark)
    tokens = [_lowered(token) for token in known.parse(body)]
    html = cast(str, known.renderer.render(shown.with_pictures(tokens), known.options, {}))
    return shown.placed(clean(html))


def clean(html: str) -> str:
    """Leave only harmless elements and attributes of HTML; links open nothing of ours."""
    import nh3

    return nh3.clean(
        html,
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
        generic_attribute_prefixes=set(),
    )


ELEMENTS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a", "sup", "bdi"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "span"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "bdi": {"class"},
    "ol": {"start"},
    "span": {"class"},
    "blockquote": {"dir"},
}


def read_mark(state: StateInline, silent: bool) -> bool:
    """Read one of our marks where a link could begin."""
    match = ANY.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("mark", "", 0)
        token.meta = {name: said for name, said in match.groupdict().items() if said}
    state.pos = match.end()
    return True


def _lowered(token: Token) -> Token:
    """Move headings down a level: the first is the title's."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    if token.type == "blockquote_open":
        token.attrSet("dir", "auto")
    return token


class _Shown:
    """What stands in the place of each mark while one text is rendered."""

    def __init__(self, cite: Cite, figure: Figure, picture: Picture, unknown: str) -> None:
        self.cite = cite
        self.figure = figure
        self.picture = picture
        self.unknown = unknown
        self.kept: list[str] = []
        self.place = secrets.token_hex(16)

    def mark(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        """Return the HTML of a mark within a paragraph."""
        said = tokens[at].meta
        if "of" in said:
            found = self.figure(said["of"], said["field"])
            kind = "figure" if found is not None else "figure figure--unknown"
            return f'<bdi class="{kind}">{escape(found or self.unknown)}</bdi>'
        if "cites" in said and (source := self.cite(said["cites"])):
            title = f' title="{escape(source.title)}"' if source.title else ""
            href, number = escape(source.href), escape(source.number)
            return f'<sup><a class="cite" href="{href}"{title}>{number}</a></sup>'
        return ""

    def with_pictures(self, tokens: list[Token]) -> list[Token]:
        """Put a place-holder where a picture stands alone in its paragraph."""
        for at, token in enumerate(tokens):
            key = _picture_alone(token)
            if key and (html := self.picture(key)) is not None:
                self.kept.append(html)
                tokens[at] = Token("text", "", 0, content=self._place(len(self.kept) - 1))
        return tokens

    def _place(self, number: int) -> str:
        return f"{self.place}-{number}."

    def placed(self, html: str) -> str:
        """Return the cleaned HTML with the pictures in it."""
        for number, kept in enumerate(self.kept):
            before, _, after = html.partition(self._place(number))
            in_paragraph = before.rstrip().endswith("<p>") and after.lstrip().startswith("</p>")
            if in_paragraph:
                before = before.rstrip().removesuffix("<p>")
                after = after.lstrip().removeprefix("</p>")
            html = before + kept + after
        return html


def _picture_alone(token: Token) -> str | None:
    children = token.children or []
    if token.type != "inline" or len(children) != 1 or children[0].type != "mark":
        return None
    return cast("str | None", children[0].meta.get("picture"))
