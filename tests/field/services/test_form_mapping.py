"""What the questions mean: suggested, confirmed by a person, taken over by the next version."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.field.models import FormVersion, Mapping, Submission, SubmissionVersion
from goodoffices.field.services import forms
from goodoffices.field.services.forms.mapping import carried_from, current
from goodoffices.formats.submissions.entries import (
    DateEntry,
    NarrativeEntry,
    TollEntry,
    write_entries,
)
from tests.cast import Cast
from tests.field.forms import CHOICES, ENTRIES, SURVEY, taken

pytestmark = pytest.mark.usefixtures("in_programme")


def confirmed(cast: Cast, version: FormVersion, entries: Any = ENTRIES) -> Mapping:
    return forms.confirm_mapping(version=version, entries=entries, by=cast.director.user)


def sent(version: FormVersion, state: str, **more: Any) -> Submission:
    """Make a submission of a version as the intake leaves it."""
    root = f"uuid:{Submission.objects.count()}"
    submission = Submission.objects.create(
        programme=version.form.programme,
        form=version.form,
        root_id=root,
        mapping_state=state,
        **more,
    )
    SubmissionVersion.objects.create(
        submission=submission,
        form=version.form,
        form_version=version,
        instance_id=root,
        xml=b"<data/>",
        sha256="0" * 64,
        is_encrypted=state == "sealed",
    )
    return submission


def test_a_confirmed_mapping_is_kept_as_it_is_read(cast: Cast) -> None:
    version = taken(cast.monitoring_officer)
    mapping = confirmed(cast, version)
    assert mapping.number == 1
    assert mapping.entries[0] == {
        "claim": "date",
        "path": "day",
        "until": "",
        "precision": "day",
    }
    assert AuditEntry.objects.get(action="field.mapping.confirmed").data == {
        "number": 1,
        "entries": 4,
        "mapping": 1,
    }


def test_an_earlier_mapping_stays_on_record(cast: Cast) -> None:
    version = taken(cast.monitoring_officer)
    confirmed(cast, version)
    confirmed(cast, version, ENTRIES[:1])
    assert [one.number for one in version.mappings.order_by("number")] == [1, 2]
    latest = current(version)
    assert latest is not None
    assert len(latest.entries) == 1


@pytest.mark.parametrize(
    "entries",
    [
        [{"claim": "date", "path": "nowhere"}],
        [{"claim": "mood", "path": "day"}],
        [{"claim": "toll", "path": "killed"}, {"claim": "toll", "path": "day"}],
    ],
)
def test_what_does_not_fit_the_version_is_refused(cast: Cast, entries: Any) -> None:
    version = taken(cast.monitoring_officer)
    with pytest.raises(InvalidInput):
        confirmed(cast, version, entries)
    assert not version.mappings.exists()


def test_two_people_do_not_confirm_over_one_another(cast: Cast) -> None:
    version = taken(cast.monitoring_officer)
    confirmed(cast, version)
    with pytest.raises(Conflict):
        forms.confirm_mapping(version=version, entries=ENTRIES, seen=0, by=cast.director.user)


def test_an_analyst_may_not_confirm(cast: Cast) -> None:
    version = taken(cast.monitoring_officer)
    with pytest.raises(NotPermitted):
        forms.confirm_mapping(version=version, entries=ENTRIES, by=cast.analyst.user)


def test_a_first_suggestion_is_a_guess(cast: Cast) -> None:
    suggested = forms.suggestion(taken(cast.monitoring_officer))
    assert DateEntry("day") in suggested
    assert TollEntry("killed", "killed") in suggested
    assert NarrativeEntry("account") in suggested


class TestTheNextVersion:
    """What was confirmed before is taken over, or suggested as far as it fits."""

    def test_unchanged_questions_take_the_mapping_over(self, cast: Cast) -> None:
        mapping = confirmed(cast, taken(cast.monitoring_officer))
        survey = SURVEY + "text | more | More | المزيد"
        new = taken(cast.monitoring_officer, version="2", survey=survey)
        kept = new.mappings.get()
        assert kept.entries == mapping.entries
        assert kept.by == cast.director.user
        assert carried_from(new) == 1
        entry = AuditEntry.objects.filter(action="field.mapping.confirmed").latest("seq")
        assert entry.data == {"number": 2, "carried_from": 1}

    def test_a_mapping_confirmed_since_is_no_longer_taken_over(self, cast: Cast) -> None:
        confirmed(cast, taken(cast.monitoring_officer))
        new = taken(cast.monitoring_officer, version="2")
        confirmed(cast, new, ENTRIES[:2])
        assert carried_from(new) is None

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("integer           | killed", "text              | killed"),
            ("date              | day ", "date              | the_day "),
        ],
    )
    def test_a_changed_question_asks_for_a_person(self, cast: Cast, old: str, new: str) -> None:
        confirmed(cast, taken(cast.monitoring_officer))
        version = taken(cast.monitoring_officer, version="2", survey=SURVEY.replace(old, new))
        assert not version.mappings.exists()
        assert NarrativeEntry("account") in forms.suggestion(version)

    def test_a_new_choice_of_a_kind_asks_for_a_person(self, cast: Cast) -> None:
        confirmed(cast, taken(cast.monitoring_officer))
        choices = CHOICES + "kinds | protest | Protest | احتجاج"
        version = taken(cast.monitoring_officer, version="2", choices=choices)
        assert not version.mappings.exists()

    def test_new_questions_are_guessed_at_beside_what_holds(self, cast: Cast) -> None:
        confirmed(cast, taken(cast.monitoring_officer), ENTRIES[:1])
        survey = SURVEY.replace("date              | day ", "dateTime          | day ")
        survey += "integer | injured | Injured | الجرحى"
        version = taken(cast.monitoring_officer, version="2", survey=survey)
        suggested = forms.suggestion(version)
        assert write_entries(suggested) == [
            *write_entries([DateEntry("day")]),
            *write_entries([TollEntry("injured", "injured")]),
        ]


class TestWhatWasSent:
    """Submissions that could not be mapped are tried again when somebody says what they mean."""

    @pytest.mark.parametrize("state", ["unmapped", "failed"])
    def test_what_could_not_be_mapped_waits_again(self, cast: Cast, state: str) -> None:
        version = taken(cast.monitoring_officer)
        submission = sent(version, state)
        confirmed(cast, version)
        submission.refresh_from_db()
        assert submission.mapping_state == "waiting"

    @pytest.mark.parametrize("state", ["mapped", "sealed"])
    def test_what_is_a_report_already_stays_until_it_is_asked_for(
        self, cast: Cast, state: str
    ) -> None:
        version = taken(cast.monitoring_officer)
        submission = sent(version, state)
        confirmed(cast, version)
        submission.refresh_from_db()
        assert submission.mapping_state == state
        assert forms.map_again(version=version, by=cast.director.user) == (state == "mapped")
        submission.refresh_from_db()
        assert submission.mapping_state == ("waiting" if state == "mapped" else "sealed")

    def test_submissions_of_other_versions_are_left_alone(self, cast: Cast) -> None:
        old = taken(cast.monitoring_officer)
        submission = sent(old, "unmapped")
        confirmed(cast, taken(cast.monitoring_officer, version="2"))
        submission.refresh_from_db()
        assert submission.mapping_state == "unmapped"

    def test_nothing_is_run_again_without_a_mapping(self, cast: Cast) -> None:
        with pytest.raises(InvalidInput, match="Confirm first"):
            forms.map_again(version=taken(cast.monitoring_officer), by=cast.director.user)

    def test_an_encrypted_form_is_not_mapped(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer, public_key="MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A")
        assert version.encrypted
        with pytest.raises(InvalidInput, match="encrypted"):
            confirmed(cast, version)
