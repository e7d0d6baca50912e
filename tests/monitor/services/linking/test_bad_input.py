"""Reports that lack what others have, contradict themselves or come a thousand times."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goodoffices.core.models import Place
from goodoffices.formats.values import PlaceClaim, TollClaim
from goodoffices.monitor import services
from goodoffices.monitor.models import Claim, Comparison, Report, Suggestion
from goodoffices.monitor.queries.records.incident import incident_record
from goodoffices.monitor.queries.records.origins import origins_of
from goodoffices.monitor.queries.suggestions import offered
from goodoffices.monitor.services.linking import deciding
from goodoffices.monitor.services.linking.candidates import MOST
from goodoffices.monitor.services.linking.suggesting import compare_all
from tests.monitor.rows import row
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage
from tests.monitor.views.test_pages_new_report import given, place

NOTHING: dict[str, Any] = {
    "title": "",
    "text": "",
    "day": "",
    "places": (),
    "kind": "",
    "sides": (),
    "killed": None,
}


def shown(stage: Stage, report: Report) -> str:
    """Return the queue's page of one report, and hold that it is a page."""
    answer = stage.client().get(stage.at(f"queue/{report.code}/"))
    assert answer.status_code == 200
    return answer.content.decode()


def decided(stage: Stage, report: Report, choice: str) -> str:
    """Decide on the queue's page and return the page that follows."""
    address = stage.at(f"queue/{report.code}/decide/")
    return stage.client().post(address, {"choice": choice}, follow=True).content.decode()


@pytest.mark.parametrize(
    "lacks", [{"day": ""}, {"places": ()}, {"day": "", "places": ()}, NOTHING], ids=len
)
def test_what_lacks_a_date_or_a_place_is_compared_shown_and_opened(
    stage: Stage, lacks: dict[str, Any]
) -> None:
    report = receive(stage, "lacks", row=lacks)
    compare_all()
    assert Comparison.objects.filter(report=report).exists()
    page = shown(stage, report)
    if "places" in lacks:
        assert "The report gives no point on the map." in page
    assert "New: an incident is open." in decided(stage, report, "new")
    link = report.links.get(withdrawn_at=None)
    if lacks.get("day") == "":
        assert (link.incident.first_day, link.incident.last_day) == (None, None)
    record = stage.client().get(stage.at(f"incidents/{link.incident.code}/"))
    assert record.status_code == 200
    assert "not known" in record.content.decode()


def test_what_lacks_everything_is_linked_and_merged(stage: Stage) -> None:
    report = receive(stage, "empty", row=NOTHING)
    by = stage.cast.monitoring_officer.user
    made = deciding.decide(report=report, kind="same", incident=stage.incident, by=by)
    stage.incident.refresh_from_db()
    assert (stage.incident.report_count, stage.incident.killed_high) == (3, 7)
    deciding.undo(decision=made, by=by)
    stage.incident.refresh_from_db()
    assert stage.incident.report_count == 2


def test_a_name_that_three_places_bear_is_guessed_by_nobody(stage: Stage) -> None:
    for number in range(3):
        place(stage.cast, "Ramla", code=f"ramla{number}")
    before = Place.objects.count()
    named = PlaceClaim(("Ramla",), "", None, None, "exact", None)
    report = receive(stage, "thrice", row={"places": (named,)})
    claim = Claim.objects.get(report=report, kind="place")
    assert (claim.place_text, claim.latitude) == ("Ramla", None)
    assert claim.place is None or claim.place.latitude is None
    assert Place.objects.count() <= before + 1
    compare_all()
    assert "Ramla" in shown(stage, report)


@pytest.mark.parametrize(
    "figures",
    [{"low": "9", "best": "5"}, {"low": "dozens"}, {"high": "-3"}, {"best": "1e9999"}],
    ids=["out-of-order", "text", "less-than-nothing", "beyond-numbers"],
)
def test_figures_that_are_none_are_refused_and_kept_as_typed(
    stage: Stage, figures: dict[str, str]
) -> None:
    before = Report.objects.count()
    typed = {f"tolls-0-{name}": value for name, value in figures.items()}
    answer = stage.client().post(stage.at("reports/new/"), given(stage, **typed))
    assert answer.status_code in (200, 400)
    page = answer.content.decode()
    assert "Shots were heard by the old bridge." in page
    for value in figures.values():
        assert f'value="{value}"' in page
    assert Report.objects.count() == before


def test_figures_out_of_order_never_reach_a_claim(stage: Stage) -> None:
    before = Report.objects.count(), Claim.objects.count()
    broken = (TollClaim("killed", "all", 9, 5, 1),)
    with pytest.raises(IntegrityError, match="claim"), transaction.atomic():
        receive(stage, "broken", row={"tolls": broken})
    assert (Report.objects.count(), Claim.objects.count()) == before


@pytest.mark.usefixtures("plain_linkage")
def test_a_thousand_copies_of_one_message_stay_bounded(stage: Stage) -> None:
    count = MOST + 10
    words = {"text": "Shells fell on the market at dawn and nobody has slept since then."}
    for number in range(count):
        receive(stage, f"copy{number}", row={"day": "2026-03-05", **words})
    compare_all()
    report = Report.objects.filter(title="Shelling of the market", is_linked=False).latest("pk")
    kept = Suggestion.objects.filter(report=report)
    assert 0 < kept.values("other").distinct().count() <= MOST
    found = offered(report, stage.cast.monitoring_officer)
    assert len(found) <= 5
    client, address = stage.client(), stage.at(f"queue/{report.code}/")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 30
    by = stage.cast.monitoring_officer.user
    for one in Report.objects.filter(is_linked=False, source=stage.radio)[:40]:
        services.link(incident=stage.incident, report=one, by=by)
    member = stage.cast.monitoring_officer
    record = incident_record(stage.incident.code, member)
    assert len(origins_of(record.reports, member).origins) == 2


def test_the_same_message_of_the_same_source_is_kept_once(stage: Stage) -> None:
    first = receive(stage, "same")
    again = services.receive(
        programme=stage.cast.programme,
        source=stage.radio,
        row=row("same"),
        by=stage.cast.monitoring_officer.user,
    )
    assert again == first
    assert Report.objects.filter(external_id="same").count() == 1
