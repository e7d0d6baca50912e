"""Static files gathered under hashed, compressed names; skipped when nothing has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

UNUSED = ["redoc*", "htmx-2*", "htmax-*"]
"""Files of libraries that no page of ours asks for, and that take seconds to compress."""


def collect() -> bool:
    """Gather the static files into STATIC_ROOT; return False when all was there already."""
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    mark = root / ".gathered"
    found = fingerprint()
    if mark.is_file() and mark.read_text() == found:
        return False
    root.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    call_command(
        "collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED
    )
    mark.write_text(found)
    return True


def fingerprint() -> str:
    """Return a short name for the static files as they are: their paths, sizes and times."""
    seen = hashlib.sha256()
    for path in sorted(_files()):
        at = os.stat(path)
        seen.update(f"{path}\0{at.st_size}\0{at.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _files() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            yield storage.path(path)
