"""What a member may not see leaves no trace in any figure, list, map, word or kept picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_scopes import scope

import goodoffices.monitor.figures.picture as pictures
from goodoffices.core import search
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, Party, PartyName, Place, PlaceName
from goodoffices.core.tlp import TLP
from goodoffices.methods import geo
from goodoffices.methods.text import fold, index_text
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, IncidentParty, IncidentSource, Report, Source
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.periods import settle
from goodoffices.monitor.queries.window import Window
from tests.cast import Cast, sign_in
from tests.monitor.queries.world import World, make_world
from tests.monitor.rows import row, source

ADDRESSES = [
    "situation/",
    "situation/?period=7d",
    "situation/?period=365d",
    "situation/?period=all",
    "situation/?q=government&period=all",
    "incidents/",
    "incidents/?sort=changed",
    "incidents/?sort=killed",
    "incidents/?q=government",
    "incidents/?q=unheard",
    "incidents/?near=31.2,35.1,50&possibly=1",
    "incidents/?place={place}",
    "incidents/?party={party}",
    "incidents/?in=Hidden",
    "incidents/?named=Hidden",
    "incidents/map.json",
    "incidents/map.json?bbox=30,30,40,40&zoom=9",
    "places/suggest/?q=Hidden",
    "parties/suggest/?q=Hidden",
]
CHANGING = re.compile(rb"(csrf|nonce|X-CSRFToken)[^>]*|\?v=\w+")


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(in_programme: Cast) -> World:
    return make_world(in_programme, size=80)


def pages(world: World, client: Client) -> dict[str, bytes]:
    cache.clear()
    codes = {"place": world.places["Talmora"].code, "party": world.parties["Front"].code}
    found = {}
    for address in ADDRESSES:
        answer = client.get(f"/p/{world.cast.programme.slug}/{address.format(**codes)}")
        assert answer.status_code == 200, address
        found[address] = CHANGING.sub(b"", answer.content)
    return found


def hide(world: World) -> None:
    """Add records of every kind that a monitoring officer may not see."""
    cast = world.cast
    place, party = _hidden_names(cast)
    whisper = world.sources["Whisper"]
    for number in range(40):
        incident = Incident.objects.create(
            programme=cast.programme,
            tlp=TLP.RED,
            own_tlp=TLP.RED,
            state="verified",
            first_day=740_000 + number,
            last_day=740_000 + number,
            place=place,
            latitude=31.2,
            longitude=35.1,
            cell=geo.cell(31.2, 35.1),
            radius_m=900_000,
            event_type="battle",
            killed_low=1,
            killed_best=5,
            killed_high=9,
            source_count=2,
        )
        IncidentSource.objects.create(incident=incident, source=whisper)
        IncidentParty.objects.create(incident=incident, party=party, role="side_a")
        text = index_text("government unheard of")
        search.index("incident", [(incident.pk, cast.programme.pk, TLP.RED, text)])
        Report.objects.create(
            programme=cast.programme,
            source=whisper,
            tlp=TLP.RED,
            office=cast.office,
            received_at=timezone.now(),
        )
    with scope(programme=cast.other_programme):
        theirs = Source.objects.create(programme=cast.other_programme, name="X", kind="media")
        Report.objects.create(programme=cast.other_programme, source=theirs)


def _hidden_names(cast: Cast) -> tuple[Place, Party]:
    given: dict[str, Any] = {"programme": cast.programme, "name": "Hidden", "tlp": TLP.RED}
    place = Place.objects.create(kind="district", latitude=31.2, longitude=35.1, **given)
    place.path = f"/{place.pk}/"
    place.save()
    PlaceName.objects.create(place=place, language="en", name="Hidden", folded=fold("Hidden"))
    party = Party.objects.create(kind="group", **given)
    party.path = f"/{party.pk}/"
    party.save()
    PartyName.objects.create(party=party, language="en", name="Hidden", folded=fold("Hidden"))
    return place, party


@pytest.mark.parametrize("role", ["monitoring_officer", "partner"])
def test_no_page_changes_by_what_is_hidden(role: str, world: World, client: Client) -> None:
    sign_in(client, getattr(world.cast, role))
    pages(world, client)
    before = pages(world, client)
    hide(world)
    after = pages(world, client)
    for address in ADDRESSES:
        assert after[address] == before[address], address


def seen(cast: Cast, member: Membership) -> pictures.Picture:
    asked = IncidentFilter(preset="all")
    return pictures.picture(Window(settle(asked, member), asked), member)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WORTH_KEEPING", 0)


def test_a_kept_picture_is_used_until_something_changes(
    kept: None, in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, by = in_programme, in_programme.monitoring_officer.user
    origin = source(cast.programme)

    def received(external_id: str) -> Report:
        return services.receive(
            programme=cast.programme, source=origin, row=row(external_id), by=by, open_incident=True
        )

    received("a")
    member = cast.monitoring_officer
    first = seen(cast, member)
    assert first.now.incidents == 1
    made = pictures.drawn
    monkeypatch.setattr(pictures, "drawn", lambda *_given: pytest.fail("read the database again"))
    assert seen(cast, member) == first
    monkeypatch.setattr(pictures, "drawn", made)
    received("b")
    assert seen(cast, member).now.incidents == 2
    services.assess(
        incident=Incident.objects.get(pk=first.latest[0]),
        state="verified",
        standard="grounds",
        reason="Seen by two of us.",
        despite="No second origin is to be had.",
        revision=Incident.objects.get(pk=first.latest[0]).revision,
        by=by,
    )
    assert seen(cast, member).now.verified == 1


def test_a_picture_is_kept_for_those_who_see_the_same(kept: None, world: World) -> None:
    cast = world.cast
    counts = [seen(cast, member).now.incidents for member in _lookers(cast)]
    assert counts == [len(world.seen_by(member)) for member in _lookers(cast)]
    assert counts[0] > counts[1] > counts[2]


def test_being_named_is_seen_at_once(kept: None, world: World) -> None:
    member = world.cast.analyst
    before = seen(world.cast, member).now.incidents
    secret = Incident.objects.filter(tlp=TLP.RED).first()
    assert secret is not None
    name_on(secret, [member], by=None)
    fresh = Membership.objects.get(pk=member.pk)
    assert seen(world.cast, fresh).now.incidents == before + 1


def _lookers(cast: Cast) -> list[Membership]:
    return [cast.director, cast.monitoring_officer, cast.partner]
