"""The words a report or an incident is found by, already folded for search.

A report is found by what its source wrote. An incident is found by its title and summary, its
reports, and by every name of its place (and the places above it), its parties and its type of
event in all three languages, so that an Arabic word finds an event that was loaded in English.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeVar

from goodoffices import codebook
from goodoffices.core.models import Party, PartyName, Place, PlaceName
from goodoffices.methods.text import index_text

T = TypeVar("T")


class Words:
    """Folded names of places and parties by id, loaded in bulk and kept for the next rows."""

    def __init__(self) -> None:
        self._places: dict[int, str] = {}
        self._parties: dict[int, str] = {}

    def learn(self, place_ids: Iterable[int | None], party_ids: Iterable[int | None]) -> None:
        """Load the names of those places and parties that are not known yet."""
        places = {pk for pk in place_ids if pk is not None} - self._places.keys()
        if places:
            self._places |= _place_words(sorted(places))
        parties = {pk for pk in party_ids if pk is not None} - self._parties.keys()
        if parties:
            self._parties |= _party_words(sorted(parties))

    def of_incident(
        self,
        *,
        place_id: int | None,
        party_ids: Sequence[int],
        event_type: str,
        reports: Iterable[str],
        title: str = "",
        summary: str = "",
    ) -> str:
        """Return the tokens of one incident; ``reports`` are the tokens of its reports."""
        parts = [
            index_text(title) if title else "",
            index_text(summary) if summary else "",
            *reports,
            self._places.get(place_id, "") if place_id is not None else "",
            *(self._parties.get(pk, "") for pk in party_ids),
            type_words(event_type) if event_type else "",
        ]
        return " ".join(filter(None, parts))


def report_words(title: str, text: str, named: Iterable[str]) -> str:
    """Return the tokens of a report: its words, and the places and parties as it names them."""
    return index_text("\n".join(filter(None, (title, text, *named))))


@cache
def type_words(code: str) -> str:
    """Return the tokens of an event type's label in every language."""
    scheme = codebook.load()["event_types"]
    if code not in scheme:
        return ""
    return index_text(" ".join(scheme[code].labels.values()))


def _place_words(ids: Sequence[int]) -> dict[int, str]:
    paths = _paths(Place, ids)
    chain = {pk for path in paths.values() for pk in path}
    names: dict[int, list[str]] = defaultdict(list)
    for part in batches(sorted(chain)):
        for pk, name in Place.objects.filter(pk__in=part).values_list("pk", "name"):
            names[pk].append(name)
        found = PlaceName.objects.filter(place_id__in=part).order_by("place_id", "pk")
        for pk, name in found.values_list("place_id", "name"):
            names[pk].append(name)
    words = {pk: index_text("\n".join(dict.fromkeys(given))) for pk, given in names.items()}
    return {
        pk: " ".join(filter(None, (words.get(above, "") for above in reversed(path))))
        for pk, path in paths.items()
    }


def _party_words(ids: Sequence[int]) -> dict[int, str]:
    names: dict[int, list[str]] = defaultdict(list)
    for part in batches(ids):
        for pk, name in Party.objects.filter(pk__in=part).values_list("pk", "name"):
            names[pk].append(name)
        found = PartyName.objects.filter(party_id__in=part).order_by("party_id", "pk")
        for pk, name in found.values_list("party_id", "name"):
            names[pk].append(name)
    return {pk: index_text("\n".join(dict.fromkeys(given))) for pk, given in names.items()}


def _paths(model: type[Place], ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for part in batches(ids):
        for pk, path in model.objects.filter(pk__in=part).values_list("pk", "path"):
            found[pk] = [int(step) for step in path.split("/") if step] or [pk]
    return found


def batches(ids: Sequence[T], size: int = 900) -> Iterable[Sequence[T]]:
    """Cut a list of ids or names into parts that a database takes as one condition."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
