"""Edits in any order, files that come later, a mapping confirmed anew: the same report."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from goodoffices.core.models import (
    AuditEntry,
)
from goodoffices.field.following import await_reading
from goodoffices.field.models import Attachment, Device, Form, Submission
from goodoffices.monitor import services
from goodoffices.monitor.models import Claim, Incident, Report
from goodoffices.monitor.services.submissions import taking
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
from tests.monitor.services.submissions.stage import PHOTO, State, fresh, report_of, take


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
            assert await_reading(Submission.objects.all(), cast.programme) == 2
        assert take(cast)["revised"] == 1
        assert (report_of(odd).current, report_of(plain).current) == (2, 1)
        assert Claim.objects.get(report__submission=odd, kind="type").event_type == "other"
        assert {one.mapped_with for one in (fresh(odd), fresh(plain))} == {mapping}
        assert fresh(odd).flags == []
        assert Report.objects.count() == 2

    def test_a_first_mapping_takes_up_what_came_before(self, in_programme: Cast):
        form = incident_form(in_programme, entries=None)
        submission = sent(in_programme, device=make_device(in_programme))
        take(in_programme)
        assert form.current is not None
        with transaction.atomic():
            confirm(form.current, ENTRIES)
            await_reading(Submission.objects.all(), in_programme.programme)
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
