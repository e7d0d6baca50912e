"""Going out: which addresses of the internet may be called, and a connection to one of them.

The name is looked up once and the very address found is connected to, so that a name which
answers differently a moment later leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, quote, urlsplit

PORTS = {"http": 80, "https": 443}

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Unreachable(Exception):
    """The call could not be made; the argument is a code that says why."""


def parts_of(address: str) -> SplitResult | None:
    """Return the parts of an address of the web without a name or password; None for others."""
    try:
        parts = urlsplit(address.strip())
        known = parts.scheme in PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    plain = address.strip().isprintable() and " " not in address.strip()
    return parts if known and plain and "@" not in parts.netloc and not parts.fragment else None


def may_call(address: IP, *, private: bool = False) -> bool:
    """Say whether an address lies in the open internet; ``private`` allows any."""
    if private:
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
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def connected(parts: SplitResult, deadline: float, *, private: bool = False) -> socket.socket:
    """Connect to the host of an address, over TLS where it says so.

    Raises `Unreachable` (``no-such-name``, ``private-address``, ``no-connection``), TimeoutError,
    OSError and ssl.SSLError.
    """
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    plain = _first_connected(_found(host, port, private), port, deadline)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _found(host: str, port: int, private: bool) -> list[str]:
    """Return the addresses of a name; one inside our own network refuses them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("no-such-name") from None
    addresses = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    if not all(may_call(ipaddress.ip_address(one), private=private) for one in addresses):
        raise Unreachable("private-address")
    return addresses


def _first_connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    for one in addresses:
        try:
            stream = socket.create_connection((one, port), timeout=left(deadline))
        except TimeoutError:
            raise
        except OSError:
            continue
        stream.settimeout(left(deadline))
        return stream
    raise Unreachable("no-connection")


def left(deadline: float) -> float:
    """Return the seconds that are left; raises TimeoutError when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def target_of(parts: SplitResult) -> str:
    """Return what a request asks the server for, in plain signs."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe="/?&=%:+,;@!$'()*~-._[]")


def host_of(parts: SplitResult) -> str:
    """Return the host, with a port that is not the usual one, as a request names it."""
    return parts.netloc.encode("idna").decode()
