"""Reading a submission into its columns: always the same, from the XML alone."""

from __future__ import annotations

import pytest

from goodoffices.field.models import Form, Submission, SubmissionVersion
from goodoffices.field.services.reading import READ, clock_off, read_submission
from goodoffices.formats.submissions.answers import read_answers
from tests.cast import Cast
from tests.field.builders import incident_form, make_device, send, xml_of
from tests.formats.submissions.incident import BODY, RECEIVED, filled, questions


@pytest.fixture
def form(in_programme: Cast) -> Form:
    return incident_form(in_programme)


def columns(submission: Submission) -> dict[str, object]:
    """Return what reading wrote, as it stands in the database."""
    return {name: getattr(Submission.objects.get(pk=submission.pk), name) for name in READ}


def test_reading_fills_the_columns_and_is_the_same_again(form: Form, cast: Cast):
    meta = "<orx:instanceName>Market</orx:instanceName>"
    submission = send(cast, xml_of(meta=meta), device=make_device(cast)).submission
    read_submission(submission)
    once = columns(submission)
    assert once["name"] == "Market"
    assert once["language"] == "en"
    assert (once["latitude"], once["longitude"]) == (11.45, 31.22)
    assert str(once["started_at"]) == "2026-03-04 08:00:00+00:00"
    read_submission(Submission.objects.get(pk=submission.pk))
    assert columns(submission) == once


def test_reading_an_edit_leaves_nothing_of_what_it_replaced(form: Form, cast: Cast):
    device = make_device(cast)
    submission = send(cast, xml_of(instance_id="uuid:a"), device=device).submission
    read_submission(submission)
    edit = xml_of("<day>2026-03-04</day>", instance_id="uuid:b", deprecated="uuid:a")
    submission = send(cast, edit, device=device).submission
    read_submission(submission)
    now = columns(submission)
    assert now["answers"] == {"day": "2026-03-04"}
    assert now["latitude"] is None
    assert now["started_at"] is None


@pytest.mark.parametrize(("off", "flag"), [(400_000, "clock-ahead"), (-400_000, "clock-behind")])
def test_a_clock_that_the_phone_showed_to_be_off_is_flagged(
    form: Form, cast: Cast, off: int, flag: str
):
    receipt = send(cast, device=make_device(cast))
    SubmissionVersion.objects.filter(pk=receipt.version.pk).update(clock_off=off)
    read_submission(receipt.submission)
    assert columns(receipt.submission)["flags"] == [flag]


def test_how_far_a_clock_is_ahead():
    def off(end: str) -> int | None:
        body = BODY.replace("2026-03-04T10:20:00.000+02:00", end)
        found = read_answers(filled(body), questions(), received=RECEIVED)
        return clock_off(found, RECEIVED)

    assert off("2026-03-05T14:00:10.000+02:00") == 10
    assert off("2026-03-05T14:00:00.000+02:00") is None


def test_xml_that_cannot_be_read_is_flagged(form: Form, cast: Cast):
    receipt = send(cast, device=make_device(cast))
    SubmissionVersion.objects.filter(pk=receipt.version.pk).update(xml=b"<broken")
    assert read_submission(receipt.submission) is None
    assert columns(receipt.submission)["flags"] == ["unreadable"]
