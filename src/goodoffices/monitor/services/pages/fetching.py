"""Fetching one web page from the open internet, within limits of time, size and redirections."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime
from socket import socket
from urllib.parse import SplitResult, urldefrag, urljoin

from goodoffices.core import outgoing
from goodoffices.core.outgoing import Unreachable
from goodoffices.formats.web_archive import Exchange, headers_of

SECONDS = 30.0
"""How long a page may take, redirections and all; a server that trickles gets no longer."""

MOST, MOST_HEAD = 20 << 20, 1 << 16
"""Bytes of the largest answer, and of what stands before its content."""

REDIRECTIONS = 5
USER_AGENT = "Mozilla/5.0 (compatible; archiving)"
"""Says neither who we are nor what for."""


def fetch(address: str, *, private: bool = False) -> list[Exchange]:
    """Fetch a page; returns the redirections that led to it and the page itself, in order.

    Raises Unreachable with a code of `WORDS`. Each redirection is judged like the first address:
    none leads into our own network. ``private`` allows any address, for tests.
    """
    deadline, found = time.monotonic() + SECONDS, list[Exchange]()
    url = urldefrag(address.strip()).url
    while True:
        parts = outgoing.parts_of(url)
        if parts is None or not (private or parts.port in {None, 80, 443}):
            raise Unreachable("no-address")
        one = _guarded(parts, url, deadline, private)
        found.append(one)
        leads_to = one.headers.get("location", "") if 300 <= one.status < 400 else ""
        if not leads_to:
            break
        if len(found) > REDIRECTIONS:
            raise Unreachable("redirections")
        url = urldefrag(urljoin(url, leads_to)).url
    if not 200 <= one.status < 300:
        raise Unreachable("refused")
    return found


def _guarded(parts: SplitResult, url: str, deadline: float, private: bool) -> Exchange:
    """Ask for one address, and turn what can go wrong on the line into codes."""
    try:
        return _exchange(parts, url, deadline, private)
    except UnicodeError:
        raise Unreachable("no-such-name") from None
    except ssl.SSLError:
        raise Unreachable("no-trust") from None
    except TimeoutError:
        raise Unreachable("timeout") from None
    except OSError:
        raise Unreachable("no-connection") from None


def _exchange(parts: SplitResult, url: str, deadline: float, private: bool) -> Exchange:
    request = _request(parts)
    with outgoing.connected(parts, deadline, private=private) as stream:
        at, server = datetime.now(UTC), str(stream.getpeername()[0])
        stream.sendall(request)
        return Exchange(url, at, server, request, _answer(stream, deadline))


def _request(parts: SplitResult) -> bytes:
    lines = [
        f"GET {outgoing.target_of(parts)} HTTP/1.1",
        f"Host: {outgoing.host_of(parts)}",
        f"User-Agent: {USER_AGENT}",
        "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _answer(stream: socket, deadline: float) -> bytes:
    """Read one answer whole, as it came."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += _more(stream, deadline, wanted=True)
        if len(head) > MOST_HEAD:
            raise Unreachable("no-answer")
    line = head.split(b"\r\n", 1)[0].split(b" ", 2)
    if len(line) < 2 or not line[0].startswith(b"HTTP/1.") or not line[1].isdigit():
        raise Unreachable("no-answer")
    if len(line[1]) != 3 or line[1].startswith(b"1"):
        raise Unreachable("no-answer")
    answer, said = bytearray(head), headers_of(head)
    begin = head.index(b"\r\n\r\n") + 4
    _read_content(stream, deadline, answer, begin, said)
    return bytes(answer)


def _read_content(
    stream: socket, deadline: float, answer: bytearray, begin: int, said: dict[str, str]
) -> None:
    chunked = "chunked" in said.get("transfer-encoding", "").lower()
    length = said.get("content-length", "")
    known = not chunked and length.isascii() and length.isdigit()
    if known and int(length[:20]) > MOST:
        raise Unreachable("too-large")
    at: int | None = begin
    while True:
        if chunked and at is not None:
            at = _next_chunk(answer, at)
        whole = at is None if chunked else known and len(answer) - begin >= int(length)
        if whole:
            return
        piece = _more(stream, deadline, wanted=chunked or known)
        if not piece:
            return
        answer += piece
        if len(answer) - begin > MOST:
            raise Unreachable("too-large")


def _next_chunk(answer: bytearray, at: int) -> int | None:
    """Walk over the chunks that are there; return where the next begins, None behind the last."""
    while (end := answer.find(b"\r\n", at)) >= 0:
        size = bytes(answer[at:end]).partition(b";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:
            raise Unreachable("no-answer") from None
        if length < 0 or length > MOST:
            raise Unreachable("too-large")
        if not length:
            return None if answer.find(b"\r\n\r\n", end - 2) >= 0 else at
        if end + 2 + length + 2 > len(answer):
            return at
        at = end + 2 + length + 2
    return at


def _more(stream: socket, deadline: float, *, wanted: bool) -> bytes:
    """Return the next bytes; none at the end, which is too early where more was promised."""
    stream.settimeout(outgoing.left(deadline))
    piece = stream.recv(1 << 16)
    if wanted and not piece:
        raise Unreachable("no-answer")
    return piece
