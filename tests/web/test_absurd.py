"""Absurd addresses: every list answers every nonsense with a page, and never with a fault."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodoffices.monitor.services import reports
from tests.cast import Cast, sign_in
from tests.monitor.rows import row, source
from tests.web.addresses import PROGRAMME
from tests.web.listening import Heard, listen
from tests.web.walking import at

FORMS = ("-new", "-invite", ":settings", ":roles", ":tokens", ":members", ":gazetteer", ":mapping")
LISTS = sorted(
    name
    for name, address in PROGRAMME.items()
    if address.gets and not address.exhibit and not name.endswith(FORMS) and name != "core:office"
)
"""Pages that read their address."""

PARTS = [
    *("q", "page", "from", "to", "period", "place", "near", "possibly", "type", "party", "source"),
    *("state", "killed_from", "killed_to", "sort", "bbox", "zoom", "in", "named", "list", "kind"),
    *("query", "action", "actor", "code", "waiting", "language", "office", "cursor", "parent"),
]
NONSENSE = [
    "' OR 1=1 --",
    '"unbalanced',
    "NEAR(a b, 10) AND * OR ^",
    "a:b -c +d {e} (f",
    "tokens MATCH 'x'",
    "scope:p1t4",
    "%00",
    "\x00",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "ـًٌٍ",
    "\u202e\u2066",
    "-1",
    "99999999999999999999999999",
    "1e309",
    "nan",
    "nan,nan,nan",
    "91,181,1",
    "0,0,1e9",
    "9999-99-99",
    "0000-00-00",
    "1/0",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "x" * 5000,
    "x " * 2000,
    "",
]


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    with scope(programme=cast.programme):
        origin = source(cast.programme)
        reports.receive(
            programme=cast.programme, source=origin, row=row(), by=None, open_incident=True
        )
    return sign_in(client, cast.director)


def holds(client: Client, name: str, query: str) -> None:
    address = at(name, PROGRAMME[name].fixed)
    answer = client.get(f"{address}?{query}")
    assert answer.status_code in {200, 302, 400, 404}, f"{name}?{query[:200]}"
    if not answer.streaming:
        assert b"<script>alert" not in answer.content, f"{name}?{query[:200]}"


def read_by(client: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Return the parts that a page reads when it is given none."""
    with monkeypatch.context() as patch:
        heard = listen(patch)
        holds(client, name, "")
    return heard


@pytest.mark.parametrize("name", LISTS)
def test_nonsense_in_any_part_of_the_address(
    name: str, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All parts at once, and each alone that the page reads: the others change nothing in it."""
    heard = read_by(reader, name, monkeypatch)
    parts = [*PARTS, *sorted(heard.difference(PARTS))]
    for value in NONSENSE:
        holds(reader, name, urlencode([(part, value) for part in parts]))
    for turn, part in enumerate(parts):
        if part in heard:
            holds(reader, name, f"{part}={quote(NONSENSE[turn % len(NONSENSE)])}")


def test_what_a_page_reads_is_heard(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = read_by(reader, "monitor:incidents", monkeypatch)
    assert all(part in heard for part in ("q", "from", "type", "state", "page", "sort", "near"))
    assert "page" in read_by(reader, "core:history", monkeypatch)
    unread = read_by(reader, "core:emergency", monkeypatch)
    assert not any(part in unread for part in PARTS if part != "q")


@pytest.mark.parametrize("name", LISTS)
def test_too_much_of_everything(name: str, reader: Client) -> None:
    holds(reader, name, urlencode([(part, "x") for part in PARTS for _ in range(30)]))
    holds(reader, name, "&".join(f"type={n}" for n in range(5000)))
    holds(reader, name, "%ff%fe=%ff&=&&&===")


FUZZED = ["monitor:incidents", "monitor:search", "monitor:incident-map", "monitor:situation"]


@pytest.mark.parametrize("name", FUZZED)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(PARTS), st.text(max_size=30) | st.sampled_from(NONSENSE)),
        max_size=6,
    )
)
def test_whatever_comes(name: str, pairs: list[tuple[str, str]], reader: Client) -> None:
    holds(reader, name, urlencode(pairs, errors="replace"))
