"""OpenTimestamps: hashes handed to calendars that are set, proofs completed and followed."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.core import evidence
from goodoffices.core.evidence import bundling, calendars
from goodoffices.core.models import CalendarProof
from goodoffices.core.tlp import TLP
from goodoffices.formats import open_timestamps
from tests.cast import Cast
from tests.core.evidence.items import events, item
from tests.formats.test_open_timestamps import block, promise

pytestmark = pytest.mark.django_db


class Calendar:
    """A calendar on this machine; ``ready``: it has tied what it promised to a block."""

    def __init__(self) -> None:
        self.ready, self.broken, self.asked = False, False, list[tuple[str, bytes]]()
        outer = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def do_GET(self) -> None:
                outer.answer(self, b"")

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, to: Any, message: bytes) -> None:
        self.asked.append((to.path, message))
        given = block(b"\x63") if to.path.startswith("/timestamp/") else b"\x08" + self.promise()
        status = 500 if self.broken else 200 if message or self.ready else 404
        to.send_response(status)
        to.end_headers()
        to.wfile.write(given)

    def promise(self) -> bytes:
        return promise(self.address.encode())


@pytest.fixture
def calendar(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calendar]:
    monkeypatch.setattr(calendars, "_rest", {})
    one = Calendar()
    settings.CALENDARS = [one.address]
    thread = threading.Thread(target=one.server.serve_forever, daemon=True)
    thread.start()
    yield one
    one.server.shutdown()
    one.server.server_close()
    thread.join()


def later() -> None:
    """Let the time pass after which a calendar is asked for the rest."""
    with scopes_disabled():
        CalendarProof.objects.update(asked_at=timezone.now() - timedelta(hours=2))


def test_a_proof_is_promised_then_completed(in_programme: Cast, calendar: Calendar) -> None:
    one = item(in_programme)
    assert calendars.turn() == 1
    proof = CalendarProof.objects.get()
    assert (proof.file, proof.block) == (one.file, None)
    [(path, message)] = calendar.asked
    assert path == "/digest"
    assert len(message) == 32
    assert message.hex() != one.file.sha256, "not even the hash of the file leaves"
    assert calendars.turn() == 0, "what was promised just now is left alone"
    later()
    assert calendars.turn() == 0, "it is in no block yet"
    later()
    calendar.ready = True
    assert calendars.turn() == 1
    proof.refresh_from_db()
    assert proof.block == 99
    assert events(one)[-1] == "time-stamped"
    found = open_timestamps.read(bytes(proof.proof), bytes.fromhex(one.file.sha256))
    assert [one.height for one in found.blocks] == [99]
    assert list(evidence.follow()) == []


def test_nothing_is_asked_where_no_calendar_is_set(in_programme: Cast, settings: Any) -> None:
    item(in_programme)
    settings.CALENDARS = []
    assert calendars.turn() == 0


def test_a_calendar_that_fails_is_left_alone_for_a_while(
    in_programme: Cast, calendar: Calendar
) -> None:
    item(in_programme)
    calendar.broken = True
    assert calendars.turn() == calendars.turn() == 0
    assert len(calendar.asked) == 1
    assert not CalendarProof.objects.exists()


def test_only_the_calendar_that_is_set_is_called(
    in_programme: Cast, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    item(in_programme)
    monkeypatch.setattr(calendar, "promise", lambda: promise(b"http://127.0.0.1:9/inner"))
    calendars.turn()
    later()
    calendar.ready = True
    assert calendars.turn() == 0
    assert [path for path, _message in calendar.asked] == ["/digest"]


def verified() -> Any:
    return CliRunner().invoke(app, ["evidence", "verify"])


def test_verify_says_how_far_it_can_see(in_programme: Cast, calendar: Calendar) -> None:
    item(in_programme)
    calendars.turn()
    told = verified()
    assert told.exit_code == 0
    assert "1 are only promised" in told.output
    calendar.ready = True
    later()
    calendars.turn()
    told = verified()
    assert "leads to Bitcoin block 99, root " in told.output
    assert "cannot be said without its header" in told.output.replace("\n", " ")


def test_verify_names_a_proof_that_was_changed(in_programme: Cast, calendar: Calendar) -> None:
    one = item(in_programme)
    calendars.turn()
    proof = bytes(CalendarProof.objects.get().proof)
    CalendarProof.objects.update(proof=proof[:-3])
    told = verified()
    assert told.exit_code == 1
    assert one.file.sha256 in told.output
    CalendarProof.objects.update(proof=proof, block=7)
    assert "does not lead to the block" in verified().output


def test_a_bundle_holds_the_proofs(in_programme: Cast, calendar: Calendar) -> None:
    one = item(in_programme)
    calendars.turn()
    given = {"recipient": "x", "reason": "x", "tlp": TLP.AMBER, "names": False}
    bundle, _job = bundling.ask(items=[one], by=in_programme.director.user, **given)
    made = bundling.make(bundle)
    assert made.file is not None
    with zipfile.ZipFile(evidence.path(made.file)) as packed:
        proof = packed.read(f"proofs/{one.code}-1.ots")
    assert open_timestamps.read(proof, bytes.fromhex(one.file.sha256)).promises
