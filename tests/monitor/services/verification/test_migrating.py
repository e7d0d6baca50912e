"""What was judged before aspects were told apart is carried over, as the event aspect."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_scopes import scopes_disabled

from goodoffices.core.models import Programme
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment, Report, ReportGrade
from tests.monitor.stage import Stage

BEFORE, AFTER = ("monitor", "0012_linkage"), ("monitor", "0014_assessments_of_before")


@pytest.mark.django_db(transaction=True)
def test_an_older_database_is_brought_to_three_aspects() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([BEFORE])
    old = executor.loader.project_state([BEFORE]).apps
    programme = Programme.objects.create(slug="old", names={"en": "Old"})
    incidents = [
        old.get_model("monitor", "Incident")._base_manager.create(
            programme_id=programme.pk, code=code, state="verified", tlp=tlp, own_tlp=tlp
        )
        for code, tlp in (("one", TLP.GREEN), ("two", TLP.RED))
    ]
    for incident in incidents:
        for before, after in (("unverified", "pending"), ("pending", "verified")):
            old.get_model("monitor", "Assessment")._base_manager.create(
                incident=incident, from_state=before, to_state=after, reason="seen"
            )
    MigrationExecutor(connection).migrate(executor.loader.graph.leaf_nodes())
    with scopes_disabled():
        rows = list(Assessment.objects.select_related("incident").order_by("pk"))
        assert [row.to_state for row in rows] == ["pending", "verified"] * 2
        assert {row.aspect for row in rows} == {"event"}
        assert len({row.code for row in rows}) == 4
        assert [row.tlp for row in rows] == [TLP.GREEN] * 2 + [TLP.RED] * 2
        assert not any(row.needs_second for row in rows)
        states = {(row.incident.state, row.incident.harm_state) for row in rows}
        assert states == {("verified", "unverified")}


def test_grades_of_before_are_read_from_the_log(stage: Stage) -> None:
    officer = stage.cast.monitoring_officer.user
    services.grade_report(report=stage.first, credibility=3, reason="One voice", by=officer)
    services.grade_report(report=stage.first, credibility=2, reason="Two now", by=officer)
    kept = list(ReportGrade.objects.order_by("pk").values_list("credibility", "reason", "by"))
    ReportGrade.objects.all().delete()
    carry = import_module(f"goodoffices.monitor.migrations.{AFTER[1]}")
    carry.keep_grades(apps, SimpleNamespace(connection=connection))
    found = ReportGrade.objects.order_by("pk").values_list("credibility", "reason", "by")
    assert list(found) == kept == [(3, "One voice", officer.pk), (2, "Two now", officer.pk)]
    assert Report.objects.get(pk=stage.first.pk).credibility == 2
