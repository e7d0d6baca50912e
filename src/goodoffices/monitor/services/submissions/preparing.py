"""Before the transaction: waiting submissions are read, and each becomes a row or a reason."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from goodoffices.core.models import Programme
from goodoffices.field import flags
from goodoffices.field.models import Mapping, Submission, SubmissionVersion
from goodoffices.field.services.reading import Reader, clock_off
from goodoffices.formats.submissions.entries import Entry, read_entries
from goodoffices.formats.submissions.flags import Flag
from goodoffices.formats.submissions.rows import make_row
from goodoffices.formats.values import ReportRow

log = logging.getLogger("goodoffices.submissions")
State = Submission.MappingState


@dataclass(slots=True)
class Prepared:
    """One submission with its current version, and the report row it makes, or None.

    The submission's columns are filled and not saved; ``state`` is what it will be in.
    """

    submission: Submission
    version: SubmissionVersion
    mapping: Mapping | None
    state: str
    row: ReportRow | None = None
    logs: frozenset[str] = frozenset()
    clock_off: int | None = None

    @property
    def tlp(self) -> int:
        """The stricter of the marks of the form and of the submission."""
        return max(self.submission.tlp, self.submission.form.tlp)

    @property
    def opens(self) -> bool:
        """Whether its report opens an incident: the form says so, and it says when, where or
        what."""
        row = self.row
        says = row is not None and bool(row.dates or row.places or row.types)
        return says and self.submission.form.opens_incident

    def flag(self, code: str) -> None:
        """Remark on the submission as a whole."""
        self.submission.flags = flags.written(
            [*map(flags.flag_of, self.submission.flags), Flag(code)]
        )


class Preparer:
    """Reads the waiting submissions of a programme; keep one for many."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._reader = Reader()
        self._entries: dict[int, tuple[Entry, ...]] = {}

    def next(self, after: int, most: int) -> list[Prepared]:
        """Return the next waiting submissions behind an id, oldest first."""
        rows = waiting(self._programme).filter(pk__gt=after)
        related = ("form", "device__office", "office", "by")
        found = list(rows.select_related(*related).defer("answers", "flags").order_by("pk")[:most])
        current = SubmissionVersion.objects.filter(
            submission__in=found, number=F("submission__current")
        )
        versions = {one.submission_id: one for one in current}
        used = {one.form_version_id for one in versions.values()}
        self._reader.learn(used)
        mappings = newest_mappings(used)
        return [
            self._prepared(one, versions[one.pk], mappings.get(versions[one.pk].form_version_id))
            for one in found
        ]

    def _prepared(
        self, submission: Submission, version: SubmissionVersion, mapping: Mapping | None
    ) -> Prepared:
        submission.programme = self._programme
        one = Prepared(submission, version, mapping, State.FAILED)
        try:
            self._read(one)
        except Exception as error:  # one bad submission must not stop the others
            log.error("submission %s met %s", submission.code, type(error).__name__)
            failed(one)
        return one

    def _read(self, one: Prepared) -> None:
        answers = self._reader.read(one.submission, one.version)
        if answers is None:
            one.state = State.SEALED if one.version.is_encrypted else State.FAILED
            return
        one.logs = answers.logs
        one.clock_off = clock_off(answers, one.version.received_at)
        if one.mapping is None or not one.mapping.entries:
            one.state = State.UNMAPPED
            return
        made = make_row(
            answers,
            self._reader.questions(one.version.form_version_id),
            self._entries_of(one.mapping),
            root_id=one.submission.root_id,
            origin={"form": one.submission.form.xform_id, "instanceID": one.version.instance_id},
            received=one.version.received_at,
        )
        one.row = made.row
        one.state = State.MAPPED if made.row else State.FAILED
        one.submission.flags = flags.written(
            [*map(flags.flag_of, one.submission.flags), *made.flags]
        )

    def _entries_of(self, mapping: Mapping) -> tuple[Entry, ...]:
        if mapping.pk not in self._entries:
            self._entries[mapping.pk] = read_entries(mapping.entries)
        return self._entries[mapping.pk]


def failed(one: Prepared) -> None:
    """Say of a submission that no report could be made of it, through no fault of its own."""
    one.row, one.state = None, State.FAILED
    if "flags" in one.submission.get_deferred_fields():
        one.submission.answers, one.submission.flags = {}, []
    one.flag(flags.NOT_TAKEN)


def waiting(programme: Programme) -> QuerySet[Submission]:
    """Return the submissions of a programme that wait to be read."""
    return Submission.objects.filter(programme=programme, mapping_state=State.WAITING)


def newest_mappings(version_ids: Sequence[int] | set[int]) -> dict[int, Mapping]:
    """Return the mapping that holds for each version of a form: the one confirmed last."""
    rows = Mapping.objects.filter(version_id__in=version_ids).order_by("version_id", "number")
    return {one.version_id: one for one in rows}
