"""HTML as plain text, for readers of mail that show no HTML."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "div", "section", "figure", "pre"}
)
_LINES = frozenset({"li", "tr", "br", "caption", "figcaption"})


class _Text(HTMLParser):
    """Collects the words; blocks are parted by an empty line, links followed by their address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self.parts.append("  ")
        elif tag == "hr":
            self.parts.append("\n\n---\n\n")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._link.startswith(("http://", "https://")):
            if "#" not in self._link:  # a mark of a source: the sources stand below the text
                self.parts.append(f" <{self._link}>")
            self._link = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(" ".join(data.split("\n")))


def as_text(html: str) -> str:
    """Return the words of a piece of HTML, with blocks parted by one empty line."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    lines = [" ".join(one.split()) for one in "".join(reader.parts).split("\n")]
    kept: list[str] = []
    for one in lines:
        if one or (kept and kept[-1]):
            kept.append(one)
    return "\n".join(kept).strip()
