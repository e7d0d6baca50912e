"""Reports are as strict as their forms; oddities are told apart."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction

from goodoffices.core.access import may_see, name_on
from goodoffices.core.tlp import TLP
from goodoffices.field.following import await_reading
from goodoffices.field.models import Device, Form, Submission
from goodoffices.monitor.models import Incident, Report, ReportEvidence
from goodoffices.monitor.services.submissions import taking
from tests.cast import Cast
from tests.field.builders import (
    incident_form,
    make_device,
    send,
    sent,
    xml_of,
)
from tests.monitor.services.submissions.stage import PHOTO, State, anew, fresh, report_of, take


class TestHidden:
    def test_a_report_is_as_strict_as_its_form(self, in_programme: Cast):
        incident_form(in_programme, tlp=TLP.AMBER_STRICT)
        submission = sent(
            in_programme, xml_of(), {"1.jpg": PHOTO}, device=make_device(in_programme)
        )
        take(in_programme)
        report = report_of(submission)
        assert report.tlp == TLP.AMBER_STRICT
        assert Incident.objects.get().tlp == TLP.AMBER_STRICT
        assert report.attachments.get().evidence.tlp == TLP.AMBER_STRICT

    def test_a_red_form_names_its_people_on_the_report_and_all_that_hangs_on_it(
        self, in_programme: Cast
    ):
        cast = in_programme
        form = incident_form(cast, tlp=TLP.RED)
        name_on(form, [cast.director, cast.field_officer], by=None)
        submission = sent(cast, xml_of(), {"1.jpg": PHOTO}, device=make_device(cast))
        take(cast)
        report = report_of(submission)
        item = report.attachments.get().evidence
        for record in (report, Incident.objects.get(), item, fresh(submission)):
            assert record.tlp == TLP.RED
            assert may_see(record, anew(cast.director))
            assert may_see(record, anew(cast.field_officer))
            assert not may_see(record, anew(cast.monitoring_officer))
        assert not Report.objects.visible_to(anew(cast.analyst)).exists()
        seen = Submission.objects.visible_to(anew(cast.director))
        assert list(seen) == [submission], "whom the form names sees what was sent with it"

    def test_a_form_that_becomes_stricter_takes_its_reports_along(
        self, form: Form, cast: Cast, device: Device
    ):
        submission = sent(cast, xml_of(), {"1.jpg": PHOTO}, device=device)
        take(cast)
        Form.objects.filter(pk=form.pk).update(tlp=TLP.RED)
        name_on(form, [cast.director], by=None)
        with transaction.atomic():
            await_reading(Submission.objects.all(), cast.programme)
        take(cast)
        report = report_of(submission)
        assert report.tlp == report.attachments.get().evidence.tlp == TLP.RED
        assert fresh(submission).tlp == TLP.RED
        assert may_see(report, anew(cast.director))
        Form.objects.filter(pk=form.pk).update(tlp=TLP.GREEN)
        with transaction.atomic():
            await_reading(Submission.objects.all(), cast.programme)
        take(cast)
        assert report_of(submission).tlp == TLP.RED

    def test_a_late_file_of_a_red_report_is_seen_by_whom_it_names(self, in_programme: Cast):
        cast = in_programme
        form = incident_form(cast, tlp=TLP.RED)
        name_on(form, [cast.director, cast.field_officer], by=None)
        device, xml = make_device(cast), xml_of()
        sent(cast, xml, device=device)
        take(cast)
        send(cast, xml, {"1.jpg": PHOTO}, device=device)
        take(cast)
        item = ReportEvidence.objects.get().evidence
        assert may_see(item, anew(cast.director))
        assert not may_see(item, anew(cast.analyst))


class TestOddities:
    def test_one_instance_id_on_two_forms_is_two_reports(
        self, form: Form, cast: Cast, device: Device
    ):
        incident_form(cast, xform_id="second")
        first = sent(cast, xml_of(instance_id="uuid:a"), device=device)
        second = sent(cast, xml_of(form_id="second", instance_id="uuid:a"), device=device)
        take(cast)
        assert report_of(first).external_id == "uuid:a"
        assert report_of(second).external_id == "second/uuid:a"

    def test_an_id_of_500_characters(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, xml_of(instance_id="x" * 480), device=device)
        take(cast)
        assert report_of(submission).external_id.startswith("sha256:")

    def test_other_programmes_are_left_alone(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, device=device)
        assert not take_elsewhere(cast)
        assert fresh(submission).mapping_state == State.WAITING

    def test_many_are_taken_in_a_few_statements_each(
        self, form: Form, cast: Cast, device: Device, django_assert_max_num_queries: Any
    ):
        for _ in range(20):
            sent(cast, device=device)
        with django_assert_max_num_queries(20 * 14 + 90):
            assert take(cast)["reports"] == 20


def take_elsewhere(cast: Cast) -> Counter[str]:
    from django_scopes import scope

    with scope(programme=cast.other_programme):
        return taking.take_waiting(cast.other_programme)
