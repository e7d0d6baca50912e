"""Static files under names that carry the hash of their content, where the hashes are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names once ``collectstatic`` has run; plain names before, so that pages still work."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or the plain one of a file that was not collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name


class Files(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves the static files; a folder that nothing was gathered into yet is no fault."""

    def add_files(self, root: Any, prefix: str | None = None) -> None:
        """Take a folder in if it is there; otherwise files come from where they were built."""
        if self.autorefresh or Path(root).is_dir():
            super().add_files(root, prefix)
