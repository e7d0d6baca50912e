"""Databases from before files followed their report are brought to the rule."""

from __future__ import annotations

import io
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from goodoffices.core import evidence
from goodoffices.core.access import name_on, named_on
from goodoffices.core.evidence import copies
from goodoffices.core.models import CustodyEvent, Evidence
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Report, ReportEvidence
from tests.monitor.stage import Stage


def attached(stage: Stage, report: Report, name: str, tlp: int) -> Evidence:
    item = evidence.store(
        io.BytesIO(name.encode()), programme=stage.cast.programme, name=name, by=None, tlp=tlp
    )
    ReportEvidence.objects.create(report=report, evidence=item)
    return item


def copied(stage: Stage, item: Evidence, tlp: int) -> Evidence:
    return copies.add_copy(
        io.BytesIO(b"covered " + item.original_name.encode()),
        original=item,
        made=Evidence.Made.REDACTED,
        ending=".txt",
        how={},
        by=stage.cast.director.user,
        tlp=tlp,
        reason="For the public",
    )


def follow() -> None:
    carry = import_module("goodoffices.monitor.migrations.0015_files_follow_reports")
    carry.follow(apps, SimpleNamespace(connection=connection))


def marks(*items: Evidence) -> list[int]:
    return [Evidence.objects.get(pk=item.pk).tlp for item in items]


def names(item: Evidence) -> set[int]:
    return {member.pk for member in named_on(item)}


@pytest.fixture
def red(stage: Stage) -> Report:
    """A report that was marked RED while its files stayed as they were."""
    Report.objects.filter(pk=stage.first.pk).update(tlp=TLP.RED)
    stage.first.refresh_from_db()
    name_on(stage.first, [stage.cast.director, stage.cast.analyst], by=None)
    return stage.first


def test_files_and_their_copies_become_as_strict_as_the_strictest_report(
    stage: Stage, red: Report
) -> None:
    photo = attached(stage, red, "a.jpg", TLP.AMBER)
    ReportEvidence.objects.create(report=stage.second, evidence=photo)
    copy = copied(stage, photo, TLP.CLEAR)
    other = attached(stage, stage.second, "b.jpg", TLP.AMBER_STRICT)
    follow()
    assert marks(photo, copy, other) == [TLP.RED, TLP.RED, TLP.AMBER_STRICT]
    wanted = {stage.cast.director.pk, stage.cast.analyst.pk}
    assert names(photo) == names(copy) == wanted
    assert not names(other)


def test_what_it_does_is_in_the_custody_log_once(stage: Stage, red: Report) -> None:
    photo = attached(stage, red, "a.jpg", TLP.AMBER)
    follow()
    follow()
    last = CustodyEvent.objects.filter(evidence=photo).order_by("-seq")[0]
    assert (last.seq, last.event, last.actor) == (3, "marked", None)
    assert last.data == {"from": TLP.AMBER, "to": TLP.RED, "follows": "report"}
    assert list(evidence.follow()) == []


def test_a_red_file_of_a_red_report_names_whom_the_report_names(stage: Stage, red: Report) -> None:
    came_so = attached(stage, red, "a.jpg", TLP.RED)
    for_fewer = attached(stage, red, "b.jpg", TLP.AMBER)
    by = stage.cast.director.user
    copies.mark(item=for_fewer, tlp=TLP.RED, by=by, reason="One witness, one reader")
    follow()
    assert names(came_so) == {stage.cast.director.pk, stage.cast.analyst.pk}
    assert names(for_fewer) == {stage.cast.director.pk}, "a person chose the smaller circle"


def test_a_stricter_file_stays_as_it_is(stage: Stage) -> None:
    photo = attached(stage, stage.first, "a.jpg", TLP.RED)
    follow()
    assert marks(photo) == [TLP.RED]
    assert not names(photo)


def test_a_file_added_to_a_red_report_names_whom_the_report_names(
    stage: Stage, red: Report
) -> None:
    by = stage.cast.director.user
    [code] = services.attach(report=red, files=[("c.txt", io.BytesIO(b"more"))], by=by)
    item = Evidence.objects.get(code=code)
    assert names(item) == {stage.cast.director.pk, stage.cast.analyst.pk}


def test_a_file_for_fewer_eyes_opens_to_nobody_named_later(stage: Stage, red: Report) -> None:
    item = attached(stage, red, "d.txt", TLP.RED)
    name_on(item, [stage.cast.director], by=None)
    services.restrict(
        record=red,
        tlp=TLP.RED,
        by=stage.cast.director.user,
        reason="x",
        members=[stage.cast.monitoring_officer],
    )
    assert names(item) == {stage.cast.director.pk}
