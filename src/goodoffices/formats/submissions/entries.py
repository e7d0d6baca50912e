"""Which question of a form gives which claim of a report: read strictly, written back the same.

A mapping is a list of entries as JSON holds them (``Mapping.entries``); `read_entries` turns it
into frozen values or refuses it in one sentence, `write_entries` turns them back,
`check_against` holds them against the questions of a version. A path is that of a question
without the root ("place/point"). An empty list is valid: such a form makes no report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput

BOUNDS = ("exact", "low", "best", "high")
"""What a figure says of a toll: all of it (low = best = high), or one of the three."""

MOST_ENTRIES = 300
MOST_VALUES = 5_000
LONGEST = 500


@dataclass(frozen=True, slots=True)
class DateEntry:
    """A question that says when it happened; ``until`` says when it ended, or is empty."""

    path: str
    until: str = ""
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """Questions that say where: a ``point`` and/or ``names`` from the widest to the narrowest."""

    point: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """A question that says what kind of event it was, or a ``constant`` that holds for the form.

    ``values`` turns the names of choices into codes of ``event_types``; a choice that is not in
    it claims nothing.
    """

    path: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    constant: str = ""


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """A question that names a party in ``role``; ``values`` says what a choice is claimed as.

    A choice that is not in ``values`` is claimed by its label, an answer that is no choice as it
    was written.
    """

    path: str
    role: str = "side_a"
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TollEntry:
    """A question that says how many; ``count``: the path is a repeat whose rounds are counted.

    A figure asked in a repeat is added up over it.
    """

    path: str
    measure: str = "killed"
    category: str = "all"
    bound: str = "exact"
    count: bool = False


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """A question whose answer heads the report; several are joined in order."""

    path: str


@dataclass(frozen=True, slots=True)
class NarrativeEntry:
    """A question whose answer is part of the report's text; several follow one another."""

    path: str


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """A question whose answer is an address on the web."""

    path: str


Entry: TypeAlias = (
    DateEntry
    | PlaceEntry
    | TypeEntry
    | PartyEntry
    | TollEntry
    | TitleEntry
    | NarrativeEntry
    | LinkEntry
)

CLAIMS: dict[str, type[Entry]] = {
    "date": DateEntry,
    "place": PlaceEntry,
    "type": TypeEntry,
    "party": PartyEntry,
    "toll": TollEntry,
    "title": TitleEntry,
    "narrative": NarrativeEntry,
    "link": LinkEntry,
}
"""Each kind of claim by the word that ``"claim"`` holds."""

NAMES = {kind: name for name, kind in CLAIMS.items()}


def read_entries(data: Any) -> tuple[Entry, ...]:
    """Read a mapping from the plain values JSON or a page gives. Raises `InvalidInput`."""
    if not isinstance(data, list | tuple) or not all(isinstance(item, dict) for item in data):
        raise InvalidInput("The mapping is not a list of entries: make it again.")
    if len(data) > MOST_ENTRIES:
        raise InvalidInput(f"The mapping has more than {MOST_ENTRIES} entries: it was refused.")
    entries = tuple(_entry(item) for item in data)
    _refuse_doubled_tolls(entries)
    return entries


def write_entries(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Write a mapping as the plain values that `read_entries` reads back to equal ones."""
    return [_written(entry) for entry in entries]


def claim_of(entry: Entry) -> str:
    """Return the word for what an entry claims: ``date``, ``place``, ``toll`` ..."""
    return NAMES[type(entry)]


def paths_of(entry: Entry) -> tuple[str, ...]:
    """Return the paths of the questions (or the repeat) that an entry reads, each once."""
    if isinstance(entry, PlaceEntry):
        found: tuple[str, ...] = (entry.point, *entry.names)
    elif isinstance(entry, DateEntry):
        found = (entry.path, entry.until)
    else:
        found = (entry.path,)
    return tuple(dict.fromkeys(path for path in found if path))


def check_against(entries: Iterable[Entry], fields: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a mapping that speaks of questions the version does not ask. Raises `InvalidInput`.

    ``fields`` as in ``FormVersion.fields``.
    """
    types = {item["path"]: item["type"] for item in fields}
    repeats = {item["repeat"] for item in fields if item.get("repeat")}
    for entry in entries:
        counted = isinstance(entry, TollEntry) and entry.count
        for path in paths_of(entry):
            if path not in (repeats if counted else types):
                what = "repeat" if counted else "question"
                raise InvalidInput(f"The form has no {what} {path[:100]!r}: choose another.")
        if isinstance(entry, PlaceEntry) and entry.point and types[entry.point] not in POINTS:
            raise InvalidInput(f"The question {entry.point[:100]!r} does not ask for a point.")


POINTS = ("geopoint", "geotrace", "geoshape", "text", "calculate", "hidden")
"""Types of questions whose answer can be a point: asked for as one, or worked out as text."""


def _entry(data: Mapping[str, Any]) -> Entry:
    claim = data.get("claim")
    if claim not in READERS:
        raise InvalidInput(
            f"The mapping claims {str(claim)[:40]!r}: it must be one of {', '.join(READERS)}."
        )
    reader, known = READERS[claim]
    if unknown := sorted(str(key) for key in data if key not in {"claim", "path", *known}):
        raise InvalidInput(f"The mapping has unknown parts: {', '.join(unknown)[:200]}.")
    return reader(data)


def _date(data: Mapping[str, Any]) -> Entry:
    precision = _code(data, "precision", "date_precision", default="day")
    return DateEntry(_path(data), _text(data, "until"), precision)


def _place(data: Mapping[str, Any]) -> Entry:
    point, given, path = _text(data, "point"), data.get("name") or (), _text(data, "path")
    if not isinstance(given, list | tuple) or not all(isinstance(name, str) for name in given):
        raise InvalidInput("The names of a place are a list of questions: choose them again.")
    names = tuple(dict.fromkeys(name for name in given if name))
    if path and path != point and path not in names:
        names = (*names, path)
    if not point and not names:
        raise InvalidInput("A place needs a question: choose its point or one of its names.")
    return PlaceEntry(point, names)


def _type(data: Mapping[str, Any]) -> Entry:
    path, constant = _text(data, "path"), _text(data, "constant")
    if bool(path) == bool(constant):
        raise InvalidInput("A type needs either a question or one type for the whole form.")
    known, values = codebook.load()["event_types"], _values(data)
    for code in filter(None, (*values.values(), constant)):
        _refuse_unknown(known, code)
    return TypeEntry(path, values, constant)


def _party(data: Mapping[str, Any]) -> Entry:
    role = _code(data, "role", "party_roles", default="side_a")
    return PartyEntry(_path(data), role, _values(data))


def _toll(data: Mapping[str, Any]) -> Entry:
    bound, count = _text(data, "bound") or "exact", data.get("count", False)
    if bound not in BOUNDS or not isinstance(count, bool):
        raise InvalidInput(f"A toll is one of {', '.join(BOUNDS)}: choose one.")
    measure = _code(data, "measure", "toll_measures", default="killed")
    category = _code(data, "category", "toll_categories", default="all")
    return TollEntry(_path(data), measure, category, bound, count)


READERS: dict[str, tuple[Callable[[Mapping[str, Any]], Entry], Collection[str]]] = {
    "date": (_date, ("until", "precision")),
    "place": (_place, ("point", "name")),
    "type": (_type, ("values", "constant")),
    "party": (_party, ("role", "values")),
    "toll": (_toll, ("measure", "category", "bound", "count")),
    "title": (lambda data: TitleEntry(_path(data)), ()),
    "narrative": (lambda data: NarrativeEntry(_path(data)), ()),
    "link": (lambda data: LinkEntry(_path(data)), ()),
}


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise InvalidInput(f"The part {name!r} of the mapping is not a short text: make it again.")
    return value.strip()


def _path(data: Mapping[str, Any]) -> str:
    path = _text(data, "path")
    if not path:
        raise InvalidInput(f"The {data['claim']} needs a question: choose one.")
    return path


def _values(data: Mapping[str, Any]) -> dict[str, str]:
    values = data.get("values") or {}
    if not isinstance(values, dict) or len(values) > MOST_VALUES:
        raise InvalidInput("The meanings of the choices are not in the expected form.")
    pairs = [(key, value) for key, value in values.items() if value != ""]
    if not all(isinstance(part, str) and len(part) <= LONGEST for pair in pairs for part in pair):
        raise InvalidInput("The meanings of the choices are not in the expected form.")
    return dict(pairs)


def _code(data: Mapping[str, Any], name: str, scheme: str, *, default: str) -> str:
    code = _text(data, name) or default
    _refuse_unknown(codebook.load()[scheme], code)
    return code


def _refuse_unknown(scheme: codebook.Scheme, code: str) -> None:
    if code not in scheme:
        raise InvalidInput(f"The codebook has no {code[:60]!r} in {scheme.name}: choose another.")


def _refuse_doubled_tolls(entries: Sequence[Entry]) -> None:
    """Let each measure and category have each bound once, and nothing beside an exact figure."""
    bounds: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        if isinstance(entry, TollEntry):
            bounds.setdefault((entry.measure, entry.category), []).append(entry.bound)
    for (measure, category), given in bounds.items():
        if len(set(given)) < len(given) or (len(given) > 1 and "exact" in given):
            raise InvalidInput(
                f"Two questions give the same figure ({measure}, {category}): choose one, or say "
                "which is the low, the best and the high one."
            )


def _written(entry: Entry) -> dict[str, Any]:
    data: dict[str, Any] = {"claim": claim_of(entry), "path": getattr(entry, "path", "")}
    if isinstance(entry, DateEntry):
        data |= {"until": entry.until, "precision": entry.precision}
    elif isinstance(entry, PlaceEntry):
        data |= {"point": entry.point, "name": list(entry.names)}
    elif isinstance(entry, TypeEntry):
        data |= {"values": dict(entry.values), "constant": entry.constant}
    elif isinstance(entry, PartyEntry):
        data |= {"role": entry.role, "values": dict(entry.values)}
    elif isinstance(entry, TollEntry):
        data |= {"measure": entry.measure, "category": entry.category}
        data |= {"bound": entry.bound, "count": entry.count}
    return data
