"""A text without any marks: for mail, for feeds, for counting words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markdown_it.token import Token

from goodoffices.formats.manuscript.blocks import reader
from goodoffices.formats.manuscript.rendering import read_mark


def plain(body: str, *, figure: Callable[[str, str], str | None] | None = None) -> str:
    """Return the words of a text, a paragraph a line; figures by ``figure``, else left out."""
    known = reader()
    known.inline.ruler.before("link", "mark", read_mark)
    lines = (
        "".join(_words(token, figure or (lambda key, field: None)))
        for token in known.parse(body)
        if token.type in ("inline", "fence", "code_block")
    )
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _words(token: Token, figure: Callable[[str, str], str | None]) -> Iterator[str]:
    for child in token.children or [token]:
        if child.type == "mark":
            said = child.meta
            yield (figure(said["of"], said["field"]) or "") if "of" in said else ""
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield child.content
