"""The sheet on which a person says what each question means: rows made from a mapping or a POST."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.field.models import FormVersion
from goodoffices.formats.submissions.entries import (
    BOUNDS,
    DateEntry,
    Entry,
    PartyEntry,
    PlaceEntry,
    TollEntry,
    TypeEntry,
    claim_of,
    read_entries,
)
from goodoffices.formats.xlsforms.suggesting import event_types_of

MOST_CHOICES = 200
"""Choices of a list whose meanings the page asks for one by one."""

MOST_ROWS = 1_200
"""Questions that one page asks about."""

TEXTS = ("title", "narrative", "name", "party", "link")
BY_TYPE: dict[str, tuple[str, ...]] = {
    "date": ("date", "until", "narrative"),
    "dateTime": ("date", "until", "narrative"),
    "today": ("date", "until"),
    "start": ("date", "until"),
    "end": ("date", "until"),
    "geopoint": ("point",),
    "geotrace": ("point",),
    "geoshape": ("point",),
    "integer": ("toll", "narrative"),
    "decimal": ("toll", "narrative"),
    "range": ("toll", "narrative"),
    "calculate": ("toll", "date", "point", *TEXTS),
    "hidden": TEXTS,
    "text": TEXTS,
    "barcode": ("narrative",),
    "select_one": ("type", "party", "name", "narrative", "title"),
    "select_one_external": ("name", "narrative"),
    "select_multiple": ("type", "party", "narrative"),
    "rank": ("narrative",),
    "time": ("narrative",),
}
"""What a question of a type can give; others give nothing (files become evidence)."""


def words() -> dict[str, str]:
    """Return what each claim is called in the reader's language."""
    return {
        "": _("nothing"),
        "date": _("the date (its beginning)"),
        "until": _("the last day"),
        "point": _("the point of the place"),
        "name": _("a name of the place"),
        "type": _("the type of event"),
        "party": _("a party"),
        "toll": _("a toll"),
        "count": _("a toll: the number of rounds"),
        "title": _("the title"),
        "narrative": _("part of the text"),
        "link": _("a link"),
    }


def bounds() -> list[tuple[str, str]]:
    """Return the bounds of a toll with their names."""
    names = {
        "exact": pgettext("a toll", "exactly"),
        "low": pgettext("a toll", "at least"),
        "best": pgettext("a toll", "best estimate"),
        "high": pgettext("a toll", "at most"),
    }
    return [(bound, names[bound]) for bound in BOUNDS]


@dataclass(slots=True)
class Row:
    """One question, and what is said of it so far."""

    index: int
    question: Mapping[str, Any]
    is_repeat: bool = False
    claim: str = ""
    precision: str = "day"
    role: str = "associated"
    measure: str = "killed"
    category: str = "all"
    bound: str = "exact"
    values: dict[str, str] = field(default_factory=dict)
    choices: Sequence[Mapping[str, Any]] = ()
    too_many: bool = False

    @property
    def path(self) -> str:
        """The path of the question or repeat."""
        return str(self.question["path"])

    @property
    def claims(self) -> list[tuple[str, str]]:
        """What the question can give, by its type."""
        said = words()
        known = ("count",) if self.is_repeat else BY_TYPE.get(self.question["type"], ())
        return [(claim, said[claim]) for claim in ("", *known)]

    @property
    def unsaid(self) -> int:
        """How many choices mean nothing yet."""
        return sum(1 for item in self.choices if not self.values.get(item["name"]))

    @property
    def meanings(self) -> list[tuple[int, Mapping[str, Any], str]]:
        """The choices with the number of their field and what each means, where it is asked."""
        return [
            (number, item, self.values.get(item["name"], ""))
            for number, item in enumerate(self.choices)
        ]


class Sheet:
    """All questions of a version that can give a claim, and a type that holds for all reports."""

    def __init__(self, version: FormVersion) -> None:
        self.version = version
        self.constant = ""
        rows = list(_rows(version))
        self.rows, self.left_out = rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)
        self._by_path = {row.path: row for row in self.rows}

    @classmethod
    def of(cls, version: FormVersion, entries: Sequence[Entry]) -> Sheet:
        """Return the sheet with what a mapping says."""
        sheet = cls(version)
        for entry in entries:
            sheet._take(entry)
        return sheet

    @classmethod
    def posted(cls, version: FormVersion, given: QueryDict) -> Sheet:
        """Return the sheet with what a person chose on the page."""
        sheet = cls(version)
        sheet.constant = given.get("constant", "")
        for row in sheet.rows:
            row.claim = given.get(f"claim-{row.index}", "")
            for name in ("precision", "role", "measure", "category", "bound"):
                setattr(row, name, given.get(f"{name}-{row.index}", getattr(row, name)))
            row.values = _values(row, given)
        return sheet

    def _take(self, entry: Entry) -> None:
        if isinstance(entry, PlaceEntry):
            for path, claim in ((entry.point, "point"), *((name, "name") for name in entry.names)):
                self._say(path, claim)
        elif isinstance(entry, TypeEntry) and entry.constant:
            self.constant = entry.constant
        elif isinstance(entry, DateEntry):
            self._say(entry.path, "date", precision=entry.precision)
            self._say(entry.until, "until")
        elif isinstance(entry, TollEntry):
            more = {"measure": entry.measure, "category": entry.category, "bound": entry.bound}
            self._say(entry.path, "count" if entry.count else "toll", **more)
        elif isinstance(entry, PartyEntry):
            self._say(entry.path, "party", role=entry.role, values=dict(entry.values))
        elif isinstance(entry, TypeEntry):
            self._say(entry.path, "type", values=dict(entry.values))
        else:
            self._say(entry.path, claim_of(entry))

    def _say(self, path: str, claim: str, **more: Any) -> None:
        row = self._by_path.get(path)
        if row is not None:
            row.claim = claim
            for name, value in more.items():
                setattr(row, name, value)

    def entries(self) -> list[dict[str, Any]]:
        """Return the mapping the sheet says, in the questions' order. Raises `InvalidInput`."""
        found: list[dict[str, Any]] = []
        if self.constant:
            found.append({"claim": "type", "path": "", "constant": self.constant})
        place: dict[str, Any] = {"claim": "place", "path": "", "point": "", "name": []}
        for row in self.rows:
            if row.claim == "until":
                _end(found, row.path)
            elif row.claim == "name":
                place["name"].append(row.path)
            elif row.claim == "point" and not place["point"]:
                place["point"] = row.path
            elif row.claim:
                found.append(_entry(row))
        if place["point"] or place["name"]:
            found.append(place)
        read_entries(found)
        return found


def _end(found: list[dict[str, Any]], path: str) -> None:
    """Give the last day to the date before it."""
    dates = [entry for entry in found if entry["claim"] == "date" and not entry.get("until")]
    if not dates:
        raise InvalidInput(
            _("A last day needs a first one: say which question before it gives the date.")
        )
    dates[-1]["until"] = path


def _entry(row: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"claim": row.claim, "path": row.path}
    if row.claim == "date":
        entry["precision"] = row.precision
    elif row.claim == "party":
        entry |= {"role": row.role, "values": row.values}
    elif row.claim == "type":
        entry["values"] = row.values
    elif row.claim in {"toll", "count"}:
        entry |= {"claim": "toll", "count": row.claim == "count"}
        entry |= {"measure": row.measure, "category": row.category, "bound": row.bound}
    elif row.claim == "point":
        entry = {"claim": "place", "path": "", "point": row.path, "name": []}
    return entry


def _rows(version: FormVersion) -> Iterator[Row]:
    """Yield a row for each question that can give something, and one before each repeat."""
    seen: set[str] = set()
    index = 0
    for question in version.fields:
        repeat = question["repeat"]
        if repeat and repeat not in seen:
            seen.add(repeat)
            name = repeat.rsplit("/", 1)[-1]
            about = {"path": repeat, "name": name, "type": "repeat", "labels": {}}
            yield Row(index, about, is_repeat=True)
            index += 1
        if question["type"] in BY_TYPE:
            items = version.choices.get(question["list"], ())
            too_many = len(items) > MOST_CHOICES
            row = Row(index, question, choices=() if too_many else items, too_many=too_many)
            if too_many:
                row.values = event_types_of(items)
            yield row
            index += 1


def _values(row: Row, given: QueryDict) -> dict[str, str]:
    """Return what the choices mean; where the page does not ask yet, their own codes."""
    if row.too_many or row.claim not in {"type", "party"}:
        return row.values
    names = [
        (f"value-{row.index}-{number}", item["name"]) for number, item in enumerate(row.choices)
    ]
    if row.claim == "type" and not any(name in given for name, _choice in names):
        return event_types_of(row.choices)
    said = {choice: given.get(name, "").strip()[:250] for name, choice in names}
    return {choice: value for choice, value in said.items() if value}


def scheme(name: str) -> list[tuple[str, str]]:
    """Return a vocabulary as (code, label), members of a group behind their group."""
    return codebook.load().choices(name, get_language() or "en")
