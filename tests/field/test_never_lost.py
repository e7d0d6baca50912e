"""What was acknowledged is there, once, whatever is killed meanwhile (short; long in make soak)."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.field.installation import Installation, Load, Sending
from tests.field.posts import instance, multipart


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, lay: Callable[[Path], Path]
) -> Iterator[Installation]:
    """Return an installation of SQLite with a running server."""
    made = Installation(lay(tmp_path_factory.mktemp("field")))
    made.start()
    yield made
    made.end()


def nothing_lost(installation: Installation, load: Load) -> None:
    """Assert that everything acknowledged is stored once, with the right bytes."""
    held = installation.ask("held")
    acknowledged = set(load.acknowledged)
    assert acknowledged, "nothing was sent at all"
    assert not acknowledged - set(held["ids"])
    assert len(held["ids"]) == len(set(held["ids"]))
    assert held["submissions"] == len(held["ids"])
    assert held["damaged"] == held["bad_files"] == []
    names = {(one, name) for one, name, _sha in held["files"]}
    assert not {pair for phone in load.phones for pair in phone.files} - names


def killed(installation: Installation, rounds: int, clients: int = 4) -> Load:
    """Kill web server and worker in turn while phones send, and start them again."""
    chance = random.Random(1)
    installation.start_worker()
    with Load(installation, clients, b"p" * 20_000) as load:
        for number in range(rounds):
            load.wait_for_more(3)
            time.sleep(chance.uniform(0.0, 0.3))
            if number % 3 == 2:
                installation.kill(installation.worker)
                installation.start_worker()
            else:
                installation.kill(installation.web)
                installation.start()
        load.wait_for_more(3)
    installation.kill(installation.worker)
    return load


def test_killed_under_load(installation: Installation) -> None:
    load = killed(installation, rounds=3)
    nothing_lost(installation, load)


@pytest.mark.slow
def test_killed_a_hundred_times_under_load(tmp_path: Path, lay: Callable[[Path], Path]) -> None:
    made = Installation(lay(tmp_path))
    made.start()
    try:
        nothing_lost(made, killed(made, rounds=100))
    finally:
        made.end()


def race(installation: Installation, rounds: int) -> None:
    """Send each of several posts eight times at once."""
    phones = [
        Sending(installation, installation.secrets[n % len(installation.secrets)]) for n in range(8)
    ]
    for _ in range(rounds):
        kind, body = multipart(instance(photo="a.jpg"), {"a.jpg": b"photo"})
        statuses: list[int] = []
        gate = threading.Barrier(8)

        def send(phone: Sending) -> None:
            gate.wait()  # noqa: B023 - joined within the round
            statuses.append(phone.post(kind, body))  # noqa: B023

        threads = [threading.Thread(target=send, args=[phone]) for phone in phones]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [201] + [202] * 7


def test_identical_posts_at_once(installation: Installation) -> None:
    before = installation.ask("held")["submissions"]
    race(installation, rounds=5)
    assert installation.ask("held")["submissions"] == before + 5


@pytest.mark.slow
def test_identical_posts_at_once_fifty_times(installation: Installation) -> None:
    before = installation.ask("held")["submissions"]
    race(installation, rounds=50)
    assert installation.ask("held")["submissions"] == before + 50


def spoken(installation: Installation, head: str, *bodies: bytes) -> bytes:
    """Speak HTTP by hand; returns what the server said."""
    with socket.create_connection(("127.0.0.1", installation.port), timeout=20) as wire:
        where = f"/field/{installation.slug}/key/{installation.secrets[0]}/submission"
        wire.sendall(f"POST {where} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
        for body in bodies:
            time.sleep(0.05)
            wire.sendall(body)
        said = b""
        while b"</OpenRosaResponse>" not in said and (part := wire.recv(65536)):
            said += part
        return said


def test_48_chunked_transfer(installation: Installation) -> None:
    kind, body = multipart(instance(), {})
    parts = [body[:100], body[100:]]
    chunks = [f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts]
    head = f"Content-Type: {kind}\r\nTransfer-Encoding: chunked"
    said = spoken(installation, head, *chunks, b"0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 201")


def test_48_expect_100_continue(installation: Installation) -> None:
    kind, body = multipart(instance(), {})
    head = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nExpect: 100-continue"
    said = spoken(installation, head, body)
    assert said.startswith(b"HTTP/1.1 100 Continue")
    assert b"HTTP/1.1 201" in said


def test_46_the_phone_hangs_up(installation: Installation) -> None:
    kind, body = multipart(instance(), {"a.jpg": b"p" * 100_000})
    before = installation.ask("held")["submissions"]
    where = f"/field/{installation.slug}/key/{installation.secrets[0]}/submission"
    head = f"POST {where} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
    with socket.create_connection(("127.0.0.1", installation.port), timeout=20) as wire:
        wire.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:50_000])
    time.sleep(0.5)
    assert installation.ask("held")["submissions"] == before


def test_49_a_body_above_the_limit_is_not_read(installation: Installation) -> None:
    head = f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {101 * 2**20}"
    begun = time.monotonic()
    said = spoken(installation, head, b"--b\r\n")
    assert said.startswith(b"HTTP/1.1 413")
    assert time.monotonic() - begun < 5
