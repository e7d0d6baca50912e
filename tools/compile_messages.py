"""Compile the translation catalogues, without gettext: each django.po to a django.mo."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "src" / "goodoffices" / "locale"


def compile_catalogue(source: Path) -> Path:
    """Write the machine-readable form of one catalogue.

    Fuzzy entries are left out, and those whose plural forms are not all there: English stands in.
    """
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    for message in list(catalogue):
        if message.id and isinstance(message.string, tuple) and not all(message.string):
            catalogue.delete(message.id, context=message.context)
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return target


if __name__ == "__main__":
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(path)
