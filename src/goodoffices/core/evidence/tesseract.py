"""Whether this machine can read text in pictures: Tesseract, and which languages it knows."""

from __future__ import annotations

import shutil
import subprocess

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, Promise] = {"ara": _("Arabic"), "heb": _("Hebrew"), "eng": _("English")}
"""The languages that are offered, by Tesseract's own names for them."""


def program() -> str:
    """Return where Tesseract lies on this machine; empty where it is not installed."""
    return shutil.which(settings.TESSERACT) or "" if settings.TESSERACT else ""


def languages() -> list[str]:
    """Return which of the languages offered Tesseract can read here; none where it is missing."""
    found = program()
    if not found:
        return []
    try:
        listed = subprocess.run(  # noqa: S603
            [found, "--list-langs"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    known = set(listed.stdout.split())
    return [name for name in LANGUAGES if name in known]
