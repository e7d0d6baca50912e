"""Casualty lists of the demonstration: taken in, compared and partly decided, through the services.

Who stands on which list is drawn from invented people, so that the lists overlap as lists do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from goodoffices.core.models import Job
from goodoffices.demo.chance import stream
from goodoffices.demo.loading.rights import Desk
from goodoffices.demo.tables import table
from goodoffices.formats.casualty_lists import COLUMNS, OWN_MAPPING
from goodoffices.monitor.models import Source
from goodoffices.rights.models import CasualtyList, ListDecision, ListMatch, ListPair, ListRow
from goodoffices.rights.services.lists import deciding, loading, matching, uploads

AGO = 12
"""So many days ago the lists came in."""

LEFT = 2
"""One of so many pairs is left to be decided."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One invented person as any list may know them."""

    number: int
    names: Sequence[Sequence[str]]
    sex: str
    born: int
    day: date
    place: str
    status: str


def fill_lists(desk: Desk) -> None:
    """Take three lists in, compare them, and decide some of the pairs."""
    data = table("lists")
    random = stream(desk.house.demo.seed, "lists")
    people = [_person(random, number, data, desk) for number in range(data["people"])]
    held = [_list(desk, entry, people, random) for entry in data["lists"]]
    at = desk.ago(AGO - 1)
    matching.run([made for made, _who in held], desk.by, lambda _done, _total: None)
    ListMatch.objects.filter(programme=desk.house.programme).update(at=at)
    _decide(desk, {row: who for _made, rows in held for row, who in rows.items()})


def _person(random: Random, number: int, data: Mapping[str, Any], desk: Desk) -> Listed:
    sex = random.choice("mmf")
    given = random.choice(data["men"] if sex == "m" else data["women"])
    names = (given, random.choice(data["men"]), random.choice(data["families"]))
    day = desk.house.now.date() - timedelta(days=AGO + 5 + random.randrange(data["days"]))
    status = random.choice(["killed", "killed", "injured"])
    born = int(random.triangular(1945, 2015, 1992))
    return Listed(number, names, sex, born, day, random.choice(data["places"]), status)


def _list(
    desk: Desk, entry: Sequence[Any], people: Sequence[Listed], random: Random
) -> tuple[CasualtyList, dict[int, int]]:
    """Take one list in; returns it with who each row truly is."""
    source, title, language, script, share, coverage = entry
    chosen = [one for one in people if random.random() < share]
    random.shuffle(chosen)
    at, days = desk.ago(AGO), [one.day for one in chosen]
    text = _written([_row(random, one, script) for one in chosen])
    upload = uploads.keep(programme=desk.house.programme, file=io.BytesIO(text), by=desk.by)
    origin = Source.objects.get(programme=desk.house.programme, name=source)
    given = uploads.GivenList(title, origin, language, coverage, min(days), max(days))
    made = uploads.confirm(upload=upload, given=given, columns=OWN_MAPPING, by=desk.by)
    loading.load(made, lambda _done, _total: None)
    Job.objects.filter(pk=made.job_id or 0).delete()
    CasualtyList.objects.filter(pk=made.pk).update(created_at=at, job=None)
    made.refresh_from_db()
    rows = ListRow.objects.filter(casualty_list=made).order_by("number")
    return made, {row.pk: one.number for row, one in zip(rows, chosen, strict=True)}


def _row(random: Random, one: Listed, script: int) -> list[Any]:
    given, father, family = (name[script] for name in one.names)
    name = f"{given} {family}" if random.random() < 0.35 else f"{given} {father} {family}"
    age = one.day.year - one.born + random.choice([0, 0, 0, 1]) if random.random() < 0.85 else ""
    day = one.day + timedelta(days=random.choice([0, 0, 0, 1]))
    place = one.place if random.random() < 0.8 else ""
    return [f"{one.number + 100 * script + 17}", name, "", one.sex, "", age, day, place, one.status]


def _written(rows: Sequence[Sequence[Any]]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerows([COLUMNS, *rows])
    return target.getvalue().encode()


def _decide(desk: Desk, who: Mapping[int, int]) -> None:
    """Decide most pairs as somebody would who knows; some wait, and of one nobody is sure."""
    pairs = ListPair.objects.filter(match__one__in=_lists(who))
    at = desk.ago(AGO - 2)
    ordered = pairs.select_related("one__casualty_list", "other__casualty_list").order_by("pk")
    for number, pair in enumerate(ordered):
        if number % LEFT == 0:
            continue
        right = who[pair.one_id] == who[pair.other_id]
        verdict = "unsure" if number == 1 else "same" if right else "different"
        made = deciding.decide(one=pair.one, other=pair.other, verdict=verdict, by=desk.by)
        ListDecision.objects.filter(pk=made.pk).update(at=at)


def _lists(who: Mapping[int, int]) -> list[int]:
    rows = ListRow.objects.filter(pk__in=list(who))
    return list(rows.order_by().values_list("casualty_list_id", flat=True).distinct())
