"""A report's page says which submission it was made of, to those who may know."""

from __future__ import annotations

from html import escape

import pytest
from django.test import Client

from goodoffices.core.access import name_on
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, Submission
from goodoffices.monitor.models import Incident, Report
from goodoffices.monitor.services.submissions import take_waiting
from tests.cast import Cast, sign_in
from tests.field.builders import incident_form, make_device, sent, xml_of

XML = xml_of(instance_id="uuid:a")


@pytest.fixture
def report(in_programme: Cast) -> Report:
    incident_form(in_programme)
    sent(in_programme, XML, {"1.jpg": b"\xff\xd8\xff\xe0 photo"}, device=make_device(in_programme))
    take_waiting(in_programme.programme)
    return Report.objects.get()


def page(cast: Cast, report: Report, who: Membership) -> str:
    address = f"/p/{cast.programme.slug}/reports/{report.code}/"
    return sign_in(Client(), who).get(address).content.decode()


def test_who_reads_submissions_sees_the_form_and_its_xml(report: Report, cast: Cast) -> None:
    shown = page(cast, report, cast.monitoring_officer)
    submission = Submission.objects.get()
    assert "Field form" in shown
    assert "Incident report" in shown
    assert submission.code in shown
    assert escape(XML.decode()) in shown
    assert submission.versions.get().sha256 in shown
    assert "1.jpg" in shown


def test_others_see_the_claims_and_not_the_rest_of_the_form(report: Report, cast: Cast) -> None:
    shown = page(cast, report, cast.press_officer)
    assert "Shells on the market" in shown
    assert "Incident report" in shown
    assert "collect:abc" not in shown, "what the form says of the phone is not for every reader"
    assert Submission.objects.get().code not in shown
    assert "What was read from the form" in shown


def test_a_hidden_form_or_submission_is_not_spoken_of(report: Report, cast: Cast) -> None:
    Form.objects.update(tlp=TLP.RED)
    assert "Incident report" not in page(cast, report, cast.monitoring_officer)
    Submission.objects.update(tlp=TLP.RED)
    shown = page(cast, report, cast.monitoring_officer)
    assert Submission.objects.get().code not in shown
    assert "collect:abc" not in shown
    assert "Shells on the market" in shown


def test_reading_a_red_form_leaves_a_trace(report: Report, cast: Cast) -> None:
    submission = Submission.objects.get()
    Submission.objects.update(tlp=TLP.RED)
    name_on(submission, [cast.director], by=None)
    page(cast, report, cast.director)
    entry = AuditEntry.objects.get(action="core.record.read")
    assert (entry.kind, entry.object_id) == ("field.submission", submission.pk)


def test_the_situation_page_and_the_incident_show_it_with_its_photo(
    report: Report, cast: Cast
) -> None:
    client, incident = sign_in(Client(), cast.monitoring_officer), Incident.objects.get()
    situation = client.get(f"/p/{cast.programme.slug}/situation/").content.decode()
    assert incident.code in situation
    shown = client.get(f"/p/{cast.programme.slug}/incidents/{incident.code}/").content.decode()
    assert "1.jpg" in shown
    assert "What happened: Shelling" in shown
