"""One submission as its page shows it: answers in the form's order, repeats as tables, versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.core.reasons import ask_reason
from goodoffices.field.models import Attachment, Form, Submission, SubmissionVersion
from goodoffices.field.services.indexing import questions_of
from goodoffices.formats.openrosa import Malformed
from goodoffices.formats.submissions.answers import read_answers
from goodoffices.formats.submissions.flags import flag_of
from goodoffices.formats.submissions.questions import CHOICES, POINTS, Question, Questions
from goodoffices.formats.submissions.typed import Point, day_of, moment_of, points_of

FILES = frozenset({"image", "audio", "video", "file", "background-audio"})
NUMBERS = frozenset({"integer", "decimal", "range"})
MOMENTS = frozenset({"dateTime", "start", "end"})
DAYS = frozenset({"date", "today"})
BEHIND = frozenset(
    {"calculate", "hidden", "start", "end", "today", "deviceid", "username", "phonenumber"}
    | {"email", "audit", "simserial", "subscriberid", "xml-external", "csv-external"}
)
"""Types that nobody is asked: the form or the phone fills them in."""
SILENT = frozenset({"note", "trigger", "begin_group", "begin_repeat"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: its question, what was answered as it stands and in the reader's words.

    ``kind``: text, number, choice, point, trace, file, day, moment. ``question`` is None where the
    form asks for no such thing.
    """

    key: str
    label: str
    kind: str
    text: str
    words: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    question: Question | None = None
    attachment: Attachment | None = None
    flags: tuple[str, ...] = ()

    @property
    def is_behind(self) -> bool:
        """Say whether nobody was asked for it."""
        return self.question is not None and self.question.type in BEHIND


@dataclass(frozen=True, slots=True)
class Table:
    """The rounds of a repeat: a row each, named by its place, a cell or None for each question."""

    path: str
    label: str
    questions: tuple[tuple[str, Question], ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that differs between two versions."""

    label: str
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One version with its files, and what differs from the version it stands against."""

    version: SubmissionVersion
    files: list[Attachment]
    differences: tuple[Difference, ...]
    against: int
    is_current: bool
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Record:
    """All that the page of a submission shows."""

    submission: Submission
    current: SubmissionVersion
    asked: list[Cell | Table]
    behind: list[Cell]
    stages: list[Stage]
    branches: list[Stage] = field(default_factory=list)
    wording: Reader | None = None

    @property
    def files(self) -> list[Attachment]:
        """The files of the version that holds."""
        return next((stage.files for stage in self.stages if stage.is_current), [])

    def label(self, key: str) -> str:
        """Return the wording of the question that an answer belongs to, given or not."""
        return self.wording.label(key) if self.wording and key else key


def find(code: str, member: Membership) -> Submission:
    """Return a submission the member may see; `NotFound` for any other."""
    rows = Submission.objects.visible_to(member)
    found = rows.select_related("form", "office", "device", "by").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    ask_reason(found, member)
    return found


def record(submission: Submission) -> Record:
    """Read everything about a submission: a few queries, whatever it holds."""
    versions = list(
        submission.versions.select_related("form_version", "device", "by").order_by("number")
    )
    files = _files(versions)
    current = next(one for one in versions if one.number == submission.current)
    answers = Reader(current, files.get(current.pk, []), submission.flags)
    stages = list(_stages(versions, files, current))
    asked = list(answers.asked(submission.answers))
    return Record(
        submission=submission,
        current=current,
        asked=asked,
        behind=list(answers.behind(submission.answers)),
        stages=stages,
        branches=[stage for stage in stages if stage.version.is_branch],
        wording=answers,
    )


def _files(versions: Sequence[SubmissionVersion]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    rows = Attachment.objects.filter(version__in=versions).select_related("file").order_by("pk")
    for row in rows:
        found.setdefault(row.version_id, []).append(row)
    return found


def _stages(
    versions: Sequence[SubmissionVersion],
    files: Mapping[int, list[Attachment]],
    current: SubmissionVersion,
) -> Iterator[Stage]:
    """Yield the versions; an edit stands against what came before, a branch against what holds."""
    readers = {one.pk: Reader(one, files.get(one.pk, [])) for one in versions}
    said = {one.pk: readers[one.pk].values() for one in versions} if len(versions) > 1 else {}
    before: SubmissionVersion | None = None
    for one in versions:
        other = current if one.is_branch else before
        pair = (said.get(other.pk), said.get(one.pk)) if other is not None else (None, None)
        old, new = pair
        found: tuple[Difference, ...] = ()
        if other is not None and old is not None and new is not None:
            found = tuple(_differences(readers[other.pk], old, readers[one.pk], new))
        yield Stage(
            version=one,
            files=files.get(one.pk, []),
            differences=found,
            against=other.number if other is not None else 0,
            is_current=one.pk == current.pk,
            is_readable=other is None or (old is not None and new is not None),
        )
        before = before if one.is_branch else one


def _differences(
    before: Reader, old: Mapping[str, str], after: Reader, new: Mapping[str, str]
) -> Iterator[Difference]:
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) == new.get(key):
            continue
        was = before.cell(key, old[key]) if key in old else None
        now = after.cell(key, new[key]) if key in new else None
        either = now or was
        if either is not None and not either.is_behind:
            yield Difference(either.label, was, now)


class Reader:
    """Says the answers of one version in the reader's language, by the form it was filled in."""

    def __init__(
        self,
        version: SubmissionVersion,
        files: Iterable[Attachment] = (),
        flags: Iterable[str] = (),
        *,
        questions: Questions | None = None,
    ) -> None:
        self._version = version
        self._questions = questions or questions_of(version.form_version)
        self._language = get_language() or "en"
        self._by_name = {one.name: one for one in files if one.state != Attachment.State.CONFLICT}
        self._flags: dict[str, list[str]] = {}
        for flag in map(flag_of, flags):
            self._flags.setdefault(flag.path, []).append(flag.code)

    def values(self) -> dict[str, str] | None:
        """Read the version's own XML; None where it is encrypted or cannot be read."""
        if self._version.is_encrypted:
            return None
        try:
            xml = bytes(self._version.xml)
            said = read_answers(xml, self._questions, received=self._version.received_at)
        except Malformed:
            return None
        return said.values

    def asked(self, answers: Mapping[str, str]) -> Iterator[Cell | Table]:
        """Yield what people answered, in the order of the form; what it does not ask for last."""
        shown: set[str] = set()
        by_path = _by_path(answers)
        for path, question in self._questions.by_path.items():
            if question.repeat and question.repeat not in shown:
                shown.add(question.repeat)
                table = self._table(question.repeat, answers, by_path)
                if table.rows:
                    yield table
            elif not question.repeat and question.type not in BEHIND | SILENT:
                yield from (self.cell(key, answers[key]) for key in by_path.get(path, ()))
        for path, keys in by_path.items():
            if path not in self._questions.by_path and not path.startswith("meta/"):
                yield from (self.cell(key, answers[key]) for key in keys)

    def behind(self, answers: Mapping[str, str]) -> Iterator[Cell]:
        """Yield what the form or the phone filled in by itself."""
        for key, text in answers.items():
            if self._questions.type_of(plain(key)) in BEHIND:
                yield self.cell(key, text)

    def _table(
        self, repeat: str, answers: Mapping[str, str], by_path: Mapping[str, list[str]]
    ) -> Table:
        inside = [
            one
            for one in self._questions.by_path.values()
            if one.repeat == repeat and one.type not in BEHIND | SILENT
        ]
        rounds: dict[str, dict[str, Cell]] = {}
        for question in inside:
            for key in by_path.get(question.path, ()):
                at = round_of(key, repeat)
                rounds.setdefault(at, {})[question.path] = self.cell(key, answers[key])
        named = [(self._questions.label(one.path, self._language), one) for one in inside]
        rows = tuple(
            (place_in_words(at), tuple(found.get(one.path) for one in inside))
            for at, found in sorted(rounds.items(), key=lambda row: _places(row[0]))
        )
        return Table(repeat, repeat.rpartition("/")[2], tuple(named), rows)

    def label(self, key: str) -> str:
        """Return the wording of the question at the place of an answer, with its round."""
        wording = self._questions.label(plain(key), self._language)
        return f"{wording} ({place_in_words(key)})" if _places(key) else wording

    def cell(self, key: str, text: str) -> Cell:
        """Say one answer."""
        path = plain(key)
        question = self._questions.by_path.get(path)
        kind, more = self._said(path, question.type if question else "", text)
        return Cell(
            key=key,
            label=self._questions.label(path, self._language) if question else key,
            kind=kind,
            text=text,
            question=question,
            flags=tuple(self._flags.get(key, ())),
            **more,
        )

    def _said(self, path: str, kind: str, text: str) -> tuple[str, dict[str, Any]]:
        if kind in CHOICES:
            names = self._questions.chosen(path, text)
            words = tuple(self._questions.choice(path, one, self._language) for one in names)
            return "choice", {"words": words}
        if kind in POINTS and (points := points_of(text)):
            return "point" if len(points) == 1 else "trace", {"points": tuple(points)}
        if kind in FILES:
            return "file", {"attachment": self._by_name.get(text.strip())}
        if kind in NUMBERS:
            return "number", {}
        if kind in DAYS and day_of(text):
            return "day", {}
        return ("moment", {}) if kind in MOMENTS and moment_of(text) else ("text", {})


def plain(key: str) -> str:
    """Return the path of a question from the place of one of its answers: without the rounds."""
    return "/".join(step.partition("[")[0] for step in key.split("/"))


def round_of(key: str, repeat: str) -> str:
    """Return in which round of a repeat an answer stands: "people[2]" of "people[2]/age"."""
    return "/".join(key.split("/")[: repeat.count("/") + 1])


def place_in_words(at: str) -> str:
    """Say a round: "2", or "2.1" for the first of a repeat inside the second."""
    return ".".join(str(number) for number in _places(at)) or at


def _places(at: str) -> tuple[int, ...]:
    numbers = (step.partition("[")[2].rstrip("]") for step in at.split("/"))
    return tuple(int(number) for number in numbers if number.isdigit())


def _by_path(answers: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in answers:
        found.setdefault(plain(key), []).append(key)
    return found


MOST_COLUMNS = 4
COLUMN_TYPES = CHOICES | NUMBERS | frozenset({"text", "date", "dateTime", "geopoint"})


class Columns:
    """The first questions of a form as columns of a list, in the words of its current version."""

    def __init__(self, form: Form) -> None:
        assert form.current is not None, "asked for by the caller"
        self._questions = questions_of(form.current)
        asked = self._questions.by_path.values()
        fitting = [one for one in asked if not one.repeat and one.type in COLUMN_TYPES]
        # What has to be answered tells most; the others fill up what is left.
        first = sorted(fitting, key=lambda one: not one.required)[:MOST_COLUMNS]
        self._asked = [one for one in fitting if one in first]
        language = get_language() or "en"
        self.labels = [self._questions.label(one.path, language) for one in self._asked]

    def cells(self, submission: Submission) -> list[Cell | None]:
        """Return the answers of a submission that stand in the columns."""
        version = SubmissionVersion(is_encrypted=False)
        reader = Reader(version, questions=self._questions)
        answers: dict[str, str] = submission.answers
        return [
            reader.cell(one.path, answers[one.path]) if one.path in answers else None
            for one in self._asked
        ]


def columns_of(form: Form) -> Columns | None:
    """Return the columns of a form; None while it has no version."""
    return Columns(form) if form.current is not None else None
