"""Casualty lists as the tests of the room set them up; all invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goodoffices.core.models import Programme
from goodoffices.monitor.models import Source
from goodoffices.rights.models import (
    CasualtyList,
    ListDecision,
    ListMatch,
    ListPair,
    ListRow,
)


def source(programme: Programme, name: str = "Hospital of Harrow") -> Source:
    """A source of lists."""
    made = Source.objects.get_or_create(
        programme=programme, name=name, defaults={"kind": "medical", "tlp": 2}
    )
    return made[0]


def bare_list(programme: Programme, rows: int, **more: Any) -> CasualtyList:
    """A list with rows of which nothing is known."""
    made = CasualtyList.objects.create(
        programme=programme,
        title=more.pop("title", "Register"),
        source=source(programme),
        state=CasualtyList.State.READY,
        **more,
    )
    ListRow.objects.bulk_create(
        ListRow(programme=programme, casualty_list=made, number=number + 2)
        for number in range(rows)
    )
    return made


def rows_of(one: CasualtyList) -> list[ListRow]:
    """The rows of a list in their order."""
    return list(ListRow.objects.filter(casualty_list=one).order_by("number"))


def paired(
    one: CasualtyList, other: CasualtyList, pairs: Sequence[tuple[int, int, str, float]]
) -> None:
    """Suggest pairs: place in the one, place in the other, band, points."""
    first, second = sorted((one, other), key=lambda held: held.pk)
    match = ListMatch.objects.create(programme=one.programme, one=first, other=second)
    left, right = rows_of(one), rows_of(other)
    for i, j, band, points in pairs:
        low, high = sorted((left[i], right[j]), key=lambda row: row.pk)
        ListPair.objects.create(match=match, one=low, other=high, band=band, points=points)


def said(one: ListRow, other: ListRow, verdict: str) -> ListDecision:
    """Write a decision down as it stands."""
    low, high = sorted((one, other), key=lambda row: row.pk)
    return ListDecision.objects.create(
        programme=one.programme, one=low, other=high, verdict=verdict
    )
