"""The text of a picture or scan: a copy that can be read, and found by its words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import MissingExtra
from goodoffices.core import search
from goodoffices.core.evidence import files, tesseract
from goodoffices.core.models import Evidence
from goodoffices.formats import media
from goodoffices.methods.text import index_text

MOST = 1 << 20
"""Bytes of a text that are shown and searched; the file holds all of it."""


def read(place: Path, media_type: str, target: Path, languages: Sequence[str]) -> dict[str, Any]:
    """Read the text of a file with the Tesseract of this machine; says so where it has none."""
    program = tesseract.program()
    if not program:
        raise MissingExtra(
            _("Tesseract is not installed on this machine, so no text can be read from pictures."),
            code="no-tesseract",
        )
    return media.text(place, media_type, target, program=program, languages=languages)


def index(copy: Evidence) -> None:
    """File a text under its words, with the mark of the copy it is."""
    row = (copy.pk, copy.programme_id, int(copy.tlp), index_text(text_of(copy)))
    search.index("evidence", [row])


def is_text(item: Evidence) -> bool:
    """Say whether an item is the text of another one."""
    return item.made == Evidence.Made.TEXT


def text_of(item: Evidence) -> str:
    """Return the text of a copy that is one; empty when its bytes are missing or damaged."""
    if item.file.damage or item.purged_at:
        return ""
    try:
        with files.path(item.file).open("rb") as stream:
            return stream.read(MOST).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
