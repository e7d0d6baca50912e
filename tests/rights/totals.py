"""Invented tables of overlapping lists, and estimates as the tests of the room make them."""

from __future__ import annotations

from typing import Any

from goodoffices.core.models import Programme
from goodoffices.rights.models import Estimate
from goodoffices.rights.models.estimates import ASSUMPTIONS, HOLDS
from goodoffices.rights.services import estimates
from goodoffices.rights.services.estimates import GivenEstimate

LISTS = ("Hospital", "Families", "Press")
COUNTS = {
    (1, 0, 0): 410,
    (0, 1, 0): 300,
    (0, 0, 1): 120,
    (1, 1, 0): 150,
    (1, 0, 1): 60,
    (0, 1, 1): 45,
    (1, 1, 1): 25,
}
SMALL = {**COUNTS, (1, 1, 1): 3}
DISJOINT = {(1, 0, 0): 50, (0, 1, 0): 60, (0, 0, 1): 70}
YES = dict.fromkeys(ASSUMPTIONS, HOLDS)


def given(**more: Any) -> GivenEstimate:
    """Return what an estimate is of."""
    words = {"title": "Killed in Harrow", "counted": "People killed", "place": "Harrow"}
    return GivenEstimate(**{**words, "period": "March to June", "assumptions": YES, **more})


def made(programme: Programme, *, counts: Any = None, by: Any = None, **more: Any) -> Estimate:
    """Make an estimate."""
    names = {name: more.pop(name) for name in ("lists", "origin", "replaces") if name in more}
    names.setdefault("lists", LISTS)
    return estimates.make(
        programme=programme,
        histories=counts or COUNTS,
        reason=more.pop("reason", ""),
        by=by,
        given=given(**more),
        **names,
    )


def typed(**more: Any) -> dict[str, Any]:
    """Return what the form sends for three lists."""
    sent: dict[str, Any] = {
        **{name: getattr(given(), name) for name in ("title", "counted", "place", "period")},
        **{f"holds-{name}": HOLDS for name in ASSUMPTIONS},
        **{f"name-{place}": name for place, name in enumerate(LISTS)},
        **{f"n-{''.join(map(str, one))}": number for one, number in COUNTS.items()},
        "tlp": 3,
    }
    return {**sent, **more}
