"""Taking a post apart while it comes in: files go to the disk as they arrive, hashed.

Nothing of the body is kept in memory but the XML, and nothing that came is thrown away: where the
body breaks off or is not what it should be, what had arrived goes to the quarantine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from goodoffices.core import evidence
from goodoffices.core.evidence import Received
from goodoffices.field.refusals import Refused

XML_PART = "xml_submission_file"
MOST_XML = 16 * 2**20
"""Bytes of answers; a form of a thousand questions has a few hundred thousand."""

MOST_PARTS = 1000
CHUNK = 1 << 16
REST = "rest-of-the-body"
"""The name under which the quarantine keeps what could not be taken apart."""


@dataclass(slots=True)
class Arrived:
    """What has come in so far."""

    xml: bytes | None = None
    files: list[tuple[str, Received]] = field(default_factory=list)
    broken: str = ""
    """A reason of `field.refusals`, where the body is not what it should be."""


def take_apart(request: HttpRequest, programme_id: int, stack: ExitStack) -> Arrived:
    """Read a post to its end. Temporary files live as long as the stack.

    Raises `Refused` (too-large) before reading what says itself that it is too large.
    """
    stream = _Stream(request)
    reading = _Reading(programme_id, stack)
    boundary = _boundary(request.headers.get("Content-Type", ""))
    if boundary is None:
        return reading.rest("not-multipart", b"", stream)
    parser = PushMultipartParser(
        boundary, max_header_size=8192, max_segment_count=MOST_PARTS, header_charset="utf8"
    )
    chunk = b""
    try:
        for chunk in stream:
            for event in parser.parse(chunk):
                reading.event(event)
        parser.close()
    except MultipartError:
        return reading.rest("broken-body", chunk, stream)
    return reading.finished()


def _boundary(content_type: str) -> str | None:
    found = re.match(
        r'multipart/form-data\b.*?;\s*boundary="?([^";,]{1,200})"?', content_type, re.I
    )
    return found[1] if found else None


class _Stream:
    """The body as it comes over the wire, with or without a length, never past the limit."""

    def __init__(self, request: HttpRequest) -> None:
        self._input: Any = request.environ["wsgi.input"]  # type: ignore[attr-defined]
        said = request.META.get("CONTENT_LENGTH") or ""
        self._left = int(said) if said.isdigit() else None
        self._taken = 0
        if self._left is not None and self._left > settings.FIELD_POST_LIMIT_BYTES:
            raise Refused("too-large")

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._read():
            self._taken += len(chunk)
            if self._taken > settings.FIELD_POST_LIMIT_BYTES:
                raise Refused("too-large")
            yield chunk

    def _read(self) -> bytes:
        size = CHUNK if self._left is None else min(CHUNK, self._left)
        try:
            chunk: bytes = self._input.read(size) if size else b""
        except OSError:  # the phone hung up
            return b""
        if self._left is not None:
            self._left -= len(chunk)
        return chunk


class _Reading:
    """Puts the parts of a body where they belong."""

    def __init__(self, programme_id: int, stack: ExitStack) -> None:
        self._programme_id, self._stack = programme_id, stack
        self._arrived = Arrived()
        self._segment: MultipartSegment | None = None
        self._xml = bytearray()
        self._spool: evidence.Spool | None = None

    def event(self, event: Any) -> None:
        """Take what the parser found: the head of a part, some of its bytes, or its end."""
        if isinstance(event, MultipartSegment):
            self._segment = event
            self._begin(event)
        elif event is None:
            self._end()
        elif self._spool is not None:
            self._spool.write(event)
        else:
            self._xml += event

    def _begin(self, segment: MultipartSegment) -> None:
        self._xml.clear()
        is_xml = segment.name == XML_PART and self._arrived.xml is None
        self._spool = None if is_xml else self._new_spool()

    def _new_spool(self) -> evidence.Spool:
        limit = settings.FIELD_POST_LIMIT_BYTES
        return self._stack.enter_context(evidence.Spool(self._programme_id, limit=limit))

    def _end(self) -> None:
        segment, self._segment = self._segment, None
        if segment is None:
            return
        if self._spool is None:
            self._arrived.xml = bytes(self._xml)
        elif segment.filename:
            self._arrived.files.append((segment.filename, self._spool.finished()))
        self._spool = None

    def finished(self) -> Arrived:
        """Return what came, once the body ended as it should."""
        if self._arrived.xml is None:
            self._arrived.broken = "no-xml-part"
        elif len(self._arrived.xml) > MOST_XML:
            self._arrived.broken = "too-large"
        return self._arrived

    def rest(self, reason: str, chunk: bytes, stream: _Stream) -> Arrived:
        """Keep what could not be taken apart: the part under way, then all that still comes."""
        spool = self._spool or self._new_spool()
        if self._segment is not None and self._spool is None:
            spool.write(bytes(self._xml))
        spool.write(chunk)
        for more in stream:
            spool.write(more)
        received = spool.finished()
        if received.size:
            self._arrived.files.append((REST, received))
        self._arrived.broken = reason
        return self._arrived
