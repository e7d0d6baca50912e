"""A call leads to the open internet or nowhere, and ends in time."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from typing import Any

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.field.services.webhooks import calling
from tests.field.webhooks.receiver import receiving

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.5",
    "172.16.4.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_a_network_is_called(address: str) -> None:
    found = ipaddress.ip_address(address)
    assert not calling.may_call(found)
    literal = f"[{address}]" if found.version == 6 else address
    with pytest.raises(InvalidInput, match="private network"):
        calling.checked(f"https://{literal}/")
    assert calling.post(f"https://{literal}/", b"", {}).error == "private-address"


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::9"])
def test_addresses_of_the_open_internet_may_be_called(address: str) -> None:
    assert calling.may_call(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://user:word@example.org/",
        "https://example.org:99999/",
        "https://example.org/#part",
        "https://example.org/ two",
        "https://exa\nmple.org/",
        "https://[::1/",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        calling.checked(address)


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Have every name stand for these addresses."""

    def found(host: str, port: int, **_more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("9.9.9.9", "10.0.0.1")])
def test_a_name_that_stands_for_an_inner_address_is_not_called(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    names(monkeypatch, *addresses)
    monkeypatch.setattr(socket, "create_connection", _never)
    assert calling.post("https://example.org/", b"", {}).error == "private-address"


def _never(*_all: Any, **_more: Any) -> socket.socket:
    raise AssertionError("nothing may be called")


def test_the_address_that_was_judged_is_the_one_called(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The name is looked up once: what it means a moment later leads nowhere."""
    called: list[Any] = []

    def connect(address: tuple[str, int], **_more: Any) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    names(monkeypatch, "9.9.9.9")
    monkeypatch.setattr(socket, "create_connection", connect)
    assert calling.post("https://example.org:8443/", b"", {}).error == "no-connection"
    assert called == [("9.9.9.9", 8443)]


@pytest.fixture
def inside(settings: Any) -> None:
    """Allow addresses of this machine."""
    settings.WEBHOOK_PRIVATE = True


@pytest.mark.parametrize("status", [200, 204, 301, 302, 307, 404, 410, 500])
def test_the_status_is_told_and_no_redirection_followed(inside: None, status: int) -> None:
    with receiving(status) as receiver:
        answer = calling.post(receiver.address, b"abc", {"X-One": "1"})
    assert answer.status == status
    assert answer.is_taken == (status < 300)
    assert receiver.bodies == [b"abc"]
    assert receiver.paths == ["/hooks?for=us"]
    assert receiver.headers[0]["X-One"] == "1"


def raw_server(*pieces: bytes, pause: float = 0.0) -> tuple[str, threading.Thread]:
    """Serve one connection: send the pieces, with a pause before each."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        stream, _address = listener.accept()
        with stream, listener:
            stream.recv(65536)
            for piece in pieces:
                time.sleep(pause)
                try:
                    stream.sendall(piece)
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/", thread


def test_an_answer_that_trickles_ends_in_time(
    inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.5)
    address, thread = raw_server(*[b"H"] * 40, pause=0.1)
    began = time.monotonic()
    assert calling.post(address, b"", {}).error == "timeout"
    assert time.monotonic() - began < 2
    thread.join()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\n"], calling.Answer(201)),
        ([b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 202 A\r\n\r\n"], calling.Answer(202)),
        ([b""], calling.Answer(error="no-answer")),
        ([b"SSH-2.0-x\r\n\r\n"], calling.Answer(error="no-answer")),
        ([b"HTTP/1.1 2000 ?\r\n\r\n"], calling.Answer(error="no-answer")),
        ([b"x" * 40_000], calling.Answer(error="no-answer")),
    ],
)
def test_odd_answers(inside: None, sent: list[bytes], expected: calling.Answer) -> None:
    address, thread = raw_server(*sent)
    assert calling.post(address, b"", {}) == expected
    thread.join()


def test_nobody_there_and_nobody_trusted(inside: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert calling.post(f"http://127.0.0.1:{port}/", b"", {}).error == "no-connection"
    with receiving() as receiver:
        secure = receiver.address.replace("http:", "https:")
        assert calling.post(secure, b"", {}).error == "no-trust"
    assert calling.post(f"http://{'x' * 70}.example/", b"", {}).error == "no-such-name"
