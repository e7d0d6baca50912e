"""Suggestions on arrival: found, ranked apart for each clearance, made anew after changes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from goodoffices.core.access import name_on
from goodoffices.core.models import ImageHash, Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats.values import DateClaim, PlaceClaim, TollClaim
from goodoffices.monitor import services
from goodoffices.monitor.models import Comparison, Report, Suggestion
from goodoffices.monitor.queries.suggestions import Offered, offered
from goodoffices.monitor.services.linking.suggesting import compare_all, compare_waiting
from tests.monitor.rows import row, source
from tests.monitor.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_linkage")


def receive(stage: Stage, external_id: str, who: str = "radio", **more: Any) -> Report:
    """Receive one more report."""
    by = more.pop("by", stage.cast.monitoring_officer)
    return services.receive(
        programme=stage.cast.programme,
        source=getattr(stage, who),
        row=row(external_id, **more.pop("row", {})),
        by=by.user,
        **more,
    )


def seen(report: Report, member: Membership) -> list[Offered]:
    """Return what a member is offered, once everything is compared."""
    compare_all()
    member.__dict__.pop("_named_ids", None)
    return offered(report, member)


def test_a_report_that_came_in_is_offered_the_incident_it_is_like(stage: Stage) -> None:
    [found] = seen(stage.waiting, stage.cast.monitoring_officer)
    assert found.incident == stage.incident
    assert found.number == 1
    codes = {reason.code for reason in found.reasons}
    assert {"days_apart", "same_spot", "same_type", "same_parties"} <= codes
    assert "rivals" not in codes


def test_comparing_again_changes_nothing(stage: Stage) -> None:
    compare_all()
    names = ("report", "other", "seen_from", "seen_to", "probability", "band", "reasons")
    before = list(Suggestion.objects.order_by("report", "other", "seen_from").values(*names))
    assert before
    Comparison.objects.all().delete()
    assert compare_all() == Comparison.objects.count() > 0
    after = Suggestion.objects.order_by("report", "other", "seen_from").values(*names)
    assert list(after) == before
    assert compare_all() == 0


def test_two_reports_that_wait_are_offered_each_other(stage: Stage) -> None:
    compare_all()
    late = receive(stage, "late", "hospital", row={"day": "2026-03-05", "title": "Smoke"})
    mine = seen(late, stage.cast.monitoring_officer)
    assert [one.other for one in mine if one.incident is None] == [stage.waiting]
    theirs = seen(stage.waiting, stage.cast.monitoring_officer)
    assert late in [one.other for one in theirs if one.incident is None]
    assert {one.rivals for one in theirs} == {len(theirs) - 1}


def test_what_is_far_away_in_place_or_time_is_not_offered(stage: Stage) -> None:
    far = receive(stage, "far", row={"day": "2026-03-05", "point": (14.0, 35.0)})
    old = receive(stage, "old", row={"day": "2025-03-05"})
    for one in (far, old):
        assert seen(one, stage.cast.monitoring_officer) == []
    assert Comparison.objects.filter(report__in=[far, old]).count() == 2


def test_an_incident_that_comes_later_is_offered_too(stage: Stage) -> None:
    far = receive(stage, "far", row={"day": "2026-07-01"})
    assert seen(far, stage.cast.monitoring_officer) == []
    receive(stage, "its", "hospital", row={"day": "2026-07-01"}, open_incident=True)
    [found] = seen(far, stage.cast.monitoring_officer)
    assert found.incident is not None
    assert found.other.external_id == "its"


def test_other_words_are_compared_anew(stage: Stage) -> None:
    assert seen(stage.waiting, stage.cast.monitoring_officer)
    changed = row("c", title="Smoke over Harrow", day="2024-01-01")
    services.revise(report=stage.waiting, row=changed, by=stage.cast.monitoring_officer.user)
    assert seen(stage.waiting, stage.cast.monitoring_officer) == []


def test_what_is_withdrawn_or_set_aside_is_not_offered(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    other = receive(stage, "o", "hospital", row={"day": "2026-03-05"})
    assert other in [one.other for one in seen(stage.waiting, stage.cast.monitoring_officer)]
    services.set_aside(report=other, reason="no incident", by=by)
    assert other not in [one.other for one in seen(stage.waiting, stage.cast.monitoring_officer)]
    services.take_back(report=other, reason="it was", by=by)
    services.withdraw(report=other, reason="they took it back", by=by)
    assert other not in [one.other for one in seen(stage.waiting, stage.cast.monitoring_officer)]


def test_who_may_not_see_an_incident_gets_no_hint_of_it(stage: Stage) -> None:
    """The hidden report is as like as can be: it changes neither list, order, number nor chance."""
    before = seen(stage.waiting, stage.cast.monitoring_officer)
    director = stage.cast.director
    twin = receive(
        stage,
        "twin",
        "hospital",
        row={"day": "2026-03-05", "title": "Smoke over Harrow"},
        by=director,
        tlp=TLP.RED,
    )
    services.open_incident(
        programme=stage.cast.programme, reports=[twin], by=director.user, tlp=TLP.RED
    )
    assert twin in [one.other for one in seen(stage.waiting, director)]
    assert seen(stage.waiting, stage.cast.monitoring_officer) == before
    assert seen(stage.waiting, stage.cast.partner) == []


def test_a_stricter_mark_takes_a_suggestion_away_and_a_name_brings_it_back(stage: Stage) -> None:
    by, officer = stage.cast.director.user, stage.cast.monitoring_officer
    other = receive(stage, "o", "hospital", row={"day": "2026-03-05"})
    compare_all()
    services.restrict(record=other, tlp=TLP.RED, by=by, reason="in danger")
    assert other not in [one.other for one in seen(stage.waiting, stage.cast.analyst)]
    name_on(other, [stage.cast.analyst], by=by)
    assert other in [one.other for one in seen(stage.waiting, stage.cast.analyst)]
    assert officer != stage.cast.analyst


def test_a_rival_that_a_clearance_does_not_reach_is_none_to_it(stage: Stage) -> None:
    """What the staff see of a stricter rival, others do not: their rank is made without it."""
    open_to_all = receive(
        stage, "open", row={"day": "2026-05-05"}, tlp=TLP.GREEN, by=stage.cast.director
    )
    kept = receive(
        stage, "kept", "hospital", row={"day": "2026-05-05"}, tlp=TLP.GREEN, open_incident=True
    )
    receive(stage, "more", "hospital", row={"day": "2026-05-05"}, tlp=TLP.AMBER, open_incident=True)
    incident = services.derive(kept.links.get().incident)
    incident.tlp = incident.own_tlp = TLP.GREEN
    incident.save()
    staff = seen(open_to_all, stage.cast.monitoring_officer)
    assert [one.rivals for one in staff] == [1, 1]
    # A partner may not see the sources of staff, but what is GREEN of the pair.
    [alone] = seen(open_to_all, stage.cast.partner)
    assert alone.incident == incident
    assert alone.rivals == 0
    marks = set(Suggestion.objects.filter(report=open_to_all).values_list("seen_from", "seen_to"))
    assert marks == {(TLP.GREEN, TLP.GREEN), (TLP.AMBER, TLP.AMBER_STRICT)}


@pytest.mark.parametrize(
    "odd",
    [
        {"dates": ()},
        {"places": ()},
        {"dates": (), "places": (), "types": (), "parties": (), "tolls": ()},
        {"dates": (DateClaim("2026-XX-XX"),)},
        {"tolls": (TollClaim("killed", "all", None, None, 9),)},
        {"places": (PlaceClaim(("Harrow",), "Talmora", 90.0, 180.0, "exact", 0),)},
        {"text": "x " * 50_000},
        {"links": ("", "not an address", "https://example.org/" + "a" * 3000)},
    ],
)
def test_odd_reports_are_compared_without_harm(stage: Stage, odd: dict[str, Any]) -> None:
    odd_one = receive(stage, "odd", row=odd)
    seen(odd_one, stage.cast.monitoring_officer)
    assert Comparison.objects.filter(report=odd_one).exists()


def test_a_thousand_copies_of_one_message_end(stage: Stage) -> None:
    by = source(stage.cast.programme, "Posts")
    for number in range(60):
        services.receive(
            programme=stage.cast.programme,
            source=by,
            row=row(
                f"copy-{number}", day="2026-06-01", text="The bridge is closed, tell everybody."
            ),
            by=stage.cast.monitoring_officer.user,
        )
    assert compare_waiting(stage.cast.programme) >= 60
    assert compare_waiting(stage.cast.programme) == 0
    assert Suggestion.objects.filter(report__source=by).count() == 60, "one stands for all"


def test_the_shipped_model_finds_what_is_plainly_one_event(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By day, place, figures and words of two sources; not the plain weights of these tests."""
    from goodoffices.methods import linkage
    from goodoffices.monitor.services.linking import suggesting

    monkeypatch.setattr(suggesting, "suggest", linkage.suggest)
    text = "Twelve people were hurt when a drone hit the bakery beside the old bridge at noon."
    told = {"day": "2026-06-05", "text": text, "killed": (4, 4, 4), "kind": "remote_air_strike"}
    receive(stage, "known", "hospital", row=told, open_incident=True)
    report = receive(stage, "arrived", "radio", row=told)
    [found, *_others] = seen(report, stage.cast.monitoring_officer)
    assert found.other.external_id == "known"
    assert found.band == "near_certain"
    assert {"same_day", "same_spot", "same_words"} <= {reason.code for reason in found.reasons}


def test_a_picture_that_looks_the_same_is_found_once_it_is_known_what_it_shows(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other bytes, another place and day: only what the pictures show speaks for one event."""
    from goodoffices.methods import linkage
    from goodoffices.monitor.services.linking import suggesting

    monkeypatch.setattr(suggesting, "suggest", linkage.suggest)
    by = stage.cast.monitoring_officer.user
    told = {"day": "2026-07-01", "text": "", "title": "A wall"}
    known = receive(stage, "known", "hospital", row=told, open_incident=True)
    bare = {"dates": (), "places": (), "types": (), "parties": (), "tolls": (), "text": ""}
    report = receive(stage, "arrived", row={**bare, "title": "Photo"})
    for number, one in enumerate((known, report)):
        services.attach(report=one, files=[("wall.txt", BytesIO(b"wall %d" % number))], by=by)
    assert seen(report, stage.cast.monitoring_officer) == []
    for near, one in enumerate((known, report)):
        file = one.attachments.get().evidence.file
        bands = {"band0": 0x0F0F ^ near, "band1": 0x3333, "band2": 0x5555, "band3": 0xAAAA}
        ImageHash.objects.create(file=file, programme=stage.cast.programme, **bands)
    assert not Comparison.objects.filter(report=report).exists()
    [found] = seen(report, stage.cast.monitoring_officer)
    assert found.other == known
    assert "same_photo" in {reason.code for reason in found.reasons}
