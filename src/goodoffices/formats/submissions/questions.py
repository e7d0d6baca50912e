"""What a version of a form asks, as the reader of its submissions needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

POINTS = frozenset({"geopoint", "geotrace", "geoshape"})
CHOICES = frozenset({"select_one", "select_multiple", "rank"})
SEVERAL = frozenset({"select_multiple", "rank"})
"""Types whose answer is several names with spaces between."""

LONGEST_LABEL = 150


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``conditional``: it is asked only where earlier answers call for it."""

    path: str
    type: str = "text"
    labels: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    list: str = ""
    required: bool = False
    conditional: bool = False


class Questions:
    """The questions of one version by path, its repeats and groups, and the labels of choices.

    ``fields`` and ``choices`` as in ``FormVersion``. Made once a version, used for all of its
    submissions.
    """

    def __init__(
        self,
        fields: Sequence[Mapping[str, Any]],
        choices: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        *,
        default_language: str = "",
        languages: Sequence[str] = (),
    ) -> None:
        self.by_path = {item["path"]: _question(item) for item in fields}
        self.repeats = {one.repeat for one in self.by_path.values() if one.repeat}
        self.groups = {above for path in self.by_path for above in _above(path)} | self.repeats
        self.required = [one for one in self.by_path.values() if one.required]
        self.default_language, self.languages = default_language, tuple(languages)
        self._choices = {
            name: {one["name"]: one.get("labels") or {} for one in items}
            for name, items in (choices or {}).items()
        }

    def type_of(self, path: str) -> str:
        """Return the type of a question, or nothing where the form has no such question."""
        found = self.by_path.get(path)
        return found.type if found else ""

    def names(self, path: str) -> Mapping[str, Mapping[str, str]]:
        """Return the choices of a question by name; empty where they are not known here."""
        found = self.by_path.get(path)
        return self._choices.get(found.list, {}) if found and found.list else {}

    def label(self, path: str, language: str) -> str:
        """Return a question's wording in a language, else in the form's, else its name."""
        found = self.by_path.get(path)
        said = self._worded(found.labels if found else {}, language)
        return _one_line(said) or path.rpartition("/")[2]

    def choice(self, path: str, name: str, language: str) -> str:
        """Return a choice's wording in a language, else its name."""
        return _one_line(self._worded(self.names(path).get(name, {}), language)) or name

    def chosen(self, path: str, text: str) -> list[str]:
        """Return the names in an answer: one, or several for a question that takes several."""
        return text.split() if self.type_of(path) in SEVERAL else [text.strip()]

    def _worded(self, labels: Mapping[str, str], language: str) -> str:
        found = labels.get(language) or labels.get(self.default_language)
        return found or next((text for text in labels.values() if text), "")


def _question(item: Mapping[str, Any]) -> Question:
    return Question(
        path=item["path"],
        type=str(item.get("type") or "text"),
        labels=item.get("labels") or {},
        repeat=item.get("repeat") or "",
        list=item.get("list") or "",
        required=bool(item.get("required")),
        conditional=bool(item.get("conditional")),
    )


def _above(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:end]) for end in range(1, len(steps))]


def _one_line(text: str) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"
