"""Where the pages of the manual lie, what they are called, and which of them there are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAME = re.compile(r"[a-z0-9_-]{1,60}(?:/[a-z0-9_-]{1,60}){0,3}")
PICTURE = re.compile(r"images/[a-z0-9_-]{1,60}\.(?:png|svg|jpg|webp)")
TITLE = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)

MODES = {
    "tutorial": _("Tutorial"),
    "how-to": _("How to"),
    "reference": _("Reference"),
    "explanation": _("Explanation"),
    "algorithms": _("Algorithms"),
}
"""The folders of the manual: one page, one mode."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents; ``name`` is its path without ending."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The pages of one mode."""

    title: str | Promise
    entries: tuple[Entry, ...]


def root() -> Path:
    """Return the folder of the pages: in the wheel beside this room, else in the repository."""
    packed: Path = settings.PACKAGE / "web" / "manual" / "pages"
    repository: Path = settings.PACKAGE.parents[1] / "docs"
    return packed if packed.is_dir() else repository


def page(name: str) -> Path | None:
    """Return the file of a page such as ``how-to/search``; None where there is none.

    Only plain names are looked for, and only below the folder of the pages.
    """
    if not NAME.fullmatch(name) or name.startswith("_"):
        return None
    return _below(f"{name}.md")


def picture(name: str) -> Path | None:
    """Return the file of a picture such as ``images/situation.png``; None where there is none."""
    return _below(name) if PICTURE.fullmatch(name) else None


def _below(name: str) -> Path | None:
    folder = root().resolve()
    file = (folder / name).resolve()
    return file if file.is_file() and file.is_relative_to(folder) else None


def contents() -> tuple[Chapter, ...]:
    """Return all pages by mode, in the order in which ``index.md`` names them, then by title."""
    index = page("index")
    order = index.read_text(encoding="utf-8") if index else ""
    chapters = (Chapter(title, _entries(mode, order)) for mode, title in MODES.items())
    return tuple(chapter for chapter in chapters if chapter.entries)


def _entries(mode: str, order: str) -> tuple[Entry, ...]:
    files = (root() / mode).glob("*.md")
    entries = [Entry(f"{mode}/{file.stem}", title_of(file)) for file in files]
    named = {entry.name: order.find(entry.name) for entry in entries}

    def place(entry: Entry) -> tuple[bool, int, str]:
        at = named[entry.name]
        return at < 0, at, entry.title

    return tuple(sorted((one for one in entries if NAME.fullmatch(one.name)), key=place))


def title_of(file: Path) -> str:
    """Return the first heading of a page."""
    return _title(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _title(file: Path, changed: int) -> str:
    found = TITLE.search(file.read_text(encoding="utf-8"))
    return found[1].replace("`", "").replace("*", "") if found else file.stem
