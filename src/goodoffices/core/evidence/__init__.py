"""The evidence store: files kept under the hash of their bytes, streamed, never loaded whole."""

from goodoffices.core.evidence.checking import Damage, check
from goodoffices.core.evidence.files import DiskFull, Received, Spool, keep, open, path, receiving
from goodoffices.core.evidence.following import Fault, follow
from goodoffices.core.evidence.kinds import media_type
from goodoffices.core.evidence.rehashing import Reread, damaged, removed, reread_all
from goodoffices.core.evidence.storing import (
    arrival,
    clean_name,
    enter,
    facts,
    file_row,
    store,
    store_file,
)

__all__ = [
    "Damage",
    "DiskFull",
    "Fault",
    "Received",
    "Reread",
    "Spool",
    "arrival",
    "check",
    "clean_name",
    "damaged",
    "enter",
    "facts",
    "file_row",
    "follow",
    "keep",
    "media_type",
    "open",
    "path",
    "receiving",
    "removed",
    "reread_all",
    "store",
    "store_file",
]
