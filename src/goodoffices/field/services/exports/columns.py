"""The columns of an export: what every submission has, and what a form asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goodoffices.field.models import Form, FormVersion
from goodoffices.field.services.indexing import questions_of
from goodoffices.formats.submissions.questions import CHOICES, Question, Questions
from goodoffices.formats.submissions.typed import number_of, point_of, whole_of

FACTS = (
    *("code", "instanceID", "form", "version", "number", "received_at", "started_at", "ended_at"),
    *("office", "officer", "device", "channel", "review", "mapping", "flags", "language", "name"),
    *("tlp", "files_awaited"),
)
"""Columns that every submission has. ``instanceID`` is the one it began with, ``number`` how
many times it was sent, edits included."""

LINKS = ("instanceID", "key", "parent_key")
"""Columns that tie the rounds of a repeat to their submission and to the round around them."""

POINT_PARTS = ("latitude", "longitude", "altitude", "accuracy")
UNASKED = frozenset({"note", "trigger"})
NUMBERS = frozenset({"integer", "decimal", "range"})


@dataclass(frozen=True, slots=True)
class Options:
    """How answers are written.

    ``labels``: questions and choices in the words of ``language``, else by their names;
    ``split``: a question of several choices has a column for each; ``paths``: columns are called
    by the groups the question stands in, else by its name alone where that is clear.
    """

    labels: bool = False
    split: bool = False
    paths: bool = True
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of answers: ``part`` of a point, or whether ``choice`` is among those chosen.

    ``key`` begins with a slash, so that no question is taken for one of the `FACTS`.
    """

    key: str
    header: str
    question: Question
    part: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The submissions of a form, or the rounds of one of its repeats (``repeat``)."""

    name: str
    repeat: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The keys of all columns, in order."""
        before = LINKS if self.repeat else FACTS
        return [*before, *(one.key for one in self.columns)]

    @property
    def labels(self) -> dict[str, str]:
        """The headers of the columns of answers by their keys."""
        return {one.key: one.header for one in self.columns}


class Layout:
    """What a form asks over all its versions, the newest first, laid out as tables."""

    def __init__(self, form: Form, options: Options) -> None:
        found = FormVersion.objects.filter(form=form).order_by("-number")
        self._versions = [questions_of(one) for one in found]
        self._options = options
        self.form = form
        self.tables = tuple(self._tables())

    def _tables(self) -> Iterator[Table]:
        inside: dict[str, dict[str, Question]] = {"": {}}
        for questions in self._versions:
            for path, question in questions.by_path.items():
                if question.type not in UNASKED:
                    inside.setdefault(question.repeat, {}).setdefault(path, question)
        for repeat, asked in inside.items():
            columns = tuple(_told_apart(self._columns(asked.values())))
            yield Table(_file_name(repeat) or "submissions", repeat, columns)

    def _columns(self, asked: Iterable[Question]) -> Iterator[Column]:
        asked = list(asked)
        short = Counter(one.path.rpartition("/")[2] for one in asked)
        for question in asked:
            name = question.path.rpartition("/")[2]
            clear = not self._options.paths and short[name] == 1
            yield from self._of(question, self._header(question, name if clear else question.path))

    def _of(self, question: Question, header: str) -> Iterator[Column]:
        key = f"/{question.path}"
        if question.type == "geopoint":
            for part in POINT_PARTS:
                yield Column(f"{key}/{part}", self._under(header, part), question, part=part)
            return
        yield Column(key, header, question)
        if self._options.split and question.type == "select_multiple":
            for name in self._choices(question):
                said = self.choice(question, name) if self._options.labels else name
                yield Column(f"{key}/{name}", self._under(header, said), question, choice=name)

    def _under(self, header: str, part: str) -> str:
        return f"{header}: {part}" if self._options.labels else f"{header}/{part}"

    def _header(self, question: Question, name: str) -> str:
        if not self._options.labels:
            return name
        return self._knowing(question).label(question.path, self._options.language)

    def _choices(self, question: Question) -> list[str]:
        known = (questions.names(question.path) for questions in self._versions)
        return list(dict.fromkeys(name for names in known for name in names))

    def _knowing(self, question: Question) -> Questions:
        return next(one for one in self._versions if question.path in one.by_path)

    def choice(self, question: Question, name: str) -> str:
        """Return a choice in the words of the newest version that has it, else its name."""
        for questions in self._versions:
            if name in questions.names(question.path):
                return questions.choice(question.path, name, self._options.language)
        return name

    def value(self, column: Column, text: str) -> Any:
        """Return what stands in a column for an answer ("" for none): a number, or text."""
        question = column.question
        if column.part:
            return _part(text, column.part)
        if column.choice:
            return (1 if column.choice in text.split() else 0) if text else None
        if not text:
            return None
        if question.type in NUMBERS:
            whole = whole_of(text)
            number = number_of(text) if whole is None else whole
            return text if number is None else number
        if self._options.labels and question.type in CHOICES:
            several = question.type != "select_one"
            names = text.split() if several else [text]
            return (
                [self.choice(question, name) for name in names]
                if several
                else self.choice(question, text.strip())
            )
        return text


def _part(text: str, part: str) -> float | None:
    point = point_of(text)
    if point is None:
        return None
    if part == "altitude":
        steps = text.replace(",", " ").split()
        return number_of(steps[2]) if len(steps) > 2 else None
    found: float | None = getattr(point, part)
    return found


def _told_apart(columns: Iterable[Column]) -> Iterator[Column]:
    """Yield the columns, a number behind a header that another or one of the `FACTS` has."""
    seen = Counter([*FACTS, *LINKS])
    for column in columns:
        seen[column.header] += 1
        again = seen[column.header]
        yield column if again == 1 else replace(column, header=f"{column.header} ({again})")


def _file_name(repeat: str) -> str:
    return repeat.replace("/", "-")


def rounds(answers: Mapping[str, str], repeat: str) -> list[str]:
    """Return the rounds of a repeat in which something was answered, in order."""
    depth = repeat.count("/") + 1
    found: dict[str, None] = {}
    for key in answers:
        steps = key.split("/")
        if len(steps) <= depth:
            continue
        if "/".join(step.partition("[")[0] for step in steps[:depth]) == repeat:
            found["/".join(steps[:depth])] = None
    return list(found)


def around(at: str, repeats: Sequence[str]) -> str:
    """Return the round of the repeat around a round: "people[2]" of "people[2]/hurt[1]"."""
    steps = at.split("/")[:-1]
    while steps:
        if "/".join(step.partition("[")[0] for step in steps) in repeats:
            return "/".join(steps)
        steps.pop()
    return ""
