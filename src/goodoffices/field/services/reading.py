"""Reading a submission: its answers out of the XML, and what is remarkable about them.

The XML stays the truth; what is written here is read from it and can be read again at any time
with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from goodoffices.field.models import FormVersion, Submission, SubmissionVersion
from goodoffices.formats.openrosa import Malformed
from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.answers import AHEAD, Answers, read_answers
from goodoffices.formats.submissions.flags import Flag, written
from goodoffices.formats.submissions.questions import Questions

READ = (
    *("answers", "flags", "name", "language"),
    *("started_at", "ended_at", "latitude", "longitude"),
)
"""The columns of a submission that reading fills."""


class Reader:
    """Reads submissions of one programme; keep one for many, it remembers the forms."""

    def __init__(self) -> None:
        self._questions: dict[int, Questions] = {}

    def learn(self, version_ids: Iterable[int]) -> None:
        """Load what versions of forms ask, where it is not known yet."""
        missing = set(version_ids) - self._questions.keys()
        if missing:
            names = ("fields", "choices", "default_language", "languages")
            rows = FormVersion.objects.filter(pk__in=missing).values_list("pk", *names)
            for pk, fields, choices, default, languages in rows:
                self._questions[pk] = Questions(
                    fields, choices, default_language=default, languages=languages
                )

    def questions(self, version_id: int) -> Questions:
        """Return what a version of a form asks."""
        self.learn([version_id])
        return self._questions[version_id]

    def read(self, submission: Submission, version: SubmissionVersion) -> Answers | None:
        """Fill the columns `READ` of a submission from one of its versions, without saving.

        None where it was encrypted on the phone or its XML cannot be read.
        """
        if version.is_encrypted:
            _fill(submission, Answers())
            return None
        try:
            answers = read_answers(
                bytes(version.xml),
                self.questions(version.form_version_id),
                received=version.received_at,
            )
        except Malformed:
            _fill(submission, Answers(flags=(Flag(codes.UNREADABLE),)))
            return None
        _fill(submission, answers, _clock(answers, version))
        return answers


def read_submission(submission: Submission) -> Answers | None:
    """Read the current version of one submission and save what was read."""
    version = SubmissionVersion.objects.get(submission=submission, number=submission.current)
    answers = Reader().read(submission, version)
    submission.save(update_fields=READ)
    return answers


def _fill(submission: Submission, answers: Answers, clock: Iterable[Flag] = ()) -> None:
    submission.answers = answers.values
    submission.flags = written((*answers.flags, *clock))
    submission.name = answers.name
    submission.language = answers.language[:8]
    submission.started_at, submission.ended_at = answers.started, answers.ended
    point = answers.point
    submission.latitude = point.latitude if point else None
    submission.longitude = point.longitude if point else None


def _clock(answers: Answers, version: SubmissionVersion) -> list[Flag]:
    """Flag a clock that the phone itself showed to be off when it sent."""
    off = version.clock_off
    if off is None or abs(off) <= AHEAD.total_seconds():
        return []
    return [Flag(codes.CLOCK_AHEAD if off > 0 else codes.CLOCK_BEHIND)]


def clock_off(answers: Answers, received: datetime) -> int | None:
    """Return by how many seconds the phone's clock is ahead, where a form cannot be that new."""
    said = answers.ended or answers.started
    if said is None or said <= received:
        return None
    return int((said - received).total_seconds())
