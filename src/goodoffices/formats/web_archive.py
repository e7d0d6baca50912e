"""A saved copy of a web page as WARC (ISO 28500): what was asked and answered, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

MEDIA_TYPE = "application/warc"
ENDING = ".warc.gz"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the line; ``server`` is the address called."""

    url: str
    at: datetime
    server: str
    request: bytes
    answer: bytes

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.answer.split(b" ", 2)[1][:3])

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer by their names in small letters."""
        return headers_of(self.answer)


def headers_of(answer: bytes) -> dict[str, str]:
    """Return the headers of an HTTP answer by their names in small letters, the first of each."""
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    found: dict[str, str] = {}
    for name, _colon, value in pairs:
        found.setdefault(name.strip().lower(), value.strip())
    return found


def write(target: BinaryIO, exchanges: Sequence[Exchange], about: Mapping[str, str]) -> None:
    """Write exchanges in their order, each as a response and the request it answers."""
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(target, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("", dict(about)))
    for one in exchanges:
        said = {
            "WARC-Date": _moment(one.at),
            "WARC-IP-Address": one.server,
            "WARC-Payload-Digest": digest(one.answer.partition(b"\r\n\r\n")[2]),
        }
        response = writer.create_warc_record(
            one.url,
            "response",
            payload=io.BytesIO(one.answer),
            length=len(one.answer),
            warc_headers_dict=said,
        )
        writer.write_record(response)
        request = writer.create_warc_record(
            one.url,
            "request",
            payload=io.BytesIO(one.request),
            length=len(one.request),
            warc_headers_dict={
                "WARC-Date": _moment(one.at),
                "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        writer.write_record(request)


def digest(content: bytes) -> str:
    """Return the hash of some bytes as WARC writes it."""
    return f"sha256:{base64.b32encode(hashlib.sha256(content).digest()).decode()}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
