"""Puts estimates of how many in all into the database: one replaced, one without a figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import in_the_past
from goodoffices.demo.tables import table
from goodoffices.rights.models import Estimate
from goodoffices.rights.models.estimates import ASSUMPTIONS, FAILS, HOLDS, UNSURE
from goodoffices.rights.services import estimates

OFFICER = "salma"
MONTH = timedelta(days=30)


def fill_totals(house: House) -> None:
    """Estimate from invented lists, each on its own day of the past."""
    held: dict[str, Estimate] = {}
    for entry in table("rights")["totals"]:
        at = house.now - timedelta(days=entry["ago"])
        with in_the_past(house.ledger, at) as past:
            past.at = at
            made = _made(house, entry, at, held.get(entry["replaces"]))
        held[entry["key"]] = made
        Estimate.objects.filter(pk=made.pk).update(created_at=at, computed_at=at)
        if made.replaces is not None:
            Estimate.objects.filter(pk=made.replaces.pk).update(withdrawn_at=at)


def _made(house: House, entry: Mapping[str, Any], at: datetime, old: Estimate | None) -> Estimate:
    given = estimates.GivenEstimate(
        **{name: entry[name] for name in ("title", "counted", "matching")},
        place=entry["place"],
        period=_period(at, *entry["months"]),
        language="en",
        assumptions=_answers(entry),
    )
    return estimates.make(
        programme=house.programme,
        given=given,
        lists=entry["lists"],
        histories={tuple(map(int, one)): number for one, number in entry["counts"].items()},
        by=house.users[OFFICER],
        replaces=old,
        reason=entry["reason"],
    )


def _answers(entry: Mapping[str, Any]) -> dict[str, str]:
    answers = dict.fromkeys(ASSUMPTIONS, HOLDS)
    return answers | dict.fromkeys(entry["no"], FAILS) | dict.fromkeys(entry["unknown"], UNSURE)


def _period(at: datetime, first: int, last: int) -> str:
    return f"{at - first * MONTH:%Y-%m} to {at - last * MONTH:%Y-%m}"
