"""How the PDF of a publication is called, and what it was made of."""

from __future__ import annotations

import json
from hashlib import sha256

from goodoffices.publish.models import ReleasedPage


def pdf_name(address: str, language: str) -> str:
    """Return the file name of a publication's PDF in one language."""
    return f"{address}-{language}.pdf"


def made_of(page: ReleasedPage) -> str:
    """Return the hash of all that a PDF shows and that may change: a correction makes a new one."""
    said = [page.sha256, page.language, page.title, page.corrections]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
