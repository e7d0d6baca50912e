"""What became of a submission in the rooms above: they say so here, a lower floor knows none.

A room registers how to name its records that were made of submissions (`tell_with`), and the
pages of the field link to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from goodoffices.core.models import Membership
from goodoffices.field.models import Submission


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record that was made of a submission: what it is called, its address, where it stands."""

    label: str
    url: str
    note: str = ""


Teller = Callable[[Sequence[Submission], Membership], dict[int, Outcome]]
"""Returns what became of submissions by their ids, as far as the member may see it."""

_TELLERS: list[Teller] = []


def tell_with(teller: Teller) -> None:
    """Have the pages of the field say what a room made of submissions."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def outcomes(submissions: Iterable[Submission], member: Membership) -> dict[int, list[Outcome]]:
    """Return what became of submissions by their ids, where something did."""
    rows = list(submissions)
    found: dict[int, list[Outcome]] = {}
    for teller in _TELLERS:
        for pk, outcome in teller(rows, member).items():
            found.setdefault(pk, []).append(outcome)
    return found
