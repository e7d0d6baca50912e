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
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput

SECONDS = 10.0
"""How long one call may take as a whole; a server that trickles its answer gets no longer."""

MOST_HEAD = 16_384
PORTS = {"http": 80, "https": 443}

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


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


class _Failed(Exception):
    """The call could not be made; the argument is one of `ERRORS`."""


def checked(address: str) -> str:
    """Return an address that may be called; raises `InvalidInput` for any other.

    A name is looked up when it is called, not here: it may mean something else by then.
    """
    parts = _parts(address)
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


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip())
        known = parts.scheme in PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    plain = address.strip().isprintable() and " " not in address.strip()
    return parts if known and plain and "@" not in parts.netloc and not parts.fragment else None


def may_call(address: IP) -> bool:
    """Say whether an address lies in the open internet, or the installation allows any."""
    if settings.WEBHOOK_PRIVATE:
        return True
    inner = _embedded(address)
    if inner is not None and not may_call(inner):
        return False
    return address.is_global and not address.is_multicast


def _embedded(address: IP) -> IP | None:
    """Return the IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body and return how it went. Never raises; no redirection is followed."""
    parts = _parts(address)
    if parts is None:
        return Answer(error="no-such-name")
    deadline = time.monotonic() + SECONDS
    try:
        with _connected(parts, deadline) as stream:
            stream.sendall(_request(parts, body, headers))
            return Answer(status=_status(stream, deadline))
    except _Failed as failure:
        return Answer(error=str(failure))
    except UnicodeError:
        return Answer(error="no-such-name")
    except ssl.SSLError:
        return Answer(error="no-trust")
    except TimeoutError:
        return Answer(error="timeout")
    except OSError:
        return Answer(error="no-connection")


def _connected(parts: SplitResult, deadline: float) -> socket.socket:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    plain = _first_connected(_found(host, port), port, deadline)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _found(host: str, port: int) -> list[str]:
    """Return the addresses of a name; one inside our own network refuses them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Failed("no-such-name") from None
    addresses = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    if not all(may_call(ipaddress.ip_address(one)) for one in addresses):
        raise _Failed("private-address")
    return addresses


def _first_connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    for one in addresses:
        try:
            stream = socket.create_connection((one, port), timeout=_left(deadline))
        except TimeoutError:
            raise
        except OSError:
            continue
        stream.settimeout(_left(deadline))
        return stream
    raise _Failed("no-connection")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _request(parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"POST {_ascii(path)} HTTP/1.1",
        f"Host: {parts.netloc.encode('idna').decode()}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _ascii(path: str) -> str:
    return quote(path, safe="/?&=%:+,;@!$'()*~-._[]")


def _status(stream: socket.socket, deadline: float) -> int:
    """Read up to the status; what else is answered does not matter and is not read."""
    head = b""
    while True:
        while b"\r\n\r\n" not in head and (b"\r\n" not in head or _line(head) < 200):
            stream.settimeout(_left(deadline))
            more = stream.recv(4096)
            if not more or len(head) > MOST_HEAD:
                raise _Failed("no-answer")
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
        raise _Failed("no-answer")
    return int(words[1])
