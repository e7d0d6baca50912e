"""The numbers of the situation page add up, and compare with what they say they compare with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from goodoffices.core.models import Membership, Place
from goodoffices.core.queries.addresses import WORLD, Circle
from goodoffices.methods import geo
from goodoffices.methods.columns import first_of
from goodoffices.monitor.figures.gathering import level_for
from goodoffices.monitor.figures.picture import COLUMNS, drawn
from goodoffices.monitor.models import Incident, Report, Source
from goodoffices.monitor.queries import history, listing, maps, situation, timeline
from goodoffices.monitor.queries.chosen import choose
from goodoffices.monitor.queries.filters import PRESETS, IncidentFilter, parse
from goodoffices.monitor.queries.periods import Period, settle, today_in
from goodoffices.monitor.queries.selection import select
from goodoffices.monitor.queries.waiting import disagreements, silent_offices, waiting
from goodoffices.monitor.queries.window import Window
from goodoffices.monitor.views import sentences
from tests.cast import Cast
from tests.monitor.queries import slow_way
from tests.monitor.queries.world import COMMON, TODAY, Known, World, make_world


@pytest.fixture
def world(in_programme: Cast) -> World:
    return make_world(in_programme)


def chosen(world: World, asked: IncidentFilter) -> list[Known]:
    member = world.cast.monitoring_officer
    ids = world.expected(asked, member)
    return [one for one in world.incidents if one.pk in ids]


FILTERS = [
    IncidentFilter(),
    IncidentFilter(first_day=TODAY - 60, last_day=TODAY - 30),
    IncidentFilter(states=("verified",)),
    IncidentFilter(text=COMMON[0]),
    IncidentFilter(place="nowhere"),
]


@pytest.mark.parametrize("asked", FILTERS, ids=lambda one: one.address() or "all")
def test_figures_are_those_of_each_incident_added_up(asked: IncidentFilter, world: World) -> None:
    rows = choose(asked, world.cast.monitoring_officer, COLUMNS)
    known = chosen(world, asked)
    found = situation.figures(rows)
    counted = [one.killed for one in known if one.killed is not None]
    assert found.incidents == len(known)
    assert found.killed_best == sum(counted)
    assert found.killed_low <= found.killed_best <= found.killed_high
    assert found.killed_unknown == len(known) - len(counted)
    assert found.verified == sum(one.state == "verified" for one in known)
    assert found.pending == sum(one.state == "pending" for one in known)
    points = [one.point for one in known if one.point]
    assert (found.box is None) == (not points)
    assert all(found.box.holds(*point) for point in points if found.box)
    assert found.roughest_m == max(
        (o.radius_m for o in known if o.radius_m is not None), default=None
    )
    by_day = situation.days(rows)
    dated = [one for one in known if one.first is not None]
    assert sum(by_day.values()) == len(dated)
    assert all(by_day[one.first] for one in dated if one.first is not None)


@pytest.mark.parametrize("length", [1, 7, 30, 90, 365, 4000, 40_000])
def test_bars_add_up_and_fit_the_axis(length: int) -> None:
    period = Period(TODAY - length + 1, TODAY)
    counts = {TODAY - n: n % 5 for n in range(0, 50_000, 3)}
    bars = timeline.bars(counts, period)
    assert len(bars) <= timeline.MOST_BARS
    assert bars[-1].last == TODAY
    assert bars[0].first <= timeline.first_day(period) <= bars[0].last
    assert all(one.last + 1 == other.first for one, other in pairwise(bars))
    within = sum(count for day, count in counts.items() if bars[0].first <= day <= TODAY)
    assert sum(bar.count for bar in bars) == within
    assert {bar.now for bar in bars if bar.first >= period.first} == {True}


def test_all_days_fill_the_axis_alone() -> None:
    bars = timeline.bars({TODAY: 2, TODAY - 10: 1}, Period(TODAY - 10, TODAY, is_all=True))
    assert sum(bar.count for bar in bars) == 3
    assert not any(bar.now for bar in bars)


@pytest.mark.parametrize(("days", "periods"), [(7, 12), (90, 12), (182, 12), (183, 6), (365, 6)])
def test_usual_is_taken_from_the_periods_before(days: int, periods: int) -> None:
    period = Period(TODAY - days + 1, TODAY)
    assert history.periods(period) == periods
    counts = {period.first - n * days: n for n in range(1, periods + 1)}
    assert sum(situation.in_bins(counts, history.first_day(period), days, periods)) == sum(
        counts.values()
    )
    low, high = history.usual(counts, period) or (0, 0)
    assert 1 <= low <= high <= periods
    counts[TODAY] = 10_000
    assert history.usual(counts, period) == (low, high)


def test_periods_before_the_first_incident_known_are_not_quiet_ones() -> None:
    assert history.band([0, 0, 0, 0, 0, 0, 5]) is None
    assert history.band([0, 0, 5, 5, 5, 5, 5, 5]) == (5, 5)


ASKED = [
    *FILTERS,
    IncidentFilter(text=f"-{COMMON[1]}"),
    IncidentFilter(near=Circle(31.2, 35.1, 60.0), possibly=True),
    IncidentFilter(first_day=TODAY - 400, types=("battle",)),
]


@pytest.mark.parametrize("role", ["director", "monitoring_officer", "partner"])
def test_every_number_is_the_slow_way_s(role: str, world: World) -> None:
    """Whoever looks: figures, days, history and the squares of the map, row by row as by column."""
    member, period = getattr(world.cast, role), Period(TODAY - 49, TODAY)
    boxes = [WORLD, geo.Box(30, 34, 33, 37), geo.Box(-20, 170, -10, -170)]
    for asked in ASKED:
        columns, rows = choose(asked, member, COLUMNS), select(asked, member).rows
        assert situation.figures(columns) == slow_way.figures(rows), asked
        assert situation.days(columns) == slow_way.days(rows), asked
        assert history.history(columns, period) == slow_way.history(rows, period), asked
        for box in boxes:
            level = level_for(box)
            found = maps.areas(maps.placed(columns, box), level)
            assert found == slow_way.areas(rows, box, level), asked
        for sort, (column, rising) in listing.SORTED.items():
            columns = choose(asked, member, {column})
            first = first_of(columns[column], 0, len(columns), rising=rising)
            ordered = rows.order_by(*listing.ORDERS[sort]).values_list("pk", flat=True)
            assert columns["id"][first].tolist() == list(ordered), asked


def _burst(cast: Cast, place: Place, day: int, count: int) -> None:
    given = {"programme": cast.programme, "place": place, "first_day": day, "last_day": day}
    Incident.objects.bulk_create(Incident(**given) for _ in range(count))


def test_an_area_far_above_its_usual_is_named(in_programme: Cast) -> None:
    programme = in_programme.programme
    district = Place.objects.create(programme=programme, kind="district", name="Harrow")
    district.path = f"/{district.pk}/"
    district.save()
    town = Place.objects.create(programme=programme, kind="town", name="Sarend", parent=district)
    town.path = f"/{district.pk}/{town.pk}/"
    town.save()
    period = Period(TODAY - 29, TODAY)
    for back in range(1, 13):
        _burst(in_programme, town, TODAY - 30 * back, 2)
    _burst(in_programme, district, TODAY, 9)
    member = in_programme.monitoring_officer
    found = history.changes(past(member, period), member)
    assert [(one.place, one.count, one.low, one.high) for one in found] == [(district, 9, 2, 2)]
    assert found[0].is_more
    assert found[0].distance == 7
    district.tlp = 4
    district.save()
    assert history.changes(past(member, period), member) == []


def past(member: Membership, period: Period) -> history.History:
    return history.history(choose(IncidentFilter(), member, COLUMNS), period)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_an_archive_opens_on_its_own_end(preset: str, world: World) -> None:
    """The world's incidents end in the year 2027 by its clock, long before or after today's."""
    member = world.cast.monitoring_officer
    period = settle(parse(QueryDict(f"period={preset}")), member)
    seen = [one.first for one in world.seen_by(member) if one.first is not None]
    if preset == "all":
        assert (period.first, period.is_all) == (min(seen), True)
        assert period.last >= max(seen)
    else:
        assert period.days == PRESETS[preset]
        today = today_in(world.cast.programme)
        archive = max(seen) < today - period.days + 1
        assert period.ends_before_today == archive
        assert period.last == (max(seen) if archive else today)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("from=2026-01-05&to=2026-01-09", date(2026, 1, 5), date(2026, 1, 9)),
        ("to=2026-01-09", None, date(2026, 1, 9)),
        ("from=2199-01-05", date(2199, 1, 5), date(2199, 1, 5)),
        ("from=2026-01-05&to=2026-01-09&period=all", date(2026, 1, 5), date(2026, 1, 9)),
    ],
)
def test_days_given(query: str, first: date | None, last: date, in_programme: Cast) -> None:
    period = settle(parse(QueryDict(query)), in_programme.monitoring_officer)
    assert period.first_date == (first or last)
    assert period.last_date == last
    assert not period.is_all


def test_an_empty_programme_has_a_situation(in_programme: Cast) -> None:
    member = in_programme.monitoring_officer
    for preset in ("", *PRESETS):
        asked = parse(QueryDict(f"period={preset}"))
        seen = drawn(Window(settle(asked, member), asked), member)
        assert seen.now.incidents == 0
        assert seen.usual is None
        assert seen.latest == []
        assert seen.map.clusters == []
        assert sum(bar.period.count for bar in seen.timeline.bars) == 0


@pytest.mark.parametrize("query", ["", "period=7d", "period=365d", "period=all", f"q={COMMON[0]}"])
def test_a_picture_holds_what_its_parts_say(query: str, world: World) -> None:
    member = world.cast.monitoring_officer
    asked = parse(QueryDict(query))
    window = Window(settle(asked, member), asked)
    seen = drawn(window, member)
    known = chosen(world, window.narrow)
    assert seen.now.incidents == len(known)
    drawn_points = sum(one.point is not None for one in known)
    assert sum(cluster.count for cluster in seen.map.clusters) == drawn_points
    assert sum(row.count for row in seen.map.rows) == drawn_points
    assert set(seen.latest) <= {one.pk for one in known}
    assert len(seen.latest) == min(8, len(known))
    if seen.before is not None:
        assert seen.before.incidents == len(chosen(world, window.before))
    counts = {one.first for one in chosen(world, asked.in_period(None, None))}
    assert bool(seen.timeline.bars) == bool(counts)


def test_what_waits_and_who_is_silent(in_programme: Cast) -> None:
    cast = in_programme
    member, now = cast.monitoring_officer, timezone.now()
    source = Source.objects.create(programme=cast.programme, name="Radio", kind="media")

    def report(days: int, **more: object) -> Report:
        more = {"programme": cast.programme, "source": source, **more}
        return Report.objects.create(received_at=now - timedelta(days=days), **more)

    report(6, office=cast.office)
    report(10, office=cast.office)
    report(1, tlp=4, office=cast.office)
    report(2, is_linked=True)
    found = silent_offices(member)
    assert [(one.office, one.days) for one in found] == [(cast.office, 6)]
    assert waiting(member, None).reports == 2
    assert waiting(member, now - timedelta(days=7)).new_reports == 2
    report(1, office=cast.office)
    assert silent_offices(member) == []


def test_sources_that_disagree(in_programme: Cast) -> None:
    cast = in_programme
    member = cast.monitoring_officer
    given = {"programme": cast.programme, "first_day": TODAY, "last_day": TODAY, "source_count": 2}

    def incident(low: int, high: int, **more: object) -> Incident:
        more = {**given, "killed_low": low, "killed_best": low, "killed_high": high, **more}
        return Incident.objects.create(**more)

    one = incident(1, 4)
    incident(3, 3)
    incident(1, 4, tlp=4)
    incident(1, 4, toll_rule="team")
    incident(1, 4, first_day=TODAY - 400, last_day=TODAY - 400)
    assert disagreements(member, TODAY - 30, TODAY) == [one]
    assert disagreements(member, TODAY - 3000, TODAY) == [one]


ZERO = situation.Figures(0, 0, 0, 0, 0, 0, 0, None)


def _values(cast: Cast, now: situation.Figures, before: situation.Figures | None) -> list[object]:
    undecided = waiting(cast.monitoring_officer, None)
    member = cast.monitoring_officer
    made = sentences.stats(now, before, None, undecided, IncidentFilter(), member)
    return [(stat.value, stat.note) for stat in made]


def test_a_toll_that_nobody_knows_is_not_zero(in_programme: Cast) -> None:
    now = replace(ZERO, incidents=3, killed_unknown=3)
    killed = _values(in_programme, now, None)[1]
    assert killed == (None, "not known of 3 incidents")
    assert _values(in_programme, replace(now, incidents=1, killed_unknown=1), None)[1] == (
        None,
        "not known of 1 incident",
    )


def test_no_incident_means_nobody_was_killed(in_programme: Cast) -> None:
    values = _values(in_programme, ZERO, ZERO)
    assert values[0] == (0, "0 in the same time before")
    assert values[1][0] == "0"  # type: ignore[index]


def test_the_same_figure_is_shown_without_an_interval(in_programme: Cast) -> None:
    even = replace(ZERO, incidents=2, killed_low=1200, killed_best=1200, killed_high=1200)
    assert _values(in_programme, even, None)[1] == ("1,200", "")
    wide = replace(even, killed_high=1500)
    assert _values(in_programme, wide, None)[1] == ("1,200", "between 1,200 and 1,500")


@pytest.mark.parametrize("language", ["en", "ar", "he"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
def test_every_count_has_its_words(count: int, language: str, in_programme: Cast) -> None:
    now = replace(ZERO, incidents=count, pending=count, killed_unknown=count)
    with translation.override(language):
        for _value, note in _values(in_programme, now, now):
            assert "%(" not in str(note)
