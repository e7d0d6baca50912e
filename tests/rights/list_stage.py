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


ALEF = """id,name,sex,age,date,place,status
A-1,Mahmud Khatibyan,m,30,2026-03-05,Harrow,killed
A-2,Rivka Dorveshi,f,41,2026-03-06,Sarend,killed
A-3,Ilan Verodsky,m,22,2026-03-07,Harrow,missing
"""
BET = """رقم السجل,الاسم,الجنس,العمر,التاريخ,المكان
77,محمود خطيبيان,ذكر,30,2026-03-06,Harrow
78,سعاد المنصوري,أنثى,19,2026-03-06,Sarend
"""
NAMES = ("Khatibyan", "Mahmud", "Dorveshi", "Verodsky", "خطيبيان", "محمود", "المنصوري")
"""Parts of names that must show nowhere."""


def uploaded(cast: Any, text: str | bytes = ALEF, **more: Any) -> CasualtyList:
    """Upload a list, confirm its columns as they are guessed, and load it."""
    from io import BytesIO

    from goodoffices.core import jobs
    from goodoffices.formats.casualty_lists import suggest_columns
    from goodoffices.rights.services.lists import uploads

    by = more.pop("by", cast.rights_officer.user)
    data = text.encode() if isinstance(text, str) else text
    held = uploads.keep(programme=cast.programme, file=BytesIO(data), by=by)
    given = uploads.GivenList(
        title=more.pop("title", "Register"), source=source(cast.programme), **more
    )
    columns = suggest_columns(*uploads.top(held))
    made = uploads.confirm(upload=held, given=given, columns=columns, by=by)
    assert made.job is not None
    jobs.run_now(made.job)
    made.refresh_from_db()
    return made


def compared(cast: Any, *lists: CasualtyList) -> None:
    """Compare lists as the background does."""
    from goodoffices.core import jobs
    from goodoffices.rights.services.lists import matching

    job = matching.start(programme=cast.programme, lists=lists, by=cast.rights_officer.user)
    done = jobs.run_now(job)
    assert done.state == "done", done.error
