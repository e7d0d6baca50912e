"""The evidence store: files kept under the hash of their bytes, streamed, never loaded whole."""

from goodoffices.core.evidence.checking import Damage, check
from goodoffices.core.evidence.files import DiskFull, Received, Spool, keep, open, path, receiving
from goodoffices.core.evidence.kinds import media_type
from goodoffices.core.evidence.storing import clean_name, enter, file_row, store, store_file

__all__ = [
    "Damage",
    "DiskFull",
    "Received",
    "Spool",
    "check",
    "clean_name",
    "enter",
    "file_row",
    "keep",
    "media_type",
    "open",
    "path",
    "receiving",
    "store",
    "store_file",
]
