"""Comments, questions back to the officer, review, deleting, and edits that cross one another."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.access import name_on
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, Submission, SubmissionNote, SubmissionVersion
from goodoffices.field.queries.conversation import (
    notes_of,
    open_questions,
    open_questions_of_device,
    open_questions_to,
    questions_of,
)
from goodoffices.field.refusals import Refused
from goodoffices.field.services import reviewing
from goodoffices.monitor.models import Incident, Report
from goodoffices.monitor.services.submissions.taking import take_waiting
from tests.cast import Cast
from tests.field.builders import incident_form, make_device, send, sent, xml_of
from tests.formats.submissions.incident import BODY

Review = Submission.Review


@pytest.fixture
def form(in_programme: Cast) -> Form:
    return incident_form(in_programme)


@pytest.fixture
def submission(form: Form, cast: Cast) -> Submission:
    return sent(cast, xml_of(instance_id="uuid:a"), device=make_device(cast))


def stands(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).review


def texts(found: dict[int, list[Any]]) -> list[str]:
    return [one.text for questions in found.values() for one in questions]


class TestTalking:
    def test_a_comment_stays_among_those_who_read(self, submission: Submission, cast: Cast):
        by = cast.monitoring_officer.user
        note = reviewing.comment(submission=submission, text=" Looks right. ", by=by)
        assert (note.text, note.kind, note.by) == ("Looks right.", "comment", by)
        assert stands(submission) == Review.RECEIVED
        assert open_questions_to(cast.field_officer) == {}
        entry = AuditEntry.objects.get(action="field.submission.noted")
        assert entry.data == {"note": note.pk}
        assert notes_of(submission) == [note]

    def test_a_question_goes_back_and_is_answered(self, submission: Submission, cast: Cast):
        reader, officer = cast.monitoring_officer.user, cast.field_officer.user
        asked = reviewing.ask(submission=submission, text="Which street?", by=reader)
        assert stands(submission) == submission.review == Review.QUESTION
        assert texts(open_questions_to(cast.field_officer)) == ["Which street?"]
        assert submission.device is not None
        assert texts(open_questions_of_device(submission.device)) == ["Which street?"]
        given = reviewing.answer(
            submission=submission, text="By the mill.", by=officer, question=asked.pk
        )
        assert given.question == asked
        assert stands(submission) == Review.RECEIVED
        assert open_questions_to(cast.field_officer) == {}
        [[known]] = questions_of([submission.pk]).values()
        assert (known.id, known.answered) == (asked.pk, True)

    def test_each_question_is_answered_for_itself(self, submission: Submission, cast: Cast):
        reader, officer = cast.monitoring_officer.user, cast.field_officer.user
        reviewing.ask(submission=submission, text="One?", by=reader)
        two = reviewing.ask(submission=submission, text="Two?", by=reader)
        reviewing.answer(submission=submission, text="Two.", by=officer, question=two)
        assert texts(open_questions([submission.pk])) == ["One?"]
        assert stands(submission) == Review.QUESTION
        reviewing.answer(submission=submission, text="All.", by=officer)
        assert open_questions([submission.pk]) == {}
        assert stands(submission) == Review.RECEIVED
        reviewing.ask(submission=submission, text="Three?", by=reader)
        assert texts(open_questions([submission.pk])) == ["Three?"]

    def test_the_same_answer_again_changes_nothing(self, submission: Submission, cast: Cast):
        """A phone that never heard that its answer arrived sends it once more."""
        question = reviewing.ask(
            submission=submission, text="Who?", by=cast.monitoring_officer.user
        )
        said = {"submission": submission, "text": "A neighbour.", "question": question.pk}
        first = reviewing.answer(**said, by=cast.field_officer.user)
        assert reviewing.answer(**said, by=cast.field_officer.user) == first
        other = reviewing.answer(**said | {"text": "Two"}, by=cast.field_officer.user)
        assert other != first

    def test_corrected_and_answered_it_is_edited(self, submission: Submission, cast: Cast):
        reader, officer = cast.monitoring_officer.user, cast.field_officer.user
        reviewing.ask(submission=submission, text="How many?", by=reader)
        edit = xml_of(instance_id="uuid:b", deprecated="uuid:a")
        sent(cast, edit, device=submission.device)
        reviewing.ask(submission=submission, text="Sure?", by=reader)
        reviewing.answer(submission=submission, text="Yes.", by=officer)
        assert stands(submission) == Review.EDITED

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_nothing_is_said_with_no_words(self, submission: Submission, cast: Cast, text: str):
        by = cast.monitoring_officer.user
        for act in (reviewing.comment, reviewing.ask):
            with pytest.raises(InvalidInput):
                act(submission=submission, text=text, by=by)
        with pytest.raises(InvalidInput):
            reviewing.answer(submission=submission, text=text, by=cast.field_officer.user)
        assert SubmissionNote.objects.count() == 0

    def test_a_question_of_another_submission_is_not_answered(
        self, submission: Submission, cast: Cast
    ):
        other = sent(cast, device=submission.device)
        asked = reviewing.ask(submission=other, text="?", by=cast.monitoring_officer.user)
        with pytest.raises(NotFound):
            reviewing.answer(
                submission=submission, text="x", by=cast.field_officer.user, question=asked
            )

    def test_one_query_for_all_questions_of_a_device(
        self, form: Form, cast: Cast, django_assert_num_queries: Any
    ):
        device = make_device(cast)
        for _ in range(3):
            submission = sent(cast, device=device)
            reviewing.ask(submission=submission, text="?", by=cast.monitoring_officer.user)
        cast.field_officer.named.count()
        device.membership  # noqa: B018
        open_questions_to(device.membership)
        with django_assert_num_queries(1):
            assert len(open_questions_of_device(device)) == 3
        with django_assert_num_queries(1):
            assert len(open_questions_to(device.membership)) == 3

    def test_questions_about_another_officers_report_are_not_seen(
        self, submission: Submission, cast: Cast
    ):
        reviewing.ask(submission=submission, text="?", by=cast.monitoring_officer.user)
        other = make_device(cast, cast.analyst)
        assert open_questions_to(cast.analyst) == {}
        assert open_questions_of_device(other) == {}

    def test_a_question_about_a_deleted_submission_is_seen_no_more(
        self, submission: Submission, cast: Cast
    ):
        by = cast.monitoring_officer.user
        reviewing.ask(submission=submission, text="?", by=by)
        reviewing.delete(submission=submission, reason="Test", by=by)
        assert open_questions_to(cast.field_officer) == {}


class TestReviewing:
    @pytest.mark.parametrize("state", ["approved", "rejected", "received"])
    def test_a_review_is_appended(self, submission: Submission, cast: Cast, state: str):
        by = cast.director.user
        note = reviewing.review(submission=submission, state=state, text="Seen.", by=by)
        assert stands(submission) == submission.review == state
        assert (note.kind, note.state, note.text) == ("review", state, "Seen.")
        entry = AuditEntry.objects.get(action="field.submission.reviewed")
        assert (entry.data["from"], entry.data["to"]) == ("received", state)

    def test_a_rejection_says_why(self, submission: Submission, cast: Cast):
        with pytest.raises(InvalidInput):
            reviewing.review(submission=submission, state="rejected", by=cast.director.user)

    @pytest.mark.parametrize("state", ["question", "edited", "done", ""])
    def test_other_states_set_themselves(self, submission: Submission, cast: Cast, state: str):
        with pytest.raises(InvalidInput):
            reviewing.review(submission=submission, state=state, by=cast.director.user)

    def test_an_edit_undoes_an_approval(self, submission: Submission, cast: Cast):
        reviewing.review(submission=submission, state="approved", by=cast.director.user)
        edit = xml_of(instance_id="uuid:b", deprecated="uuid:a")
        sent(cast, edit, device=submission.device)
        assert stands(submission) == Review.EDITED


class TestDeleting:
    def test_its_report_is_withdrawn_and_comes_back(self, submission: Submission, cast: Cast):
        by = cast.monitoring_officer.user
        take_waiting(cast.programme)
        reviewing.delete(submission=submission, reason="A test from training", by=by)
        take_waiting(cast.programme)
        report = Report.objects.get()
        assert report.withdrawn_at is not None
        assert report.withdrawn_reason == "A test from training"
        incident = Incident.objects.get()
        assert (incident.report_count, incident.withdrawn_count) == (0, 1)
        entry = AuditEntry.objects.get(action="monitor.report.withdrawn")
        assert (entry.reason, entry.data["submission"]) == (
            "A test from training",
            submission.code,
        )
        reviewing.restore(submission=submission, reason="It was none", by=by)
        take_waiting(cast.programme)
        report.refresh_from_db()
        assert report.withdrawn_at is None
        assert Incident.objects.get().report_count == 1
        assert report.current == 1
        assert Report.objects.count() == 1

    def test_a_report_withdrawn_by_a_person_stays_withdrawn(
        self, submission: Submission, cast: Cast
    ):
        from goodoffices.monitor import services

        by = cast.monitoring_officer.user
        take_waiting(cast.programme)
        services.withdraw(report=Report.objects.get(), reason="The officer took it back", by=by)
        reviewing.delete(submission=submission, reason="x", by=by)
        take_waiting(cast.programme)
        reviewing.restore(submission=submission, reason="y", by=by)
        take_waiting(cast.programme)
        assert Report.objects.get().withdrawn_reason == "The officer took it back"

    def test_deleted_before_it_was_read_it_makes_no_report_until_restored(
        self, submission: Submission, cast: Cast
    ):
        by = cast.monitoring_officer.user
        reviewing.delete(submission=submission, reason="x", by=by)
        take_waiting(cast.programme)
        assert Report.objects.count() == 0
        assert Submission.objects.get().mapping_state == "unmapped"
        reviewing.restore(submission=submission, reason="y", by=by)
        take_waiting(cast.programme)
        assert Report.objects.get().submission == submission

    def test_twice_is_a_conflict_and_both_need_a_reason(self, submission: Submission, cast: Cast):
        by = cast.monitoring_officer.user
        with pytest.raises(Conflict):
            reviewing.restore(submission=submission, reason="x", by=by)
        with pytest.raises(InvalidInput):
            reviewing.delete(submission=submission, reason=" ", by=by)
        reviewing.delete(submission=submission, reason="x", by=by)
        with pytest.raises(Conflict):
            reviewing.delete(submission=submission, reason="x", by=by)
        with pytest.raises(InvalidInput):
            reviewing.restore(submission=submission, reason="", by=by)
        for act in (
            lambda: reviewing.ask(submission=submission, text="?", by=by),
            lambda: reviewing.review(submission=submission, state="approved", by=by),
        ):
            with pytest.raises(Conflict):
                act()


class TestBranches:
    @pytest.fixture
    def branch(self, submission: Submission, cast: Cast) -> SubmissionVersion:
        edit = xml_of(instance_id="uuid:b", deprecated="uuid:a")
        sent(cast, edit, device=submission.device)
        other = BODY.replace("Shells", "Rockets")
        with pytest.raises(Refused):
            send(
                cast,
                xml_of(other, instance_id="uuid:c", deprecated="uuid:a"),
                {"1.jpg": b"of the branch"},
                device=submission.device,
            )
        take_waiting(cast.programme)
        return SubmissionVersion.objects.get(instance_id="uuid:c")

    def test_taken_it_is_the_current_version_and_the_report_follows(
        self, branch: SubmissionVersion, cast: Cast
    ):
        by = cast.monitoring_officer.user
        settled = reviewing.settle_branch(version=branch, take=True, reason="The later one", by=by)
        assert settled.is_branch is False
        take_waiting(cast.programme)
        submission = Submission.objects.get()
        assert (submission.current, submission.review) == (3, Review.EDITED)
        report = Report.objects.get()
        assert (report.title, report.current) == ("Rockets on the market", 2)
        assert report.attachments.count() == 1

    def test_left_it_stays_on_record_and_the_report_as_it_was(
        self, branch: SubmissionVersion, cast: Cast
    ):
        by = cast.monitoring_officer.user
        reviewing.settle_branch(version=branch, take=False, reason="Sent by mistake", by=by)
        take_waiting(cast.programme)
        assert Submission.objects.get().current == 2
        report = Report.objects.get()
        assert (report.title, report.current) == ("Shells on the market", 1)
        assert report.attachments.count() == 0
        entry = AuditEntry.objects.get(action="field.submission.branch_settled")
        assert (entry.data, entry.reason) == ({"number": 3, "taken": False}, "Sent by mistake")
        with pytest.raises(Conflict):
            reviewing.settle_branch(version=branch, take=True, reason="x", by=by)

    def test_files_of_a_branch_that_was_left_never_become_evidence(
        self, branch: SubmissionVersion, cast: Cast
    ):
        by = cast.monitoring_officer.user
        reviewing.settle_branch(version=branch, take=False, reason="Sent by mistake", by=by)
        device = Submission.objects.get().device
        sent(cast, xml_of(instance_id="uuid:d", deprecated="uuid:b"), device=device)
        take_waiting(cast.programme)
        assert Submission.objects.get().current == 4
        assert Report.objects.get().attachments.count() == 0


def _acts(submission: Submission, by: Any) -> list[Any]:
    version = submission.versions.get(number=1)
    return [
        lambda: reviewing.comment(submission=submission, text="x", by=by),
        lambda: reviewing.ask(submission=submission, text="x", by=by),
        lambda: reviewing.review(submission=submission, state="approved", by=by),
        lambda: reviewing.delete(submission=submission, reason="x", by=by),
        lambda: reviewing.restore(submission=submission, reason="x", by=by),
        lambda: reviewing.settle_branch(version=version, take=True, reason="x", by=by),
    ]


class TestWhoMay:
    @pytest.mark.parametrize("who", ["field_officer", "press_officer", "partner", "administrator"])
    def test_without_the_right(self, submission: Submission, cast: Cast, who: str):
        member: Membership = getattr(cast, who)
        for act in _acts(submission, member.user):
            with pytest.raises(NotPermitted):
                act()

    def test_strangers_and_other_programmes(self, submission: Submission, cast: Cast):
        for user in (cast.stranger, cast.outsider.user):
            for act in _acts(submission, user):
                with pytest.raises(NotFound):
                    act()
            with pytest.raises(NotFound):
                reviewing.answer(submission=submission, text="x", by=user)

    def test_a_hidden_submission_does_not_exist(self, submission: Submission, cast: Cast):
        Submission.objects.filter(pk=submission.pk).update(tlp=TLP.RED)
        for act in _acts(submission, cast.monitoring_officer.user):
            with pytest.raises(NotFound):
                act()
        name_on(submission, [cast.monitoring_officer], by=None)
        reviewing.comment(submission=submission, text="x", by=cast.monitoring_officer.user)

    def test_only_the_officer_answers(self, submission: Submission, cast: Cast):
        reviewing.ask(submission=submission, text="?", by=cast.monitoring_officer.user)
        for member in (cast.monitoring_officer, cast.analyst):
            with pytest.raises(NotFound):
                reviewing.answer(submission=submission, text="x", by=member.user)
        with pytest.raises(NotPermitted):
            reviewing.answer(submission=submission, text="x", by=cast.press_officer.user)
