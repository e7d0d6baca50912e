"""Every filter, and every two of them together, against looking at each incident in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodoffices.core.models import Membership
from goodoffices.core.queries.addresses import Circle
from goodoffices.core.search import looking
from goodoffices.monitor.ledger.renewing import renew_all
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import circles, listing, selection, sought
from goodoffices.monitor.queries.chosen import choose
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.selection import select
from tests.cast import Cast
from tests.monitor.queries.world import COMMON, RARE, STATES, TODAY, World, make_world

PARTS = [
    "first_day",
    "last_day",
    "place",
    "near",
    "types",
    "parties",
    "sources",
    "states",
    "killed_from",
    "killed_to",
    "text",
]
WAYS = {
    "as it comes": {},
    "a common word looked up": {"COMMON": 20, "MOST_TESTED": 3, "FEW": 3},
    "a few tested": {"COMMON": 20, "MOST_TESTED": 10_000, "FEW": 10_000},
}


@pytest.fixture
def world(in_programme: Cast, small_leaves: None) -> World:
    """Fill the programme; its ledger is written, but for places where it is out of date."""
    made = make_world(in_programme)
    assert renew_all() > 10
    fade(made)
    return made


def fade(world: World) -> None:
    """Change incidents here and there, so that some leaves are out of date."""
    for one in world.incidents[5::60]:
        one.state, one.killed = "contested", 77
        Incident.objects.filter(pk=one.pk).update(state="contested", killed_best=77, killed_high=99)
    for one in world.incidents[30::90]:
        Incident.objects.filter(pk=one.pk).delete()
        world.incidents.remove(one)


@pytest.fixture(params=sorted(WAYS))
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the sizes from which on a query is answered from its other end."""
    for module in (looking, sought):
        for name, size in WAYS[request.param].items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, size)
    monkeypatch.setattr(sought, "BATCH", 25)
    return


def asked_for(world: World) -> list[IncidentFilter]:
    """Return one filter of each kind."""
    place, party = world.places, world.parties
    some = IncidentFilter()
    return [
        replace(some, first_day=TODAY - 100, last_day=TODAY - 40),
        replace(some, first_day=TODAY - 100),
        replace(some, last_day=TODAY - 300),
        replace(some, place=place["North"].code),
        replace(some, near=Circle(31.2, 35.1, 25.0)),
        replace(some, near=Circle(0.0, 0.0, 40.0), possibly=True),
        replace(some, near=Circle(-17.2, 179.95, 30.0)),
        replace(some, near=Circle(32.0, 35.2, 300.0), possibly=True),
        replace(some, types=("battle", "protest")),
        replace(some, parties=(party["Front"].code,)),
        replace(some, sources=(world.sources["Radio"].code, world.sources["Paper"].code)),
        replace(some, states=("verified", "contested")),
        replace(some, killed_from=1),
        replace(some, killed_from=0, killed_to=3),
        replace(some, text=COMMON[0]),
        replace(some, text=f"{COMMON[1]} {RARE[0]}"),
        replace(some, text=f"-{COMMON[2]}"),
        replace(some, text=f"{COMMON[2]} -{RARE[1]}"),
    ]


def both(one: IncidentFilter, other: IncidentFilter) -> IncidentFilter:
    """Join two filters; what both ask for is the second's."""
    plain = IncidentFilter()
    asks = {part for part in PARTS if getattr(other, part) != getattr(plain, part)}
    joined = replace(one, **{part: getattr(other, part) for part in asks})
    return replace(joined, possibly=one.possibly or other.possibly)


def check(world: World, asked: IncidentFilter, member: Membership) -> None:
    expected = world.expected(asked, member)
    made = select(asked, member)
    assert set(made.rows.values_list("pk", flat=True)) == expected, asked
    assert set(sought.narrowed(made).values_list("pk", flat=True)) == expected, asked
    columns = choose(asked, member, {"first_day"})
    assert columns["id"].tolist() == sorted(expected), asked
    page = listing.page(asked, member, size=40)
    assert page.total == len(expected), asked
    assert {row.pk for row in page.rows} <= expected, asked
    assert len(page.rows) == min(40, len(expected)), asked


def test_every_two_filters(world: World) -> None:
    member = world.cast.monitoring_officer
    single = asked_for(world)
    for asked in single:
        check(world, asked, member)
    for one, other in combinations(single, 2):
        check(world, both(one, other), member)


def test_every_filter_with_a_text(world: World, way: None) -> None:
    member = world.cast.monitoring_officer
    single = asked_for(world)
    for one in single:
        for other in single:
            if other.text:
                check(world, both(one, other), member)


def test_each_sees_their_own(world: World, way: None) -> None:
    cast = world.cast
    for member in (cast.director, cast.partner):
        for asked in asked_for(world):
            check(world, asked, member)


@pytest.mark.parametrize("is_written", [False, True])
def test_the_ledger_says_the_same_written_or_not(
    is_written: bool, in_programme: Cast, small_leaves: None
) -> None:
    world = make_world(in_programme)
    if is_written:
        renew_all()
    for member in (in_programme.director, in_programme.monitoring_officer):
        for asked in asked_for(world):
            check(world, asked, member)


words = st.lists(
    st.sampled_from([*COMMON, *RARE, *(f"-{word}" for word in (*COMMON, *RARE))]), max_size=3
).map(" ".join)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_filters_together(data: st.DataObject, world: World) -> None:
    some = st.sampled_from
    first = data.draw(st.none() | st.integers(TODAY - 1000, TODAY + 900))
    latitudes, longitudes = some([31.2, 0.0, -17.25, 89.0]), some([35.0, 0.1, 180.0, -179.9])

    def drawn(values: list[str]) -> tuple[str, ...]:
        return tuple(data.draw(st.lists(some(values), max_size=2)))

    asked = IncidentFilter(
        first_day=first,
        last_day=data.draw(st.none() | st.integers(first or TODAY - 1000, TODAY + 1300)),
        place=data.draw(some(["", *(one.code for one in world.places.values()), "nowhere"])),
        near=data.draw(st.none() | st.builds(Circle, latitudes, longitudes, some([5.0, 200.0]))),
        possibly=data.draw(st.booleans()),
        types=drawn(["battle", "remote", "battle_clash"]),
        parties=drawn([one.code for one in world.parties.values()]),
        sources=drawn([one.code for one in world.sources.values()]),
        states=drawn(list(STATES)),
        killed_from=data.draw(st.none() | st.integers(0, 12)),
        text=data.draw(words),
    )
    check(world, asked, world.cast.monitoring_officer)


def test_both_ways_to_a_circle_agree(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    member, spots = world.cast.director, [(31.2, 35.1), (-17.2, 180.0), (0.0, 0.0), (89.9, 10.0)]
    for (latitude, longitude), km in ((spot, km) for spot in spots for km in (3.0, 50.0, 480.0)):
        for possibly in (False, True):
            asked = IncidentFilter(near=Circle(latitude, longitude, km), possibly=possibly)
            for large in (0, 1_000):
                monkeypatch.setattr(circles, "LARGE_KM", large)
                check(world, asked, member)


def test_both_ways_to_a_party_agree(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = (world.parties["Front"].code, world.parties["League"].code)
    asked = IncidentFilter(first_day=TODAY - 200, last_day=TODAY, parties=codes)
    for few in (0, 100_000):
        monkeypatch.setattr(selection, "FEW_DAYS", few)
        check(world, asked, world.cast.monitoring_officer)


def test_what_is_hidden_selects_nothing(world: World) -> None:
    """A source, place or party that a member may not see is as good as none of that code."""
    whisper = world.sources["Whisper"].code
    asked = IncidentFilter(sources=(whisper,))
    assert any(whisper in one.sources and one.tlp <= 2 for one in world.incidents)
    assert nothing(asked, world.cast.monitoring_officer)
    partner = world.cast.partner
    party = world.parties["League"]
    party.tlp = 3
    party.save(update_fields=["tlp"])
    assert nothing(IncidentFilter(parties=(party.code,)), partner)
    place = world.places["North"]
    place.tlp = 3
    place.save(update_fields=["tlp"])
    assert nothing(IncidentFilter(place=place.code), partner)


def nothing(asked: IncidentFilter, member: Membership) -> bool:
    rows = select(asked, member).rows
    return not rows.exists() and not len(choose(asked, member, ()))


@pytest.mark.parametrize("sort", sorted(listing.ORDERS))
@pytest.mark.parametrize("text", ["", COMMON[0], RARE[0]])
def test_pages_hold_each_incident_once_in_order(sort: str, text: str, world: World) -> None:
    member = world.cast.monitoring_officer
    asked = IncidentFilter(sort=sort, text=text)
    expected = world.expected(asked, member)
    first = listing.page(asked, member, 1, 30)
    pages = [listing.page(asked, member, n, 30) for n in range(1, first.pages + 1)]
    rows = [row for page in pages for row in page.rows]
    assert [row.pk for row in rows] == _ordered(expected, sort)
    assert first.total == len(expected)


def _ordered(ids: set[int], sort: str) -> list[int]:
    rows = list(Incident.objects.filter(pk__in=ids))
    far = 10**9
    keys = {
        "newest": lambda one: (-(one.first_day if one.first_day is not None else -far), -one.pk),
        "oldest": lambda one: (one.first_day if one.first_day is not None else far, one.pk),
        "killed": lambda one: (-(one.killed_best if one.killed_best is not None else -1), -one.pk),
        "changed": lambda one: (-one.updated_at.timestamp(), -one.pk),
    }
    return [one.pk for one in sorted(rows, key=keys[sort])]


def test_a_page_beyond_the_end_is_the_last(world: World) -> None:
    member = world.cast.monitoring_officer
    page = listing.page(IncidentFilter(), member, 999_999, 50)
    assert page.number == page.pages
    assert page.rows
    assert (page.first, page.last) == (page.total - len(page.rows) + 1, page.total)
    empty = listing.page(IncidentFilter(place="nowhere"), member, 5)
    assert (empty.total, empty.number, empty.pages, empty.first, empty.last) == (0, 1, 1, 0, 0)
