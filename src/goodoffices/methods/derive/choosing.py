"""Choosing one of several claims (a date, a place, a type) by a named rule."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from .values import Id, Reason
from .weighing import Claim, best_graded, grade, id_order, ids, latest, moment, one_voice_each


@dataclass(frozen=True, slots=True)
class Facet(Generic[Claim]):
    """How claims of one kind compare.

    ``same``: equal for claims that say the same; ``precision``: smaller is more precise;
    ``begin``: smaller is earlier; ``known``: whether the claim says anything.
    """

    same: Callable[[Claim], Hashable]
    precision: Callable[[Claim], Any]
    known: Callable[[Claim], bool]
    begin: Callable[[Claim], Any] | None = None


@dataclass(frozen=True, slots=True)
class _Group(Generic[Claim]):
    """Claims that say the same. ``speaker``: the one whose wording is shown."""

    claims: tuple[Claim, ...]
    speaker: Claim
    precision: Any


def choose(
    claims: Sequence[Claim], rule: str, facet: Facet[Claim]
) -> tuple[Claim | None, tuple[Id, ...], Reason]:
    """Return the claim a rule chooses, the ids of all that say the same, and the reason.

    Each source has one voice, its latest claim. None when no claim says anything.
    """
    voices = [one for one in one_voice_each(claims) if facet.known(one)]
    if not voices:
        return None, (), Reason("nothing-known")
    reason = None
    if rule == "most_reliable":
        voices, reason = best_graded(voices)
    elif rule == "latest":
        voices, reason = latest(voices)
    groups = _groups(voices, facet)
    if rule == "majority":
        best, reason = _majority(groups, len(voices))
    elif rule == "earliest" and facet.begin is not None:
        begin = facet.begin
        best = min(groups, key=lambda group: (begin(group.speaker), *_precise(group)))
        reason = Reason("earliest", _share(best, len(voices)))
    else:
        best = min(groups, key=_precise)
        reason = reason or Reason("most-precise", _share(best, len(voices)))
    return best.speaker, ids(best.claims), reason


def _groups(voices: list[Claim], facet: Facet[Claim]) -> list[_Group[Claim]]:
    alike: dict[Hashable, list[Claim]] = {}
    for voice in voices:
        alike.setdefault(facet.same(voice), []).append(voice)
    return [_group(claims, facet) for claims in alike.values()]


def _group(claims: list[Claim], facet: Facet[Claim]) -> _Group[Claim]:
    def clearest(one: Claim) -> Any:
        day, received = moment(one)
        return facet.precision(one), grade(one), -day, -received, id_order(one.claim)

    speaker = min(claims, key=clearest)
    return _Group(tuple(claims), speaker, facet.precision(speaker))


def _precise(group: _Group[Claim]) -> Any:
    """Order groups: most precise, most sources, best graded, then a fixed order."""
    return (
        group.precision,
        -len(group.claims),
        min(map(grade, group.claims)),
        id_order(group.speaker.claim),
    )


def _majority(groups: list[_Group[Claim]], of: int) -> tuple[_Group[Claim], Reason]:
    most = max(len(group.claims) for group in groups)
    leading = [group for group in groups if len(group.claims) == most]
    best = min(leading, key=_precise)
    return best, Reason("majority" if len(leading) == 1 else "no-majority", _share(best, of))


def _share(group: _Group[Claim], of: int) -> tuple[tuple[str, int], ...]:
    return (("sources", len(group.claims)), ("of", of))
