"""What a file is, by its first bytes; its name is never believed."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"

_SURE = 0.3
"""Below this, a match of `puremagic` is a guess from two or three bytes."""

_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_TEXT = {
    b"<!doctype html": "text/html",
    b"<html": "text/html",
    b"<svg": "image/svg+xml",
    b"<?xml": "application/xml",
    b"{\\rtf": "application/rtf",
    b"%pdf": "application/pdf",
}


def media_type(head: bytes) -> str:
    """Return the media type of a file by its beginning; application/octet-stream if unknown."""
    if not head:
        return "application/x-empty"
    if head.startswith(b"PAR1"):
        return "application/vnd.apache.parquet"
    if head.startswith(b"PK\x03\x04"):
        return _archive(head)
    return _text(head) or _by_magic(head)


def _archive(head: bytes) -> str:
    """Tell office documents from other ZIP files by the names at their beginning."""
    if head[30:38] == b"mimetype":
        said = head[38:].split(b"PK", 1)[0].decode("ascii", "replace")
        return said if said.startswith("application/") and said.isprintable() else "application/zip"
    if b"[Content_Types].xml" in head or b"docProps/" in head:
        return next((kind for name, kind in _OFFICE.items() if name in head), "application/zip")
    return "application/zip"


def _text(head: bytes) -> str | None:
    """Return the type of a text, None when the bytes are no text."""
    begun = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, kind in _TEXT.items():
        if begun.startswith(start):
            return kind
    if b"\x00" in head:
        return None
    try:
        said = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3 or error.reason != "unexpected end of data":
            return None
        said = head[: error.start].decode("utf-8")
    printable = all(letter.isprintable() or letter in "\t\r\n\f" for letter in said[:4096])
    return "text/plain" if printable else None


def _by_magic(head: bytes) -> str:
    import puremagic

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    sure = (match.mime_type for match in found if match.confidence >= _SURE and match.mime_type)
    return next(sure, UNKNOWN)
