"""A page of the manual as HTML: CommonMark with tables, and those parts of MyST we write.

HTML in a page stays text. Links to other pages are kept, links that leave the manual for the
source code are not. Directives: the admonitions, ``include``, ``toctree``, ``math``, ``figure``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from goodoffices.web.manual import shelf

DIRECTIVE = re.compile(r"\{([a-z-]+)\}\s*(.*)")
OPTION = re.compile(r"^:[a-z-]+:.*(?:\n|\Z)", re.MULTILINE)
COLONS = re.compile(r"^(:{3,})(\{[a-z-]+\}.*)?$", re.MULTILINE)
TARGET = re.compile(r"^\([a-z0-9_-]+\)=\s*$", re.MULTILINE)
ROLE = re.compile(r"\{[a-z:]+\}$")
MATHS = re.compile(r"\$([^$\n]+)\$")
LISTED = re.compile(r"^(?:.*<)?([a-z0-9_/-]+\*?)>?\s*$", re.MULTILINE)
CAPTION = re.compile(r"^:caption:\s*(.+?)\s*$", re.MULTILINE)
TERM = re.compile(r"^(\S.*)\n:[ \t]+", re.MULTILINE)
DEEPEST = 3

WARM = {"warning", "caution", "attention", "danger", "error"}
ADMONITIONS = {"note", "tip", "hint", "important", "seealso", "admonition", *WARM}


@dataclass(slots=True)
class Page:
    """A page that was read: its title, its HTML, and its second headings as (anchor, text)."""

    title: str
    html: SafeString
    headings: list[tuple[str, str]] = field(default_factory=list)


def read(name: str) -> Page | None:
    """Return the page of that name, rendered; None where there is none."""
    file = shelf.page(name)
    return _rendered(name, file, file.stat().st_mtime_ns) if file else None


@lru_cache(maxsize=256)
def _rendered(name: str, file: Path, changed: int) -> Page:
    renderer = Manual(name)
    html = renderer.html(file.read_text(encoding="utf-8"))
    return Page(shelf.title_of(file), mark_safe(html), renderer.headings)  # noqa: S308 (see above)


class Manual:
    """Renders one page and what it includes."""

    def __init__(self, name: str, depth: int = 0) -> None:
        self.name = name
        self.depth = depth
        self.headings: list[tuple[str, str]] = []
        self.anchors: set[str] = set()
        self.parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        rules: dict[str, Any] = cast(Any, self.parser.renderer).rules
        rules.update(fence=self._fence, text=self._text)

    def html(self, text: str) -> str:
        """Return the HTML of Markdown text."""
        tokens = self.parser.parse(TARGET.sub("", _fenced(text)))
        self._prepare(tokens)
        return str(self.parser.renderer.render(tokens, self.parser.options, {}))

    def _prepare(self, tokens: Sequence[Token]) -> None:
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                self._anchor(token, tokens[at + 1])
            elif token.type == "table_open":
                token.attrSet("class", "table")
            if token.children:
                token.children = list(self._named(token.children))
            for child in _with_roles(token):
                self._leads(child)

    def _anchor(self, token: Token, inline: Token) -> None:
        words = "".join(part.content for part in inline.children or [])
        base = re.sub(r"[^\w]+", "-", words.lower()).strip("-") or "part"
        numbered = (f"{base}-{number}" for number in range(2, 1000))
        anchor = base if base not in self.anchors else next(numbered)
        self.anchors.add(anchor)
        token.attrSet("id", anchor)
        if token.tag == "h2" and not self.depth:
            self.headings.append((anchor, words))

    def _named(self, parts: Sequence[Token]) -> Iterator[Token]:
        """Yield the parts of a line; a link without words gets the title of its page."""
        for at, token in enumerate(parts):
            yield token
            if token.type == "link_open" and parts[at + 1].type == "link_close":
                file = shelf.page(self._aim(str(token.attrGet("href") or "")))
                title = shelf.title_of(file) if file else str(token.attrGet("href"))
                yield Token("text", "", 0, content=title)

    def _aim(self, path: str) -> str:
        """Return the name of the page that a relative path means."""
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path))
        return aim.removesuffix(".md").removesuffix(".html")

    def _leads(self, token: Token) -> None:
        """Let a link lead to the page inside the program, or nowhere."""
        if token.type == "image":
            token.attrSet("src", self._address(str(token.attrGet("src") or "")) or "")
        if token.type != "link_open":
            return
        address = self._address(str(token.attrGet("href") or ""))
        if address is None:
            token.tag, token.attrs = "span", {}
        else:
            token.attrSet("href", address)
            if "//" in address:
                token.attrSet("rel", "noopener noreferrer")

    def _address(self, address: str) -> str | None:
        """Return where a link of this page leads inside the program; None for nowhere."""
        if re.match(r"https?://|mailto:|#", address):
            return address
        path, mark, anchor = address.partition("#")
        aim = self._aim(path)
        here = posixpath.dirname(self.name) or "."
        if shelf.picture(aim):
            return posixpath.relpath(aim, here)
        return f"{posixpath.relpath(aim, here)}.html{mark}{anchor}" if shelf.page(aim) else None

    def _text(self, tokens: Sequence[Token], at: int, *_more: Any) -> str:
        return MATHS.sub(r'<em class="math">\1</em>', escape(tokens[at].content))

    def _fence(self, tokens: Sequence[Token], at: int, *_more: Any) -> str:
        token = tokens[at]
        found = DIRECTIVE.fullmatch(token.info.strip())
        if found is None:
            return f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n'
        name, argument = found.groups()
        if name == "toctree":
            return self._listed(token.content)
        return self._directive(name, argument, OPTION.sub("", token.content))

    def _directive(self, name: str, argument: str, body: str) -> str:
        if name in ADMONITIONS:
            return self._admonition(name, argument, body)
        if name == "include":
            return self._included(argument)
        if name in {"figure", "image"}:
            return self._figure(argument, body)
        kind = ' class="math"' if name == "math" else ""
        return f'<pre{kind} tabindex="0"><code>{escape(body)}</code></pre>\n'

    def _admonition(self, name: str, argument: str, body: str) -> str:
        kind = " notice--warm" if name in WARM else ""
        title = f"<strong>{escape(argument)}</strong>" if argument else ""
        return f'<aside class="notice{kind}"><div>{title}{self._inner(body)}</div></aside>\n'

    def _inner(self, text: str, name: str = "") -> str:
        if self.depth >= DEEPEST:
            return ""
        inner = Manual(name or self.name, self.depth + 1)
        return inner.html(text)

    def _included(self, argument: str) -> str:
        aim = self._aim(argument)
        file = shelf.page(aim)
        if file is None:
            return f"<p>{escape(_('This part is made when the documentation is built.'))}</p>"
        return self._inner(file.read_text(encoding="utf-8"), aim)

    def _listed(self, body: str) -> str:
        names = [name for line in LISTED.findall(OPTION.sub("", body)) for name in _meant(line)]
        links = "".join(self._entry(name) for name in dict.fromkeys(names))
        caption = CAPTION.search(body)
        title = f"<h2>{escape(caption[1])}</h2>" if caption and links else ""
        return f"{title}<ul>{links}</ul>\n" if links else ""

    def _entry(self, name: str) -> str:
        file, address = shelf.page(self._aim(name)), self._address(f"{name}.md")
        if file is None or address is None:
            return ""
        return f'<li><a href="{escape(address)}">{escape(shelf.title_of(file))}</a></li>'

    def _figure(self, argument: str, body: str) -> str:
        address = self._address(argument.strip())
        words = self._inner(body)
        if address is None:
            return words
        shown = escape(strip_tags(words).strip())
        return f'<figure><img src="{escape(address)}" alt="{shown}">{words}</figure>\n'


def _meant(line: str) -> list[str]:
    """Return the pages that a line of a toctree means: one, or all of a folder by title."""
    if not line.endswith("/*"):
        return [line]
    files = (shelf.root() / line[:-2]).glob("*.md")
    return [f"{line[:-1]}{file.stem}" for file in sorted(files, key=shelf.title_of)]


def _fenced(text: str) -> str:
    """Turn what Markdown does not know into what it does: fences of colons, lists of terms."""

    def turned(found: re.Match[str]) -> str:
        return "`" * (len(found[1]) + 3) + (found[2] or "")

    return COLONS.sub(turned, TERM.sub(r"**\1** – ", text))


def _with_roles(token: Token) -> Iterator[Token]:
    """Yield the parts of a line of text; a role loses its name."""
    children = token.children or []
    for at, child in enumerate(children):
        follows = children[at + 1] if at + 1 < len(children) else None
        if child.type == "text" and follows is not None and follows.type == "code_inline":
            child.content = ROLE.sub("", child.content)
        yield child
