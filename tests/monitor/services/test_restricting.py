"""A stricter mark on a report is on its files at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from goodoffices.core import evidence
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Report, ReportEvidence
from tests.monitor.stage import Stage


@pytest.fixture
def photo(stage: Stage, settings: Any, tmp_path: Path) -> Evidence:
    """Return a file that came with the stage's first report, as open as that is."""
    settings.DATA = tmp_path
    item = evidence.store(
        io.BytesIO(b"a photo"),
        programme=stage.cast.programme,
        name="market.jpg",
        by=None,
        tlp=TLP.GREEN,
    )
    ReportEvidence.objects.create(report=stage.first, evidence=item)
    return item


def got(stage: Stage, who: Membership, item: Evidence) -> int:
    """Ask for the file as somebody; return the status of the answer."""
    return stage.client(who).get(stage.at(f"evidence/{item.code}/")).status_code


def marked(item: Evidence) -> int:
    item.refresh_from_db()
    return item.tlp


def restrict(report: Report, tlp: int, by: Membership, *named: Membership) -> None:
    services.restrict(record=report, tlp=tlp, by=by.user, reason="a witness", members=named)


def test_a_red_report_leaves_no_file_open(stage: Stage, photo: Evidence) -> None:
    cast = stage.cast
    assert got(stage, cast.analyst, photo) == got(stage, cast.director, photo) == 200
    restrict(stage.first, TLP.RED, cast.director, cast.monitoring_officer)
    assert marked(photo) == TLP.RED
    assert got(stage, cast.analyst, photo) == 404
    for named in (cast.director, cast.monitoring_officer):
        assert got(stage, named, photo) == 200


def test_who_is_named_later_sees_the_files_as_well(stage: Stage, photo: Evidence) -> None:
    cast = stage.cast
    restrict(stage.first, TLP.RED, cast.director)
    assert got(stage, cast.analyst, photo) == 404
    restrict(stage.first, TLP.RED, cast.director, cast.analyst)
    assert got(stage, cast.analyst, photo) == 200


def test_a_wider_mark_opens_no_file(stage: Stage, photo: Evidence) -> None:
    restrict(stage.first, TLP.AMBER_STRICT, stage.cast.director)
    assert marked(photo) == TLP.AMBER_STRICT
    restrict(stage.first, TLP.CLEAR, stage.cast.director)
    assert marked(photo) == TLP.AMBER_STRICT


def test_files_of_other_reports_stay_as_they_are(stage: Stage, photo: Evidence) -> None:
    restrict(stage.second, TLP.RED, stage.cast.director)
    assert marked(photo) == TLP.GREEN
