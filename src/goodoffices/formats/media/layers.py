"""A file that is two things at once: what else lies in it, and what lies behind its end."""

from __future__ import annotations

import mmap
import os

HEAD, TAIL = 1 << 20, 70_000
"""Bytes at the beginning and at the end that are looked through."""

SCRIPTS = (b"<script", b"<html", b"<?php", b"javascript:")


def layers(path: str, media_type: str) -> tuple[str, ...]:
    """Return flags: ``also-zip``, ``also-pdf``, ``also-html``, ``more-behind``."""
    size = os.path.getsize(path)
    if not size:
        return ()
    with open(path, "rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, size - TAIL))
        tail = stream.read(TAIL)
        found = _also(head, tail, media_type)
        if media_type in {"image/jpeg", "image/png"} and _behind(stream.fileno(), media_type, size):
            found.append("more-behind")
    return tuple(found)


def _also(head: bytes, tail: bytes, media_type: str) -> list[str]:
    packed = "zip" in media_type or "officedocument" in media_type or "epub" in media_type
    packed |= "opendocument" in media_type or "java-archive" in media_type
    found = []
    if b"PK\x05\x06" in tail and not packed:
        found.append("also-zip")
    if b"%PDF-" in head[:1100] and media_type != "application/pdf":
        found.append("also-pdf")
    if media_type.startswith(("image/", "audio/", "video/")) and media_type != "image/svg+xml":
        low = head.lower()
        if any(mark in low for mark in SCRIPTS):
            found.append("also-html")
    return found


def _behind(file: int, media_type: str, size: int) -> bool:
    """Say whether anything lies behind the end of a picture."""
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as data:
        end = _end_of_png(data) if media_type == "image/png" else _end_of_jpeg(data)
        return end is not None and bool(data[end : end + TAIL].strip(b"\x00\xff\r\n "))


def _end_of_png(data: mmap.mmap) -> int | None:
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at
    return None


def _end_of_jpeg(data: mmap.mmap) -> int | None:
    """Walk the segments of a JPEG to its end; None when it has none."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        kind = data[at + 1]
        if kind == 0xD9:
            return at + 2
        if kind == 0xFF:
            at += 1
            continue
        alone = kind == 0x01 or 0xD0 <= kind <= 0xD7
        at += 2 if alone else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0xDA:
            at = _next_marker(data, at)
    return None


def _next_marker(data: mmap.mmap, at: int) -> int:
    """Return where the next marker stands behind packed points."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
            continue
        return at
