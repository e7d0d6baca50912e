"""The answers of one submission, read out of its XML by the questions of its version.

Nothing is dropped and nothing refused: what the form does not ask for is kept under its path,
what does not fit its question is kept as it was written, and each is flagged. Only XML that
cannot be read at all raises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from goodoffices.formats.openrosa.xml import local, safe_tree
from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.flags import Flag
from goodoffices.formats.submissions.questions import CHOICES, POINTS, Questions
from goodoffices.formats.submissions.typed import FITS, Point, moment_of, point_of, points_of
from goodoffices.methods.text import language_of

MOST_ANSWERS = 20_000
LONGEST_PATH = 500
"""What is kept of a form gone wild; the rest stays in the XML."""

AHEAD, BEHIND = timedelta(days=1), timedelta(days=366)
"""A form that ends this long after it came in, or came in this long after it ended, was filled
on a phone whose clock is wrong (or that lay in a drawer for a year)."""

NAMING = frozenset({"meta/instanceID", "meta/deprecatedID", "meta/instanceName"})
"""What a submission says of itself: kept in columns of their own."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?")
_TEMPLATE = "{http://openrosa.org/javarosa}template"


@dataclass(frozen=True, slots=True)
class Answers:
    """What one submission says.

    ``values``: the text of each answer by its path, "people[2]/age" in a repeat (counted from 1),
    in the order of the XML. ``keys``: the paths with their place in a repeat, by question.
    ``rounds``: the rounds of each repeat in which something was answered. ``logs``: names of
    files in which the phone logged itself.
    """

    values: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    rounds: dict[str, list[str]] = field(default_factory=dict)
    name: str = ""
    language: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    device_id: str = ""
    point: Point | None = None
    logs: frozenset[str] = frozenset()
    flags: tuple[Flag, ...] = ()

    def said(self, path: str) -> list[tuple[str, str]]:
        """Return every answer to a question: (its path with its place in a repeat, its text)."""
        return [(key, self.values[key]) for key in self.keys.get(path, ())]


def read_answers(xml: bytes, questions: Questions, *, received: datetime) -> Answers:
    """Read a submission. Raises `Malformed` for XML that cannot be read.

    ``received``: when it came in, which tells a phone whose clock is far off.
    """
    reading = _Reading(questions)
    reading.walk(safe_tree(xml))
    return reading.answers(received)


class _Reading:
    """The work on one submission."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._values: dict[str, str] = {}
        self._keys: dict[str, list[str]] = {}
        self._blank: set[str] = set()
        self._rounds: dict[str, list[str]] = {}
        self._name, self._is_cut = "", False
        self._flags: list[Flag] = []

    def walk(self, root: Any) -> None:
        """Take every element of the tree in order."""
        waiting = [(root, "", "")]
        while waiting:
            element, path, key = waiting.pop()
            if len(key) > LONGEST_PATH or len(self._values) >= MOST_ANSWERS:
                self._is_cut = True
                continue
            below = [child for child in element if local(child)]
            if below:
                waiting += reversed(list(self._placed(below, path, key)))
            elif path:
                self._leaf(element, path, key)

    def _placed(self, elements: list[Any], path: str, key: str) -> Iterator[tuple[Any, str, str]]:
        """Yield elements under one parent with their path, and their place where they repeat."""
        elements = [one for one in elements if one.get(_TEMPLATE) is None]
        names = [local(one) for one in elements]
        times, nth = Counter(names), Counter[str]()
        for element, name in zip(elements, names, strict=True):
            nth[name] += 1
            here = f"{path}/{name}" if path else name
            at = f"{key}/{name}" if key else name
            if here in self._questions.repeats or (times[name] > 1 and len(element)):
                at = f"{at}[{nth[name]}]"
                self._rounds.setdefault(here, []).append(at)
            elif nth[name] > 1:
                at = f"{at}[{nth[name]}]"
                self._flags.append(Flag(codes.ANSWERED_TWICE, at))
            yield element, here, at

    def _leaf(self, element: Any, path: str, key: str) -> None:
        text = _text(element)
        if path == "meta/instanceName":
            self._name = " ".join(text.split())[:300]
        if path in NAMING or (path in self._questions.groups and not text.strip()):
            return
        if not text.strip():
            self._blank.add(key)
        else:
            self._keep(path, key, text)

    def _keep(self, path: str, key: str, text: str) -> None:
        self._values[key] = text
        self._keys.setdefault(path, []).append(key)
        if path not in self._questions.by_path:
            if not (path.startswith("meta/") or self._counts(path)):
                self._flags.append(Flag(codes.UNKNOWN_ELEMENT, key))
            return
        self._check(path, key, text)

    def _counts(self, path: str) -> bool:
        """Say whether an element holds how often a repeat is to be asked (XLSForm makes it)."""
        return path.endswith("_count") and path.removesuffix("_count") in self._questions.repeats

    def _check(self, path: str, key: str, text: str) -> None:
        kind = self._questions.type_of(path)
        if kind in FITS and not FITS[kind](text):
            self._flags.append(Flag(codes.DOES_NOT_FIT, key))
        elif kind in POINTS and any(point.is_zero for point in points_of(text) or ()):
            self._flags.append(Flag(codes.POINT_ZERO, key))
        elif kind in CHOICES:
            known = self._questions.names(path)
            chosen = self._questions.chosen(path, text)
            if known and any(name not in known for name in chosen):
                self._flags.append(Flag(codes.NOT_A_CHOICE, key))

    def answers(self, received: datetime) -> Answers:
        """Return what was read, with what can be said of the whole."""
        self._flags += [Flag(codes.MORE_ANSWERS)] if self._is_cut else self._missing()
        started, ended = self._moment("start"), self._moment("end")
        self._flags += _clock(started, ended, received)
        answered = {path for key in self._values for path in _rounds_above(key)}
        return Answers(
            values=self._values,
            keys=self._keys,
            rounds={
                path: [at for at in rounds if at in answered]
                for path, rounds in self._rounds.items()
            },
            name=self._name,
            language=self._language(),
            started=started,
            ended=ended,
            device_id=next(self._of("deviceid"), ""),
            point=self._point(),
            logs=frozenset((*self._of("audit"), *self._said("meta/audit"))),
            flags=tuple(self._flags),
        )

    def _said(self, path: str) -> Iterator[str]:
        return (self._values[key] for key in self._keys.get(path, ()))

    def _of(self, *kinds: str) -> Iterator[str]:
        """Yield the answers to questions of some types, in the order of the form."""
        for path, question in self._questions.by_path.items():
            if question.type in kinds:
                yield from self._said(path)

    def _missing(self) -> Iterator[Flag]:
        """Flag required questions without an answer.

        A question that earlier answers made superfluous is left out of the XML by the phone; one
        that was asked and not answered stands there empty.
        """
        for question in self._questions.required:
            below = question.path.removeprefix(question.repeat)
            rounds = self._rounds.get(question.repeat, []) if question.repeat else [""]
            for at in rounds:
                key = at + below
                if key not in self._values and (key in self._blank or not question.conditional):
                    yield Flag(codes.REQUIRED_MISSING, key)

    def _moment(self, kind: str) -> datetime | None:
        return next((found for text in self._of(kind) if (found := moment_of(text))), None)

    def _point(self) -> Point | None:
        """Return the first point answered that is one."""
        for path, keys in self._keys.items():
            if self._questions.type_of(path) in POINTS:
                for key in keys:
                    point = point_of(self._values[key].split(";", 1)[0])
                    if point is not None and not point.is_zero:
                        return point
        return None

    def _language(self) -> str:
        """Return the language of what was written, by its script, else that of the form.

        Latin letters are of whichever such language the form is in.
        """
        names = (self._questions.default_language, *self._questions.languages)
        form = next((name for name in names if _LANGUAGE.fullmatch(name)), "")
        found = language_of("\n".join(self._of("text")), default="")
        if found == "en" and form and form not in ("ar", "he"):
            return form
        return found or form


def _text(element: Any) -> str:
    """Return the text of an element, around comments in it."""
    if not len(element):
        return element.text or ""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _rounds_above(key: str) -> Iterator[str]:
    """Yield the rounds that an answer stands in: "a[1]", "a[1]/b[2]" for "a[1]/b[2]/c"."""
    steps = key.split("/")
    for end in range(1, len(steps)):
        if steps[end - 1].endswith("]"):
            yield "/".join(steps[:end])


def _clock(started: datetime | None, ended: datetime | None, received: datetime) -> Iterator[Flag]:
    """Flag a phone's clock that cannot be right; what it said is kept."""
    said = ended or started
    if said is not None and said > received + AHEAD:
        yield Flag(codes.CLOCK_AHEAD)
    elif said is not None and said < received - BEHIND:
        yield Flag(codes.CLOCK_BEHIND)
    if started is not None and ended is not None and ended < started:
        yield Flag(codes.ENDS_BEFORE_START)
