"""Calling an address outside: only http and https, never our own network, never a redirection.

The name is looked up once and the very address found is connected to, so that a name which
answers differently a moment later leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

from django.conf import settings
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import outgoing
from goodoffices.core.outgoing import Unreachable

SECONDS = 10.0
"""How long one call may take as a whole; a server that trickles its answer gets no longer."""

MOST_HEAD = 16_384


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call went: the status, or why there was none (see `ERRORS`)."""

    status: int | None = None
    error: str = ""

    @property
    def is_taken(self) -> bool:
        """Say whether the other side has taken it."""
        return self.status is not None and 200 <= self.status < 300


ERRORS = frozenset(
    {"no-such-name", "private-address", "no-connection", "no-trust", "timeout", "no-answer"}
)


def checked(address: str) -> str:
    """Return an address that may be called; raises `InvalidInput` for any other.

    A name is looked up when it is called, not here: it may mean something else by then.
    """
    parts = outgoing.parts_of(address)
    if parts is None:
        raise InvalidInput(
            _("Give an address that begins with https:// or http://, without a name or password.")
        )
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return address.strip()
    if not may_call(literal):
        raise InvalidInput(_("This address lies inside a private network; it is not called."))
    return address.strip()


def may_call(address: outgoing.IP) -> bool:
    """Say whether an address lies in the open internet, or the installation allows any."""
    return outgoing.may_call(address, private=settings.WEBHOOK_PRIVATE)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body and return how it went. Never raises; no redirection is followed."""
    parts = outgoing.parts_of(address)
    if parts is None:
        return Answer(error="no-such-name")
    deadline = time.monotonic() + SECONDS
    try:
        with outgoing.connected(parts, deadline, private=settings.WEBHOOK_PRIVATE) as stream:
            stream.sendall(_request(parts, body, headers))
            return Answer(status=_status(stream, deadline))
    except Unreachable as failure:
        return Answer(error=str(failure))
    except UnicodeError:
        return Answer(error="no-such-name")
    except ssl.SSLError:
        return Answer(error="no-trust")
    except TimeoutError:
        return Answer(error="timeout")
    except OSError:
        return Answer(error="no-connection")


def _request(parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = [
        f"POST {outgoing.target_of(parts)} HTTP/1.1",
        f"Host: {outgoing.host_of(parts)}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _status(stream: socket.socket, deadline: float) -> int:
    """Read up to the status; what else is answered does not matter and is not read."""
    head = b""
    while True:
        while b"\r\n\r\n" not in head and (b"\r\n" not in head or _line(head) < 200):
            stream.settimeout(outgoing.left(deadline))
            more = stream.recv(4096)
            if not more or len(head) > MOST_HEAD:
                raise Unreachable("no-answer")
            head += more
        status = _line(head)
        if status >= 200:
            return status
        head = head.partition(b"\r\n\r\n")[2]


def _line(head: bytes) -> int:
    """Return the status in the first line of an answer."""
    words = head.split(b"\r\n", 1)[0].split(b" ", 2)
    known = len(words) > 1 and words[0].startswith(b"HTTP/1.") and words[1].isdigit()
    if not known or len(words[1]) != 3:
        raise Unreachable("no-answer")
    return int(words[1])
