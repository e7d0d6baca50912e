"""The field of the demonstration: what came in over ten weeks, each thing at its own time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django_scopes import scope, scopes_disabled

from goodoffices.core import audit
from goodoffices.core.models import AuditEntry, Job, Membership, Programme
from goodoffices.core.tlp import TLP
from goodoffices.demo import DemoProgramme
from goodoffices.demo.loading.field import DAYS, SILENT_DAYS, fill_field
from goodoffices.demo.loading.house import open_house
from goodoffices.field.models import Attachment, Device, QuarantinedPost, Submission
from goodoffices.field.queries import arrivals, mine
from goodoffices.monitor.services.submissions import take_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(
    programme: DemoProgramme,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Programme]:
    """Load the field alone, once for this module."""
    folder, before = tmp_path_factory.mktemp("field"), settings.DATA
    settings.DATA = folder
    with django_db_blocker.unblock(), transaction.atomic(), scopes_disabled():
        house = open_house(programme, "talmora")
        fill_field(house)
        house.ledger.write()
        with scope(programme=house.programme):
            yield house.programme
        transaction.set_rollback(True)
    settings.DATA = before


def officer(programme: Programme, key: str) -> Membership:
    return Membership.objects.get(programme=programme, user__email__startswith=f"{key}@")


def test_some_hundred_came_in_over_the_weeks_and_none_later(
    filled: Programme, programme: DemoProgramme
) -> None:
    rows = Submission.objects.all()
    assert 150 < rows.count() < 400
    moments = sorted(rows.values_list("received_at", flat=True))
    assert (moments[-1] - moments[0]).days > DAYS - 10
    assert moments[-1].date() <= programme.today
    assert rows.filter(form__xform_id="go-incident", latitude__isnull=False).count() > 8
    assert Attachment.objects.filter(state="present").exists()
    assert {"approved", "question", "received", "rejected"} == set(
        rows.values_list("review", flat=True)
    )


def test_the_log_tells_of_it_at_its_own_time_and_verifies(filled: Programme) -> None:
    received = AuditEntry.objects.filter(action="field.submission.received")
    assert received.count() == Submission.objects.count()
    times = dict(Submission.objects.values_list("pk", "received_at"))
    assert all(entry.at == times[entry.object_id] for entry in received)
    assert all(one.finding is None for one in audit.verify(chain=filled.slug))


def test_an_office_has_gone_silent_and_says_what_waits(filled: Programme) -> None:
    waiting = Device.objects.filter(queue__waiting__gt=0)
    assert [one.queue["waiting"] for one in waiting] == [4]
    silent = Submission.objects.filter(office=waiting[0].office)
    last = max(silent.values_list("received_at", flat=True))
    every = max(Submission.objects.values_list("received_at", flat=True))
    assert (every - last).days >= SILENT_DAYS - 3
    assert arrivals.usual_gap(
        {at.date().toordinal() for at in silent.values_list("received_at", flat=True)}
    )


def test_each_officer_sees_their_own(filled: Programme) -> None:
    counts = [mine.sent_by(officer(filled, key)).count() for key in ("hadi", "mira", "eitan")]
    assert sum(counts) == Submission.objects.count()
    assert min(counts) > 30
    assert QuarantinedPost.objects.count() == 2


def test_the_worker_makes_reports_of_the_incidents_only(filled: Programme) -> None:
    waiting = Submission.objects.filter(mapping_state="waiting")
    assert set(waiting.values_list("form__xform_id", flat=True)) == {"go-incident"}
    assert Job.objects.filter(kind="monitor.take_submissions", state="waiting").count() == 1
    number = waiting.count()
    assert take_waiting(filled)["done"] == number
    assert not Submission.objects.filter(mapping_state="failed").exists()
    assert Submission.objects.filter(tlp__gt=TLP.AMBER_STRICT).count() == 0
