"""The secret key of an installation that was given none: made once, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_secret(data: Path) -> str:
    """Return the key kept in ``data``, made at the first start, readable by its owner only."""
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()
