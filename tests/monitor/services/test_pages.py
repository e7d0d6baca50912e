"""Pages that a report links to: fetched from the open internet alone, kept as evidence."""

from __future__ import annotations

import functools
import io
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django_scopes import scopes_disabled
from warcio.archiveiterator import ArchiveIterator

from goodoffices.core import evidence
from goodoffices.core.jobs import run_now
from goodoffices.core.models import Evidence, Job
from goodoffices.core.outgoing import Unreachable
from goodoffices.core.tlp import TLP
from goodoffices.formats import web_archive
from goodoffices.monitor import services
from goodoffices.monitor.models import Report, ReportEvidence, SavedPage
from goodoffices.monitor.services.pages import fetching, keeping
from tests.core.evidence.items import events
from tests.monitor.rows import row
from tests.monitor.stage import Stage

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Seen.</p>"
fetch = functools.partial(fetching.fetch, private=True)


@contextmanager
def site(*answers: bytes | Sequence[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Serve one answer after the other, each on a connection of its own, and close it."""
    listener, asked = socket.create_server(("127.0.0.1", 0)), []

    def serve() -> None:
        for answer in answers:
            try:
                stream, _address = listener.accept()
            except OSError:
                return
            with stream:
                asked.append(stream.recv(65536))
                for piece in [answer] if isinstance(answer, bytes) else answer:
                    stream.sendall(piece)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        listener.close()
        thread.join(timeout=5)


@pytest.fixture
def allowed(stage: Stage, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The installation and the programme save pages; addresses of this machine may be called."""
    settings.SAVE_PAGES = True
    stage.cast.programme.save_pages = True
    stage.cast.programme.save()
    monkeypatch.setattr(keeping, "fetch", fetch)
    return stage


def received(stage: Stage, *links: str, **more: Any) -> Report:
    return services.receive(
        programme=stage.cast.programme,
        source=stage.radio,
        row=row("linked", text="See there", links=links),
        by=stage.cast.director.user,
        **more,
    )


def run_job() -> Job:
    with scopes_disabled():
        return run_now(Job.objects.select_related("programme").get(kind=keeping.KIND))


def test_a_page_becomes_evidence_of_its_report(allowed: Stage) -> None:
    with site(PAGE) as (address, asked):
        report = received(allowed, f"{address}/news?id=7#part")
        assert run_job().result == {"saved": 1}
    assert asked[0].startswith(b"GET /news?id=7 HTTP/1.1\r\n")
    item = Evidence.objects.get(pk=ReportEvidence.objects.get(report=report).evidence_id)
    assert (item.original_name, item.tlp) == ("127.0.0.1.warc.gz", report.tlp)
    assert item.caption == f"{address}/news?id=7#part"
    assert events(item) == ["received", "hashed"]
    page = SavedPage.objects.get()
    assert (page.state, page.evidence) == ("saved", item)
    with evidence.open(item.file) as stream:
        records = [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.raw_stream.read())
            for one in ArchiveIterator(stream, no_record_parse=True)
        ]
    assert [kind for kind, _url, _raw in records] == ["warcinfo", "response", "request"]
    assert records[1] == ("response", f"{address}/news?id=7", PAGE)
    assert records[2][2] == asked[0]
    shown = allowed.client().get(allowed.at(f"reports/{report.code}/")).content.decode()
    assert "Saved copy of the page" in shown


@pytest.mark.parametrize("which", ["installation", "programme"])
def test_it_is_off_until_both_allow_it(allowed: Stage, settings: Any, which: str) -> None:
    if which == "installation":
        settings.SAVE_PAGES = False
    else:
        allowed.cast.programme.save_pages = False
        allowed.cast.programme.save()
    received(allowed, "https://example.org/")
    assert not SavedPage.objects.exists()
    assert not Job.objects.filter(kind=keeping.KIND).exists()


def test_nothing_is_fetched_for_a_red_report(allowed: Stage) -> None:
    received(allowed, "https://example.org/", tlp=TLP.RED)
    assert not SavedPage.objects.exists()


def test_nothing_is_fetched_for_a_report_that_turned_red_meanwhile(allowed: Stage) -> None:
    with site(PAGE) as (address, asked):
        report = received(allowed, address)
        by = allowed.cast.director.user
        services.restrict(record=report, tlp=TLP.RED, by=by, reason="x")
        assert run_job().result == {"saved": 0}
    assert not asked


def test_what_leads_nowhere_is_tried_again_and_given_up(allowed: Stage) -> None:
    report = received(allowed, "http://127.0.0.1:9/")
    run_job()
    page = SavedPage.objects.get()
    assert (page.state, page.why, page.tries) == ("waiting", "no-connection", 1)
    later = Job.objects.filter(kind=keeping.KIND, state="waiting").get()
    assert later.not_before is not None
    for _try in range(keeping.TRIES):
        keeping.save_waiting(report)
    page.refresh_from_db()
    assert (page.state, page.tries) == ("failed", keeping.TRIES)
    shown = allowed.client().get(allowed.at(f"reports/{report.code}/")).content.decode()
    assert "The page could not be saved" in shown


def test_a_page_is_saved_once_per_report(allowed: Stage) -> None:
    with site(PAGE, PAGE) as (address, asked):
        report = received(allowed, address, address)
        run_job()
        keeping.ask(report, [address])
        keeping.save_waiting(report)
    assert len(asked) == 1
    assert ReportEvidence.objects.filter(report=report).count() == 1


def test_a_hidden_copy_was_never_made(allowed: Stage) -> None:
    with site(PAGE) as (address, _asked):
        report = received(allowed, address)
        run_job()
    Evidence.objects.filter(pk=SavedPage.objects.get().evidence_id).update(tlp=TLP.RED)
    analyst = allowed.cast.analyst
    shown = allowed.client(analyst).get(allowed.at(f"reports/{report.code}/")).content.decode()
    assert "Saved copy" not in shown
    assert ".warc.gz" not in shown


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://0x7f000001/",
    ],
)
def test_no_address_inside_a_network_is_called(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(Unreachable) as why:
        fetching.fetch(address)
    assert str(why.value) in {"private-address", "no-such-name"}


def _never(*_all: Any, **_more: Any) -> socket.socket:
    raise AssertionError("nothing may be called")


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "https://a:b@example.org/", "http://example.org:22/", "x"]
)
def test_what_is_no_page_is_not_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(Unreachable, match="no-address"):
        fetching.fetch(address)


def moved(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def test_redirections_are_kept_and_followed() -> None:
    with site(moved("/there#x"), PAGE) as (address, _asked):
        found = fetch(f"{address}/here")
    assert [one.url for one in found] == [f"{address}/here", f"{address}/there"]
    assert found[0].status == 302


def test_a_redirection_into_a_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address is of the open internet, as far as the check is told; the next is not."""
    real = socket.create_connection
    with site(moved("http://127.0.0.1/admin")) as (address, _asked):
        port = int(address.rpartition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", 80))]
        look_up = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *a, **m: found if host == "example.org" else look_up(host, *a, **m),
        )
        monkeypatch.setattr(
            socket, "create_connection", lambda to, **more: real(("127.0.0.1", port), **more)
        )
        with pytest.raises(Unreachable, match="private-address"):
            fetching.fetch("http://example.org/")


def test_redirections_end() -> None:
    with site(*[moved("/again")] * 7) as (address, asked), pytest.raises(Unreachable) as why:
        fetch(address)
    assert str(why.value) == "redirections"
    assert len(asked) == fetching.REDIRECTIONS + 1


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"\r\nuntil the end",
        [CHUNKED + b"5;x=y\r\n0\r\n\r\n", b"\r\n3\r\nabc\r\n0\r\n", b"\r\n"],
        CHUNKED + b"1\r\nx\r\n0\r\nTrailer: y\r\n\r\n",
    ],
)
def test_a_page_is_kept_as_it_came(answer: Any) -> None:
    with site(answer) as (address, _asked):
        [page] = fetch(address)
    assert page.answer == (answer if isinstance(answer, bytes) else b"".join(answer))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "no-answer"),
        (b"SSH-2.0-x\r\n\r\n", "no-answer"),
        (HEAD + b"Content-Length: 99\r\n\r\nshort", "no-answer"),
        (CHUNKED + b"5\r\nab", "no-answer"),
        (CHUNKED + b"zz\r\nab", "no-answer"),
        (HEAD + b"Content-Length: 99999999999\r\n\r\n", "too-large"),
        (CHUNKED + b"FFFFFFFF\r\n", "too-large"),
        (HEAD + b"X: " + b"y" * 70_000, "no-answer"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "refused"),
    ],
)
def test_odd_answers_end_in_a_reason(answer: bytes, why: str) -> None:
    with site(answer) as (address, _asked), pytest.raises(Unreachable) as said:
        fetch(address)
    assert str(said.value) == why


def test_a_page_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST", 100_000)
    pieces = [HEAD + b"\r\n", *[b"x" * 60_000] * 2]
    with site(pieces) as (address, _asked), pytest.raises(Unreachable, match="too-large"):
        fetch(address)


def test_an_archive_without_exchanges_still_says_what_wrote_it() -> None:
    packed = io.BytesIO()
    web_archive.write(packed, [], {"software": "x"})
    packed.seek(0)
    assert [one.rec_type for one in ArchiveIterator(packed)] == ["warcinfo"]
