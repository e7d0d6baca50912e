"""Submissions become reports, one each, with their files."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from goodoffices.core import jobs
from goodoffices.core.audit import verify
from goodoffices.core.models import (
    AuditEntry,
    Evidence,
    Job,
    Place,
    PlaceName,
    StoredFile,
)
from goodoffices.core.tlp import TLP
from goodoffices.field.following import await_reading
from goodoffices.field.models import Attachment, Device, Form, Submission
from goodoffices.methods.text import fold
from goodoffices.monitor.models import Claim, Incident, Report, Source
from goodoffices.monitor.services.submissions import TAKE
from tests.cast import Cast
from tests.field.builders import (
    incident_form,
    make_device,
    sent,
    xml_of,
)
from tests.monitor.services.submissions.stage import PHOTO, State, fresh, report_of, take


class TestOneSubmission:
    def test_it_becomes_a_report_with_an_incident(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, xml_of(), {"1.jpg": PHOTO}, device=device)
        counts = take(cast)
        assert (counts["reports"], counts["files"]) == (1, 1)
        report = report_of(submission)
        assert report.channel == "field"
        assert report.external_id == submission.root_id
        assert report.title == "Shells on the market"
        assert (report.office, report.by) == (cast.office, cast.field_officer.user)
        assert report.received_at == submission.received_at
        assert report.tlp == TLP.AMBER
        assert (report.source.kind, report.source.external_key) == (
            "staff",
            f"device:{device.code}",
        )
        assert report.source.name == "Harrow, Phone 1"
        assert report.source.office == cast.office
        incident = Incident.objects.get(links__report=report)
        assert (incident.state, incident.event_type) == ("unverified", "remote_shelling")
        assert (incident.killed_low, incident.killed_high) == (2, 5)
        assert incident.latitude == 11.45
        claim = Claim.objects.get(report=report, kind="type")
        assert claim.quote == "What happened: Shelling"
        submission = fresh(submission)
        assert submission.mapping_state == State.MAPPED
        assert submission.mapped_with == form.current.mappings.get()  # type: ignore[union-attr]
        assert submission.answers["people[2]/age"] == "40"
        assert (submission.latitude, submission.longitude) == (11.45, 31.22)
        assert submission.flags == []
        assert submission.language == "en"
        assert submission.started_at is not None

    def test_its_photo_is_evidence_and_the_bytes_are_kept_once(
        self, form: Form, cast: Cast, device: Device
    ):
        submission = sent(cast, xml_of(), {"1.jpg": PHOTO, "صورة.jpg": b"other"}, device=device)
        stored = StoredFile.objects.count()
        take(cast)
        assert StoredFile.objects.count() == stored
        found = [one.evidence for one in report_of(submission).attachments.order_by("pk")]
        assert [one.original_name for one in found] == ["1.jpg", "صورة.jpg"]
        attachment = Attachment.objects.get(name="1.jpg")
        assert found[0].file == attachment.file
        assert found[0].received_at == attachment.received_at
        assert (found[0].by, found[0].tlp) == (cast.field_officer.user, TLP.AMBER)
        entry = AuditEntry.objects.get(action="core.evidence.stored", object_id=found[0].pk)
        assert entry.data["sha256"] == attachment.file.sha256

    def test_what_is_done_is_on_record(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, device=device)
        take(cast)
        entry = AuditEntry.objects.get(action="monitor.report.received")
        assert (entry.actor, entry.data["submission"]) == (
            cast.field_officer.user,
            submission.code,
        )
        opened = AuditEntry.objects.get(action="monitor.incident.opened")
        assert opened.actor is None
        assert all(one.finding is None for one in verify())

    def test_done_again_it_changes_nothing(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, xml_of(), {"1.jpg": PHOTO}, device=device)
        take(cast)
        before = report_of(submission), AuditEntry.objects.count()
        with transaction.atomic():
            await_reading(Submission.objects.all(), cast.programme)
        assert take(cast)["reports"] == 0
        assert report_of(submission).current == 1
        assert (report_of(submission), AuditEntry.objects.count()) == before
        assert Evidence.objects.count() == 1
        assert fresh(submission).mapping_state == State.MAPPED

    def test_the_database_refuses_a_second_report(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, device=device)
        take(cast)
        report = report_of(submission)
        report.pk, report.code, report.external_id = None, "another", "another"
        with pytest.raises(IntegrityError):
            report.save(force_insert=True)

    def test_without_a_date_place_or_type_no_incident_is_opened(
        self, form: Form, cast: Cast, device: Device
    ):
        sent(cast, xml_of("<account>Somebody called.</account>"), device=device)
        take(cast)
        assert (Report.objects.count(), Incident.objects.count()) == (1, 0)

    def test_a_form_that_opens_no_incident_fills_the_inbox(self, in_programme: Cast):
        incident_form(in_programme, opens_incident=False)
        submission = sent(in_programme, device=make_device(in_programme))
        take(in_programme)
        assert report_of(submission).is_linked is False
        assert Incident.objects.count() == 0

    def test_by_hand_the_source_is_the_office(self, form: Form, cast: Cast):
        submission = sent(cast)
        take(cast)
        source = report_of(submission).source
        assert (source.external_key, source.name) == ("office:harrow", "Harrow, brought by hand")
        assert source.labels["ar"] == "Harrow، سُلِّم باليد"

    def test_two_devices_of_one_name_are_two_sources(self, form: Form, cast: Cast):
        other = make_device(cast, cast.monitoring_officer)
        first = sent(cast, device=make_device(cast))
        second = sent(cast, device=other)
        take(cast)
        names = {report_of(first).source.name, report_of(second).source.name}
        assert names == {"Harrow, Phone 1", f"Harrow, Phone 1 ({other.code})"}

    def test_a_place_that_is_only_named_gets_the_point_of_the_gazetteer(
        self, form: Form, cast: Cast, device: Device
    ):
        place = Place.objects.create(
            programme=cast.programme,
            kind="town",
            name="Harrow",
            latitude=11.0,
            longitude=31.0,
            radius_m=1500,
        )
        place.path = f"/{place.pk}/"
        place.save()
        PlaceName.objects.create(
            place=place, language="en", name="Harrow", folded=fold("Harrow"), status="preferred"
        )
        sent(cast, xml_of("<place><town>Harrow</town></place>"), device=device)
        take(cast)
        incident = Incident.objects.get()
        assert (incident.place, incident.latitude, incident.radius_m) == (place, 11.0, 1500)


@pytest.mark.django_db(transaction=True)
class TestTheJob:
    def test_one_job_follows_many_submissions(self, form: Form, cast: Cast, device: Device):
        for _ in range(3):
            sent(cast, device=device)
        job = Job.objects.get(kind=TAKE)
        done = jobs.run_now(job)
        assert done.state == Job.State.DONE
        assert done.result["reports"] == 3
        assert Report.objects.count() == 3

    def test_the_last_attempt_leaves_another_behind(self, form: Form, cast: Cast, device: Device):
        sent(cast, device=device)
        job = Job.objects.get(kind=TAKE)
        Job.objects.filter(pk=job.pk).update(attempts=jobs.ATTEMPTS - 1)
        jobs.run_now(job)
        assert Job.objects.filter(kind=TAKE, state=Job.State.WAITING).count() == 1

    def test_its_sources_are_added_once(self, form: Form, cast: Cast, device: Device):
        for _ in range(2):
            sent(cast, device=device)
            take(cast)
        assert Source.objects.filter(external_key=f"device:{device.code}").count() == 1
