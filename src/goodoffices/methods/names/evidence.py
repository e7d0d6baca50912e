"""What else two entries say of a person: ages, sex, dates, places, each with a stated weight.

Points are added up beside the likeness of the names and sorted into three grades for a person to
look at. They are no probability and no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from goodoffices.methods.text import fold

from .likeness import Likeness, compare_names
from .parts import PersonName, person_name
from .sounds import coarse

NAME_POINTS = 10.0
"""Points of two names that are wholly alike; less in proportion."""

POINTS = {
    "same-birth-year": 2.0,
    "birth-year-near": 1.0,
    "birth-year-far": -3.0,
    "same-sex": 0.0,
    "other-sex": -2.0,
    "same-date": 2.0,
    "date-near": 1.0,
    "date-far": -3.0,
    "same-place": 1.0,
    "other-place": -0.5,
}
"""What each fact adds. What only one entry says adds nothing."""

YEARS_NEAR, YEARS_FAR = 2, 5
DAYS_NEAR, DAYS_FAR = 7, 60

GRADES = (("strong", 9.0), ("fair", 7.5), ("weak", 6.0))
"""From so many points on; below the last no grade is given."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of one person; what is not known is None or empty.

    ``born``: year of birth; ``sex``: any code, the same in both lists; ``when``: the day of what
    happened to the person; ``place``: its name.
    """

    name: PersonName
    born: int | None = None
    sex: str = ""
    when: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two entries side by side: grade (strong, fair, weak or empty), points, and the reasons."""

    grade: str
    points: float
    likeness: Likeness
    facts: tuple[str, ...]


def compare_entries(one: Entry, other: Entry) -> Comparison:
    """Weigh two entries. The order of the two changes nothing."""
    likeness = compare_names(one.name, other.name)
    facts = tuple(_facts(one, other))
    points = NAME_POINTS * likeness.value + sum(POINTS[fact] for fact in facts)
    grade = next((name for name, least in GRADES if points >= least), "")
    return Comparison(grade, round(points, 2), likeness, facts)


def _facts(one: Entry, other: Entry) -> Iterator[str]:
    if one.born is not None and other.born is not None:
        yield from _of_years(abs(one.born - other.born))
    if one.sex and other.sex:
        yield "same-sex" if one.sex == other.sex else "other-sex"
    if one.when is not None and other.when is not None:
        yield from _of_days(abs((one.when - other.when).days))
    if one.place and other.place:
        yield "same-place" if _same_place(one.place, other.place) else "other-place"


def _of_years(apart: int) -> Iterator[str]:
    if apart == 0:
        yield "same-birth-year"
    elif apart <= YEARS_NEAR:
        yield "birth-year-near"
    elif apart > YEARS_FAR:
        yield "birth-year-far"


def _of_days(apart: int) -> Iterator[str]:
    if apart == 0:
        yield "same-date"
    elif apart <= DAYS_NEAR:
        yield "date-near"
    elif apart > DAYS_FAR:
        yield "date-far"


def _same_place(one: str, other: str) -> bool:
    """Places are the same when they fold alike, or sound alike across scripts."""
    if fold(one) == fold(other):
        return True
    first, second = (
        [key for part in person_name(place) for key in coarse(part.text)[:1]]
        for place in (one, other)
    )
    return bool(first) and sorted(first) == sorted(second) and any(len(key) > 1 for key in first)
