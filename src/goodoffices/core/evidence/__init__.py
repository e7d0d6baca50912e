"""The evidence store: files kept under the hash of their bytes, streamed, never loaded whole."""

from goodoffices.core.evidence.checking import Damage, check
from goodoffices.core.evidence.files import DiskFull, open, path
from goodoffices.core.evidence.kinds import media_type
from goodoffices.core.evidence.storing import clean_name, store, store_file

__all__ = [
    "Damage",
    "DiskFull",
    "check",
    "clean_name",
    "media_type",
    "open",
    "path",
    "store",
    "store_file",
]
