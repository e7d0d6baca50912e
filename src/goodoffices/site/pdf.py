"""A publication as PDF: set for paper in its own script, from the bytes it is given and no others.

WeasyPrint (the extra ``pdf``) lays the page out. It is let near no network and no file: whatever a
text refers to is one of our fonts or a file released with the publication, or it is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from goodoffices.codebook.errors import MissingExtra
from goodoffices.publish.models import ReleasedPage
from goodoffices.site import showing
from goodoffices.site.faces import Face
from goodoffices.site.pdf_pictures import with_set_words

PLACE = "released:/"
"""The address all relative links of the page start from; nothing answers there but the fetcher."""

FAMILIES = {
    "IBM Plex Sans": ("ibm-plex-sans-latin", "U+0000-024F, U+2000-206F, U+20A0-20CF, U+2100-22FF"),
    "IBM Plex Sans Arabic": (
        "ibm-plex-sans-arabic-arabic",
        "U+0600-08FF, U+FB50-FDFF, U+FE70-FEFC",
    ),
    "IBM Plex Sans Hebrew": ("ibm-plex-sans-hebrew-hebrew", "U+0590-05FF, U+20AA, U+FB1D-FB4F"),
}
NEEDS = "PDFs need the extra pdf (pip install 'goodoffices[pdf]') and the libraries of Pango."
WEIGHTS = (400, 600)
_LATIN, _ARABIC, _HEBREW = FAMILIES
ORDER = {
    "en": f"'{_LATIN}', '{_ARABIC}', '{_HEBREW}'",
    "ar": f"'{_ARABIC}', '{_LATIN}', '{_HEBREW}'",
    "he": f"'{_HEBREW}', '{_LATIN}', '{_ARABIC}'",
}


def is_possible() -> bool:
    """Say whether PDFs can be made here: the extra is there, and the libraries it needs."""
    if find_spec("weasyprint") is None:
        return False
    try:
        import weasyprint  # noqa: F401 - it loads Pango
    except OSError:
        return False
    return True


def document(page: ReleasedPage, face: Face, files: Mapping[str, bytes]) -> bytes:
    """Return the PDF of one edition: the same bytes whenever it is made from the same.

    ``files`` are the pictures released with it, by name.
    """
    if not is_possible():
        raise MissingExtra(NEEDS)
    # It would log the addresses a text names, and parts of its styles.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    with translation.override(page.language):
        html = HTML(string=_html(page, face), base_url=PLACE, url_fetcher=_fetcher(files))
        return bytes(
            html.write_pdf(
                pdf_tags=True,
                pdf_identifier=page.sha256.encode(),
                font_config=FontConfiguration(),
                finisher=_finish,
            )
        )


def _html(page: ReleasedPage, face: Face) -> str:
    values = {
        "page": page,
        "body": with_set_words(page.body),
        "face": face,
        "kind": showing.kind_of(page.kind, page.language),
        "day": showing.day(face, page.published_at),
        "address": face.absolute(f"news/{page.address}/"),
        "published": _utc(page.published_at),
        "changed": _utc(page.changed_at),
        "fonts": _font_faces(),
        "order": ORDER[page.language],
    }
    return render_to_string("site/pdf.html", values)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache
def _font_faces() -> str:
    rule = "@font-face{{font-family:'{}';font-weight:{};src:url('{}fonts/{}');unicode-range:{}}}"
    return "".join(
        rule.format(family, weight, PLACE, f"{file}-{weight}-normal.woff2", covers)
        for family, (file, covers) in FAMILIES.items()
        for weight in WEIGHTS
    )


@lru_cache
def _font(name: str) -> bytes | None:
    known = {f"{file}-{w}-normal.woff2" for file, _c in FAMILIES.values() for w in WEIGHTS}
    found = finders.find(f"built/fonts/{name}") if name in known else None
    return Path(found).read_bytes() if isinstance(found, str) else None


def _fetcher(files: Mapping[str, bytes]) -> Any:
    """Return what WeasyPrint asks for everything a page refers to."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Given(URLFetcher):  # type: ignore[misc]
        """Hands out the bytes it was given; asks nobody for any others."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            content = given(url, files)
            if content is None:
                raise ValueError("a publication holds nothing from elsewhere")
            return URLFetcherResponse(url, content)

    return Given()


def given(url: str, files: Mapping[str, bytes]) -> bytes | None:
    """Return the bytes that stand for an address in a page; None where it leads elsewhere."""
    if not url.startswith(PLACE):
        return None
    name = url.removeprefix(PLACE)
    if name.startswith("fonts/"):
        return _font(name.removeprefix("fonts/"))
    return files.get(name)


def _finish(document: Any, pdf: Any) -> None:
    """Take out of the file by which program it was made."""
    pdf.info.pop("Producer", None)
