"""What you may not see does not exist: adding it changes no answer anybody else gets.

The same program is asked everything twice, once without and once with records that the asker may
not see. Every list, count, map, suggestion, search, export, history, page of another record and
answer of the API has to be the same to the letter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from django_scopes import scope

from goodoffices.core import evidence
from goodoffices.core.evidence import copies, texts
from goodoffices.core.models import Membership, Place, Visit
from goodoffices.core.services import tokens
from goodoffices.core.services.places import single as place_services
from goodoffices.core.services.places.values import GivenPlace
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form
from goodoffices.monitor.models import Import, Incident, Source
from goodoffices.monitor.services import incidents, reports
from tests.cast import Cast, sign_in
from tests.field import exhibits
from tests.monitor.rows import row, source
from tests.web.addresses import PROGRAMME
from tests.web.walking import at, plain

WORDS = "Zarvel"
"""A word that stands in hidden records only."""

ASKED = {
    "monitor:incidents": [
        "",
        f"?q={WORDS}",
        "?q=market",
        "?from=2026-01-01&sort=killed",
        "?page=2",
    ],
    "monitor:incident-map": ["", f"?q={WORDS}", "?bbox=30,10,33,13&zoom=9"],
    "monitor:situation": ["", "?period=all", f"?q={WORDS}"],
    "monitor:reports": ["", f"?q={WORDS}", "?waiting=1"],
    "monitor:search": [f"?q={WORDS}", "?q=market", "?q=Harrow"],
    "core:place-suggestions": [f"?q={WORDS}", "?q=Har", f"?q={WORDS[:3]}"],
    "core:party-suggestions": [f"?q={WORDS}", "?q=North", f"?q={WORDS[:3]}"],
    "publish:cite": ["?query=", f"?query=q%3D{WORDS}"],
    "publish:publications": ["", f"?q={WORDS}"],
    "core:place-points": ["", "?bbox=30,10,33,13"],
    "field:submissions": [
        "",
        f"?q={WORDS}",
        "?look=map",
        "?look=media",
        "?review=question",
        "?mapping=waiting",
        "?awaits=1",
        "?deleted=1",
        "?page=2",
    ],
    "field:submission-map": ["", f"?q={WORDS}", "?bbox=30,10,33,13&zoom=9"],
    "field:submission-export": ["", f"?q={WORDS}"],
    "field:arrivals": ["", "?by=day"],
    "field:quarantine": ["", "?outcome=all"],
    "field:devices": ["", "?state=waiting", "?state=revoked"],
}
EXPORTS = {
    "monitor:incident-export": ("csv", "geojson"),
    "monitor:report-export": ("csv",),
    "field:submission-download": ("csv", "geojson"),
}


@pytest.fixture
def seen(cast: Cast) -> str:
    """Make a world that even the partner sees; return the code of its incident."""
    with scope(programme=cast.programme):
        origin = source(cast.programme, tlp=TLP.GREEN)
        reports.receive(
            programme=cast.programme,
            source=origin,
            row=row("e1"),
            by=None,
            tlp=TLP.GREEN,
            open_incident=True,
        )
        exhibits.seen_field(cast)
        return Incident.objects.get().code


def hide(cast: Cast, tlp: int) -> None:
    """Add everything that can be hidden, above a clearance, bound to what is seen."""
    programme = cast.programme
    with scope(programme=programme):
        known = Source.objects.get(name="Radio Sarend")
        secret = source(programme, name=f"{WORDS} informant", tlp=tlp)
        new = {"place": f"{WORDS}ville", "sides": (f"{WORDS} Brigade", "Civilians")}
        for origin, opening in ((known, True), (secret, True), (known, False)):
            words = row(f"h{origin.pk}{opening}", title=f"{WORDS} raid", text=WORDS, **new)
            reports.receive(
                programme=programme,
                source=origin,
                row=words,
                by=None,
                tlp=tlp,
                open_incident=opening,
            )
        old = row("h-old", title=f"{WORDS} in Harrow", day="2019-01-01")
        reports.receive(
            programme=programme, source=known, row=old, by=None, tlp=tlp, open_incident=True
        )
        hidden = evidence.store(
            io.BytesIO(WORDS.encode()), programme=programme, name=f"{WORDS}.txt", by=None, tlp=tlp
        )
        text = copies.add_copy(
            io.BytesIO(f"{WORDS} market".encode()),
            original=hidden,
            made="text",
            ending=".txt",
            how={"pages": 1},
            by=None,
        )
        texts.index(text)
        Import.objects.create(
            programme=programme, reader="ucdp-ged", tlp=tlp, original_name=f"{WORDS}.csv"
        )
        exhibits.hidden_field(cast, WORDS, tlp)
        Form.objects.create(
            programme=programme, xform_id=WORDS, titles={"en": WORDS}, tlp=tlp, state="open"
        )
        here = GivenPlace("town", WORDS, latitude=11.5, longitude=31.5, tlp=tlp)
        place_services.add(programme=programme, given=here, by=None)


def calm(text: str) -> str:
    """Leave out what differs from one moment to the next."""
    text = re.sub(r"<time[^>]*>.*?</time>", "", text, flags=re.DOTALL)
    text = re.sub(r'name="key" value="[^"]+"', "", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "", text)


def everything(cast: Cast, member: Membership, incident: str) -> Iterator[tuple[str, str]]:
    """Ask every list and a record, as a member, over pages and API."""
    client = sign_in(Client(), member)
    with scope(programme=cast.programme):
        Visit.objects.filter(membership=member).delete()
    for name in asked_of(member):
        for query in ASKED.get(name, [""]):
            answer = client.get(at(name) + query)
            assert answer.status_code in {200, 302, 400}, name
            yield name + query, answer.get("Location", "") + calm(plain(answer))
    for page in (at("monitor:incident", incident), *record_pages(cast, member)):
        yield page, calm(plain(client.get(page)))
    if member.may("core.export"):
        for name, endings in EXPORTS.items():
            for ending in endings if member.may(PROGRAMME[name].permission) else ():
                answer = client.get(at(name, ending))
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                yield f"{name}.{ending}", calm(body.decode())
    if member.may("core.tokens"):
        yield from over_the_api(cast, member, incident)


def asked_of(member: Membership) -> list[str]:
    """Return the lists a member may open; the log changes by being asked and has its own test."""
    return sorted(
        name
        for name, address in PROGRAMME.items()
        if address.gets
        and not (address.exhibit or address.fixed or name == "core:history")
        and member.may(address.permission)
    )


def record_pages(cast: Cast, member: Membership) -> list[str]:
    """Return the pages of the source, place and parties that the seen incident names."""
    with scope(programme=cast.programme):
        origin = Source.objects.get(name="Radio Sarend")
        pages = [at("monitor:source", origin.code)]
        place = Place.objects.filter(name="Harrow").first()
    if place is not None and "core:place" in PROGRAMME:
        pages.append(at("core:place", place.code))
    return pages


def over_the_api(cast: Cast, member: Membership, incident: str) -> Iterator[tuple[str, str]]:
    with scope(programme=cast.programme):
        token, secret = tokens.issue_token(member=member, name="x", days=1)
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    for path in (
        "incidents",
        f"incidents?q={WORDS}",
        "reports",
        "sources",
        f"incidents/{incident}",
    ):
        yield path, calm(machine.get(f"/api/v1/p/talmora/{path}").content.decode())
    with scope(programme=cast.programme):
        token.delete()


@pytest.mark.parametrize(
    ("role", "tlp"),
    [
        ("partner", TLP.AMBER),
        ("partner", TLP.RED),
        ("field_officer", TLP.RED),
        ("press_officer", TLP.RED),
        ("monitoring_officer", TLP.RED),
        ("administrator", TLP.RED),
        ("director", TLP.RED),
    ],
)
def test_what_is_hidden_changes_nothing(cast: Cast, seen: str, role: str, tlp: int) -> None:
    _forget_what_is_kept()
    member: Membership = getattr(cast, role)
    before = dict(everything(cast, member, seen))
    hide(cast, tlp)
    _forget_what_is_kept()
    after = dict(everything(cast, member, seen))
    assert set(before) == set(after)
    for asked, answer in before.items():
        assert after[asked] == answer, asked


def _forget_what_is_kept() -> None:
    for name in caches:
        caches[name].clear()


def test_the_same_records_do_change_pages_for_those_who_may(cast: Cast, seen: str) -> None:
    """The test above can fail: what is only AMBER changes what a monitoring officer reads."""
    before = dict(everything(cast, cast.monitoring_officer, seen))
    hide(cast, TLP.AMBER)
    after = dict(everything(cast, cast.monitoring_officer, seen))
    for asked in (
        "monitor:incidents",
        f"monitor:incidents?q={WORDS}",
        f"monitor:search?q={WORDS}",
        "monitor:reports",
        "monitor:sources",
        "monitor:situation?period=all",
        f"core:place-suggestions?q={WORDS}",
        f"core:party-suggestions?q={WORDS}",
        "incidents",
        "reports",
        "sources",
        "monitor:incident-export.csv",
        "field:submissions",
        f"field:submissions?q={WORDS}",
        "field:submissions?look=map",
        "field:submission-map",
        "field:submission-export",
        "field:arrivals",
        "field:quarantine",
        "field:devices",
        "field:submission-download.csv",
    ):
        assert after[asked] != before[asked], asked


def test_a_hidden_report_changes_nothing_on_a_seen_incident(cast: Cast, seen: str) -> None:
    """A RED report linked to an incident makes the incident RED: it is gone as a whole."""
    with scope(programme=cast.programme):
        incident = Incident.objects.get(code=seen)
        origin = Source.objects.get()
        secret = reports.receive(
            programme=cast.programme, source=origin, row=row("s1"), by=None, tlp=TLP.RED
        )
        incidents.link(
            incident=incident, report=secret, reason="", by=None, revision=incident.revision
        )
    client = sign_in(Client(), cast.monitoring_officer)
    assert client.get(at("monitor:incident", seen)).status_code == 404
    assert seen not in client.get(at("monitor:incidents")).content.decode()


@pytest.mark.parametrize("role", ["administrator", "director"])
def test_the_log_hides_what_was_done_to_hidden_records(cast: Cast, seen: str, role: str) -> None:
    """Neither the entries nor their number: the log reads the same before and after."""
    client = sign_in(Client(), getattr(cast, role))
    before = calm(plain(client.get(at("core:history"))))
    hide(cast, TLP.RED)
    assert calm(plain(client.get(at("core:history")))) == before


def test_numbers_in_addresses_and_answers_count_nothing(cast: Cast, seen: str) -> None:
    """No address of a record holds a row number, and codes do not follow one another."""
    with scope(programme=cast.programme):
        first = Incident.objects.create(programme=cast.programme).code
        second = Incident.objects.create(programme=cast.programme).code
    assert len(first) == len(second) == 10
    assert first[:4] != second[:4]
    client = sign_in(Client(), cast.director)
    for name, address in PROGRAMME.items():
        if address.exhibit or address.fixed or not address.gets:
            continue
        text = client.get(at(name)).content.decode()
        for link in re.findall(r'href="(/p/talmora/[^"?]+)', text):
            parts = link.strip("/").split("/")[2:]
            assert not any(part.isdigit() for part in parts), link
