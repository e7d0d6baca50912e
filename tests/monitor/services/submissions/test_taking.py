"""Submissions become reports: one each, with their files, whatever comes in which order."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction

from goodoffices.core import jobs
from goodoffices.core.access import may_see, name_on
from goodoffices.core.audit import verify
from goodoffices.core.models import (
    AuditEntry,
    Evidence,
    Job,
    Membership,
    Place,
    PlaceName,
    StoredFile,
)
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Attachment, Device, Form, Submission
from goodoffices.field.services.mapping_again import await_reading, map_again
from goodoffices.methods.text import fold
from goodoffices.monitor import services
from goodoffices.monitor.models import Claim, Incident, Report, ReportEvidence, Source
from goodoffices.monitor.services.submissions import TAKE, taking
from tests.cast import Cast
from tests.field.builders import (
    add_version,
    confirm,
    incident_form,
    make_device,
    send,
    sent,
    xml_of,
)
from tests.formats.submissions.incident import BODY, ENTRIES

State = Submission.MappingState
PHOTO = b"\xff\xd8\xff\xe0 a photograph"


def take(cast: Cast) -> Counter[str]:
    """Do the work that waits."""
    return taking.take_waiting(cast.programme)


@pytest.fixture
def form(in_programme: Cast) -> Form:
    return incident_form(in_programme)


@pytest.fixture
def device(in_programme: Cast) -> Device:
    return make_device(in_programme)


def report_of(submission: Submission) -> Report:
    return Report.objects.select_related("source").get(submission=submission)


def anew(member: Membership) -> Membership:
    """Return a member as the next request would find them."""
    return Membership.objects.get(pk=member.pk)


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


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


class TestWhatCannotBeMapped:
    def test_a_form_without_a_mapping(self, in_programme: Cast):
        incident_form(in_programme, entries=None)
        submission = sent(in_programme, device=make_device(in_programme))
        counts = take(in_programme)
        assert counts["state_unmapped"] == 1
        found = fresh(submission)
        assert found.mapping_state == State.UNMAPPED
        assert found.answers["kind"] == "shelling"

    def test_an_empty_mapping_makes_no_report(self, in_programme: Cast):
        incident_form(in_programme, entries=[])
        submission = sent(in_programme, device=make_device(in_programme))
        take(in_programme)
        assert fresh(submission).mapping_state == State.UNMAPPED

    def test_a_form_that_says_nothing_is_flagged(self, form: Form, cast: Cast, device: Device):
        submission = sent(cast, xml_of("<day/><photo>1.jpg</photo>"), device=device)
        take(cast)
        found = fresh(submission)
        assert found.mapping_state == State.FAILED
        assert found.flags == ["required-missing:day", "nothing-said"]
        assert Report.objects.count() == 0

    def test_an_encrypted_form_stays_sealed(self, form: Form, cast: Cast, device: Device):
        xml = (
            b"<data id='incident' version='1' encrypted='yes' "
            b"xmlns='http://opendatakit.org/submissions'><base64EncryptedKey>k"
            b"</base64EncryptedKey><meta xmlns='http://openrosa.org/xforms'>"
            b"<instanceID>uuid:e</instanceID></meta></data>"
        )
        submission = sent(cast, xml, {"submission.xml.enc": b"x"}, device=device)
        take(cast)
        found = fresh(submission)
        assert (found.mapping_state, found.answers, found.flags) == (State.SEALED, {}, [])
        assert Report.objects.count() == 0

    def test_flags_of_the_answers_and_of_the_mapping_stand_together(
        self, form: Form, cast: Cast, device: Device
    ):
        body = BODY.replace("shelling", "odd").replace("11.45 31.22", "0 0") + "<odd>1</odd>"
        submission = sent(cast, xml_of(body), device=device)
        take(cast)
        assert fresh(submission).flags == [
            "point-zero:place/point",
            "unknown-element:odd",
            "type-not-mapped:kind",
        ]
        assert report_of(submission).pk

    def test_a_clock_ten_years_ahead_is_kept_and_measured(
        self, form: Form, cast: Cast, device: Device
    ):
        xml = xml_of("<end>2099-01-01T00:00:00Z</end><kind>arrest</kind>")
        receipt = send(cast, xml, device=device)
        take(cast)
        assert "clock-ahead" in fresh(receipt.submission).flags
        receipt.version.refresh_from_db()
        assert receipt.version.clock_off > 365 * 86400
        assert fresh(receipt.submission).ended_at.year == 2099  # type: ignore[union-attr]

    @pytest.mark.parametrize("where", ["reading", "making"])
    def test_one_bad_submission_stops_no_other(
        self, form: Form, cast: Cast, device: Device, monkeypatch: Any, where: str
    ):
        good = [sent(cast, device=device), sent(cast, device=device)]
        bad = sent(cast, xml_of(BODY.replace("Harrow", "trouble")), device=device)
        good.append(sent(cast, device=device))
        _breaks(monkeypatch, where)
        counts = take(cast)
        assert counts["reports"] == 3
        assert [fresh(one).mapping_state for one in good] == [State.MAPPED] * 3
        assert fresh(bad).mapping_state == State.FAILED
        assert "not-taken" in fresh(bad).flags

    def test_a_busy_database_is_no_fault_of_a_submission(
        self, form: Form, cast: Cast, device: Device, monkeypatch: Any
    ):
        submission = sent(cast, device=device)

        def busy(*given: Any, **more: Any) -> None:
            raise OperationalError("database is locked")

        monkeypatch.setattr("goodoffices.monitor.services.submissions.making.add_reports", busy)
        with pytest.raises(OperationalError):
            take(cast)
        assert fresh(submission).mapping_state == State.WAITING


def _breaks(monkeypatch: Any, where: str) -> None:
    """Let whatever speaks of trouble fail in an unexpected way."""
    from goodoffices.monitor.services.submissions import grounding, preparing

    make_row, placed = preparing.make_row, grounding.Grounds.placed

    def bad_row(answers: Any, *given: Any, **more: Any) -> Any:
        if answers.values.get("place/town") == "trouble":
            raise RuntimeError
        return make_row(answers, *given, **more)

    def bad_place(self: Any, rows: Any, tlp: int) -> Any:
        if any("trouble" in place.names for row in rows for place in row.places):
            raise RuntimeError
        return placed(self, rows, tlp)

    if where == "reading":
        monkeypatch.setattr(preparing, "make_row", bad_row)
    else:
        monkeypatch.setattr(grounding.Grounds, "placed", bad_place)


class TestEdits:
    def test_an_edit_is_a_new_version_of_the_same_report(
        self, form: Form, cast: Cast, device: Device
    ):
        submission = sent(cast, xml_of(instance_id="uuid:a"), device=device)
        take(cast)
        body = BODY.replace("<killed>2</killed>", "<killed>4</killed>")
        sent(cast, xml_of(body, instance_id="uuid:b", deprecated="uuid:a"), device=device)
        assert take(cast)["revised"] == 1
        report = report_of(submission)
        assert (report.current, report.external_id) == (2, "uuid:a")
        lows = Claim.objects.filter(report=report, measure="killed").order_by("version")
        assert [(one.low, one.is_current) for one in lows] == [(2, False), (4, True)]
        assert Incident.objects.get().killed_low == 4
        assert Report.objects.count() == 1
        entry = AuditEntry.objects.get(action="monitor.report.revised")
        assert entry.data == {"version": 2, "submission": submission.code}

    def test_edits_before_the_first_reading_make_one_version(
        self, form: Form, cast: Cast, device: Device
    ):
        submission = sent(cast, xml_of(instance_id="uuid:a"), {"1.jpg": PHOTO}, device=device)
        sent(cast, xml_of(instance_id="uuid:b", deprecated="uuid:a"), device=device)
        take(cast)
        report = report_of(submission)
        assert (report.current, report.external_id) == (1, "uuid:a")
        assert report.attachments.count() == 1, "the photo of the version before is still evidence"

    def test_a_branch_waits_for_a_person(self, form: Form, cast: Cast, device: Device):
        from goodoffices.field.refusals import Refused

        submission = sent(cast, xml_of(instance_id="uuid:a"), device=device)
        sent(cast, xml_of(instance_id="uuid:b", deprecated="uuid:a"), device=device)
        body = BODY.replace("Shells", "Other shells")
        with pytest.raises(Refused):
            send(
                cast,
                xml_of(body, instance_id="uuid:c", deprecated="uuid:a"),
                {"2.jpg": b"branch"},
                device=device,
            )
        take(cast)
        assert report_of(submission).title == "Shells on the market"
        assert report_of(submission).attachments.count() == 0

    def test_an_edit_to_a_version_without_a_mapping_keeps_the_report(
        self, form: Form, cast: Cast, device: Device
    ):
        submission = sent(cast, xml_of(instance_id="uuid:a"), device=device)
        take(cast)
        add_version(cast, form, 2)
        xml = xml_of(version="2", instance_id="uuid:b", deprecated="uuid:a")
        sent(cast, xml, device=device)
        take(cast)
        found = fresh(submission)
        assert (found.mapping_state, found.flags) == (State.UNMAPPED, ["older-report"])
        assert report_of(submission).current == 1

    def test_an_edit_that_says_what_happened_opens_the_incident(
        self, form: Form, cast: Cast, device: Device
    ):
        first = xml_of("<account>Somebody called.</account>", instance_id="uuid:a")
        submission = sent(cast, first, device=device)
        take(cast)
        assert Incident.objects.count() == 0
        sent(cast, xml_of(instance_id="uuid:b", deprecated="uuid:a"), device=device)
        take(cast)
        assert Incident.objects.get().links.get().report == report_of(submission)

    def test_a_report_that_was_set_aside_stays_so(self, form: Form, cast: Cast, device: Device):
        first = xml_of("<account>Somebody called.</account>", instance_id="uuid:a")
        submission = sent(cast, first, device=device)
        take(cast)
        by = cast.monitoring_officer.user
        services.set_aside(report=report_of(submission), reason="No event", by=by)
        sent(cast, xml_of(instance_id="uuid:b", deprecated="uuid:a"), device=device)
        take(cast)
        assert Incident.objects.count() == 0
        assert report_of(submission).current == 2

    def test_a_file_that_comes_later_is_added(self, form: Form, cast: Cast, device: Device):
        xml = xml_of(instance_id="uuid:a")
        submission = sent(cast, xml, device=device)
        take(cast)
        assert report_of(submission).attachments.count() == 0
        send(cast, xml, {"1.jpg": PHOTO}, device=device)
        counts = take(cast)
        assert (counts["files"], counts["revised"], counts["reports"]) == (1, 0, 0)
        assert report_of(submission).attachments.get().evidence.original_name == "1.jpg"

    def test_the_log_of_the_phone_is_no_evidence(self, form: Form, cast: Cast, device: Device):
        xml = xml_of(meta="<orx:audit>audit.csv</orx:audit>")
        submission = sent(cast, xml, {"audit.csv": b"event,start"}, device=device)
        take(cast)
        assert report_of(submission).attachments.count() == 0
        assert Attachment.objects.filter(name="audit.csv").exists()


class TestMappingAgain:
    def test_a_new_mapping_gives_new_versions_only_where_something_changed(
        self, form: Form, cast: Cast, device: Device
    ):
        odd = sent(cast, xml_of(BODY.replace("shelling", "odd")), device=device)
        plain = sent(cast, device=device)
        take(cast)
        assert form.current is not None
        entries = json.loads(json.dumps(ENTRIES))
        entries[2]["values"]["odd"] = "other"
        with transaction.atomic():
            mapping = confirm(form.current, entries)
            again = map_again(version=form.current, by=cast.monitoring_officer.user)
        assert again == 2
        assert take(cast)["revised"] == 1
        assert (report_of(odd).current, report_of(plain).current) == (2, 1)
        assert Claim.objects.get(report__submission=odd, kind="type").event_type == "other"
        assert {one.mapped_with for one in (fresh(odd), fresh(plain))} == {mapping}
        assert fresh(odd).flags == []
        assert Report.objects.count() == 2
        entry = AuditEntry.objects.get(action="field.mapping.run_again")
        assert entry.data["submissions"] == 2

    def test_a_first_mapping_takes_up_what_came_before(self, in_programme: Cast):
        form = incident_form(in_programme, entries=None)
        submission = sent(in_programme, device=make_device(in_programme))
        take(in_programme)
        assert form.current is not None
        with transaction.atomic():
            confirm(form.current, ENTRIES)
            map_again(version=form.current, by=None)
        take(in_programme)
        assert report_of(submission).received_at == submission.received_at

    def test_a_mapping_confirmed_under_ones_hands_is_the_one_that_holds(
        self, form: Form, cast: Cast, device: Device, monkeypatch: Any
    ):
        submission = sent(cast, device=device)
        held = taking._held
        assert form.current is not None
        newer: list[Any] = []

        def meanwhile(part: Any) -> Any:
            if not newer:
                newer.append(confirm(form.current, ENTRIES[:1]))  # type: ignore[arg-type]
            return held(part)

        monkeypatch.setattr(taking, "_held", meanwhile)
        take(cast)
        assert fresh(submission).mapped_with == newer[0]
        assert Claim.objects.filter(report__submission=submission, kind="type").count() == 0

    def test_an_edit_under_ones_hands_is_taken_the_next_time(
        self, form: Form, cast: Cast, device: Device, monkeypatch: Any
    ):
        submission = sent(cast, xml_of(instance_id="uuid:a"), device=device)
        held, seen = taking._held, []

        def meanwhile(part: Any) -> Any:
            if not seen:
                body = BODY.replace("Shells", "Rockets")
                edit = xml_of(body, instance_id="uuid:b", deprecated="uuid:a")
                seen.append(sent(cast, edit, device=device))
            return held(part)

        monkeypatch.setattr(taking, "_held", meanwhile)
        take(cast)
        assert report_of(submission).title == "Rockets on the market"
        assert report_of(submission).current == 1


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
