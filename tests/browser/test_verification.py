"""The pages of verification and workload in a real browser: whole, in three languages."""

from __future__ import annotations

import pytest
from django_scopes import scope

from goodoffices.monitor import services
from tests.browser.conftest import Visitor
from tests.browser.test_search_and_manual import WIDEST
from tests.cast import Cast
from tests.monitor.services.verification.judged import judge
from tests.monitor.stage import Stage, set_stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(cast: Cast) -> list[str]:
    """Return the addresses of the pages, each with something on it."""
    with scope(programme=cast.programme):
        stage: Stage = set_stage(cast)
        judge(stage, "verified", by=cast.director.user)
        made = judge(stage, "verified", "attribution", by=cast.director.user)
        services.assign(record=stage.first, to=cast.monitoring_officer, by=cast.director.user)
        record = f"incidents/{stage.incident.code}/"
        return [
            stage.at(path)
            for path in (
                record,
                f"{record}assess/?aspect=harm",
                f"{record}assessments/{made.code}/second/",
                f"{record}assessments/{made.code}/take-back/",
                f"{record}assign/",
                f"{record}rule/toll/",
                f"reports/{stage.first.code}/",
                f"sources/{stage.radio.code}/",
                "work/",
            )
        ]


@WIDEST
def test_the_pages_are_whole(
    pages: list[str], member_visit: Visitor, language: str, screen: str, dark: bool
) -> None:
    reader = member_visit(language, screen, dark=dark)
    for path in pages:
        reader.open(path)
        assert reader.sideways() <= 0, path
        assert reader.axe() == [], path
        reader.picture()
    assert reader.complaints == []
    assert reader.foreign == []


def test_the_settings_are_whole(cast: Cast, member_visit: Visitor) -> None:
    with scope(programme=cast.programme):
        cast.monitoring_officer.role = "director"
        cast.monitoring_officer.save()
    reader = member_visit("he", "phone")
    for path in ("", "ladder/", "second/", "rule/", "checklists/", "checklists/new/"):
        reader.open(f"/p/{cast.programme.slug}/settings/verification/{path}")
        assert reader.sideways() <= 0, path
        assert reader.axe() == [], path
    assert reader.complaints == []
