"""What cannot be mapped is flagged and stays; it stops nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from goodoffices.field.models import Device, Form
from goodoffices.monitor.models import Report
from tests.cast import Cast
from tests.field.builders import (
    incident_form,
    make_device,
    send,
    sent,
    xml_of,
)
from tests.formats.submissions.incident import BODY
from tests.monitor.services.submissions.stage import State, fresh, report_of, take


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
