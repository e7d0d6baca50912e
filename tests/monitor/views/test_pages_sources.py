"""Sources: who they are, how they are graded, what their reports amount to."""

from __future__ import annotations

import pytest

from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Source, SourceGrade
from tests.monitor.rows import source
from tests.monitor.stage import Stage

VALUES = {"name": "Quay Gazette", "kind": "media", "languages": ["en", "ar"], "tlp": "2"}


def test_the_list_counts_what_the_reader_may_see(stage: Stage) -> None:
    rows = {row.source: row.figures for row in _rows(stage, "monitoring_officer")}
    assert (rows[stage.radio].reports, rows[stage.radio].share_linked) == (2, 50)
    rows = {row.source: row.figures for row in _rows(stage, "director")}
    assert rows[stage.radio].reports == 3


def _rows(stage: Stage, who: str) -> list[object]:
    client = stage.client(getattr(stage.cast, who))
    return client.get(stage.at("sources/")).context["rows"]  # type: ignore[no-any-return]


def test_a_source_is_added_and_changed(stage: Stage) -> None:
    client = stage.client()
    assert client.post(stage.at("sources/new/"), {**VALUES, "name": ""}).status_code == 400
    assert client.post(stage.at("sources/new/"), VALUES).status_code == 302
    made = Source.objects.get(name="Quay Gazette")
    assert (made.languages, made.reliability) == (["en", "ar"], "F")
    twice = client.post(stage.at("sources/new/"), VALUES)
    assert twice.status_code == 409
    assert "already a source of this name" in twice.content.decode()
    changed = {**VALUES, "name_ar": "صحيفة الميناء", "copies_from": stage.radio.code}
    assert client.post(stage.at(f"sources/{made.code}/change/"), changed).status_code == 302
    made.refresh_from_db()
    assert (made.labels, made.copies_from) == ({"ar": "صحيفة الميناء"}, stage.radio)


def test_a_grade_has_its_day_and_reason(stage: Stage) -> None:
    client, address = stage.client(), stage.at(f"sources/{stage.radio.code}/grade/")
    given = {"reliability": "B", "since": "2026-01-01", "reason": "held up all year"}
    assert client.post(address, {**given, "reason": ""}).status_code == 400
    assert client.post(address, {**given, "reliability": "Q"}).status_code == 400
    assert client.post(address, given).status_code == 302
    assert SourceGrade.objects.get(source=stage.radio).reliability == "B"
    shown = client.get(stage.at(f"sources/{stage.radio.code}/")).content.decode()
    assert "held up all year" in shown
    assert "Market shelled" in shown


def test_a_source_one_may_not_see_is_named_nowhere(stage: Stage) -> None:
    Source.objects.filter(pk=stage.hospital.pk).update(tlp=TLP.AMBER_STRICT)
    stage.second.tlp = TLP.GREEN
    stage.second.save()
    partner = stage.client(stage.cast.partner)
    assert partner.get(stage.at(f"sources/{stage.hospital.code}/")).status_code == 404
    assert "Hospital" not in partner.get(stage.at("sources/")).content.decode()
    shown = partner.get(stage.at(f"reports/{stage.second.code}/"))
    assert shown.status_code == 200
    assert "Hospital" not in shown.content.decode()
    assert "Hospital" not in partner.get(stage.at("reports/")).content.decode()


@pytest.mark.parametrize("path", ["new/", "{}/change/", "{}/grade/"])
def test_who_may_not_change_is_refused(stage: Stage, path: str) -> None:
    address = stage.at("sources/" + path.format(stage.radio.code))
    for who, status in (("analyst", 403), ("outsider", 404)):
        client = stage.client(getattr(stage.cast, who))
        assert client.get(address).status_code == status
        assert client.post(address, VALUES).status_code == status


def test_a_silent_source_has_a_page_too(stage: Stage) -> None:
    made = source(stage.cast.programme, "Never heard")
    shown = stage.client().get(stage.at(f"sources/{made.code}/"))
    assert shown.status_code == 200
    assert "Nobody has graded it yet" in shown.content.decode()
