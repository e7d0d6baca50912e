"""What somebody agrees to when they sign up: the words above the button, and their version."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _
from django.utils.translation import override

VERSION = "2026-11"
"""Raised whenever the meaning of the words changes; the log keeps it with the very words."""


def consent(language: str, name: str) -> str:
    """Return what stands above the button, in one language; ``name`` is the programme's."""
    with override(language):
        return _(
            "I agree that %(programme)s keeps my e-mail address, language and topics in order to"
            " send me what it publishes, until I unsubscribe. Every mail has a link for that."
            " Nobody measures whether I open a mail or follow a link in it."
        ) % {"programme": name}


def version_of(text: str) -> str:
    """Return the version with a fingerprint of the words, in 16 letters."""
    return f"{VERSION}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
