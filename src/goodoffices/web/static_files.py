"""Static files under names that carry the hash of their content, where the hashes are known."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names once ``collectstatic`` has run; plain names before, so that pages still work."""

    manifest_strict = False
