"""Comparing lists in the background: who may be the same person, by names that nobody is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations_with_replacement

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit, jobs
from goodoffices.core.models import Job, Programme, User
from goodoffices.methods.names import Entry, RowPair, pair_rows, person_name
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.identities import keys
from goodoffices.rights.models import CasualtyList, ListMatch, ListPair, ListRow
from goodoffices.rights.services.lists.names import opened

MATCH = "rights.lists.match"
"""The kind of background work that compares lists."""

TWO_SCRIPTS = "two-scripts"
"""A fact of ours beside those of the method: the names stand in different scripts."""

MOST = 8
BATCH = 1000
Told = Callable[[int, int], object]
Side = tuple[list[ListRow], list[Entry]]


def start(*, programme: Programme, lists: Sequence[CasualtyList], by: User | None) -> Job:
    """Begin to compare lists with one another and each with itself; returns at once.

    The log has an entry for each list that names no other one: what is noted on a list that many
    see tells nothing of one that few see.
    """
    permitted(by, programme, "rights.record", *lists)
    chosen = list({one.pk: one for one in lists}.values())
    if not 1 <= len(chosen) <= MOST:
        raise InvalidInput(_("Choose up to eight lists."), code="number-of-lists")
    if not all(one.usable for one in chosen):
        raise Conflict(_("A list that is not loaded, or out of use, is not compared."))
    keys.keyring()
    with transaction.atomic():
        acts = [audit.Act("rights.list.matched", by, one) for one in chosen]
        audit.record_many(acts, programme=programme)
        arguments = {"lists": [one.code for one in chosen]}
        return jobs.enqueue(MATCH, programme=programme, by=by, arguments=arguments)


def run(lists: Sequence[CasualtyList], by: User | None, tell: Told) -> None:
    """Compare lists; what was suggested of them before is made anew, decisions stay."""
    ring = keys.keyring()
    chosen = sorted((one for one in lists if one.usable), key=lambda one: one.pk)
    sides = {}
    for one in chosen:
        rows = list(ListRow.objects.filter(casualty_list=one).order_by("pk"))
        names = opened(rows, ring)
        known = [row for row in rows if row.pk in names]
        sides[one.pk] = known, [_entry(row, names[row.pk].names[0]) for row in known]
    pairs = list(combinations_with_replacement(chosen, 2))
    for number, (one, other) in enumerate(pairs):
        told = _share(tell, number, len(pairs))
        told(0, 1)
        within = one.pk == other.pk
        left, right = sides[one.pk], sides[other.pk]
        found = pair_rows(left[1], None if within else right[1], tell=told)
        _keep((one, other), (left, right), found, by)


def _share(tell: Told, number: int, of: int) -> Told:
    """Tell of one of several comparisons, in parts of a hundred."""

    def told(done: int, total: int) -> None:
        tell(int(100 * (number + done / max(total, 1)) / of), 100)

    return told


def _entry(row: ListRow, name: str) -> Entry:
    exact = row.date_precision == "day" and len(row.date) == len("2024-03-05")
    return Entry(
        name=person_name(name),
        born=row.born,
        sex=row.sex,
        when=date.fromisoformat(row.date) if exact else None,
        place=row.places[-1] if row.places else "",
    )


def _keep(
    lists: tuple[CasualtyList, CasualtyList],
    sides: tuple[Side, Side],
    found: Sequence[RowPair],
    by: User | None,
) -> None:
    one, other = lists
    with transaction.atomic():
        match, _new = ListMatch.objects.update_or_create(
            programme=one.programme, one=one, other=other, defaults={"by": by, "at": timezone.now()}
        )
        ListPair.objects.filter(match=match).delete()
        ListPair.objects.bulk_create(_pairs(match, sides, found), batch_size=BATCH)


def _pairs(
    match: ListMatch, sides: tuple[Side, Side], found: Sequence[RowPair]
) -> Iterator[ListPair]:
    (left, first), (right, second) = sides
    for pair in found:
        low, high = sorted((left[pair.one].pk, right[pair.other].pk))
        facts = list(pair.comparison.facts)
        if _scripts(first[pair.one]).isdisjoint(_scripts(second[pair.other])):
            facts.insert(0, TWO_SCRIPTS)
        yield ListPair(
            match=match,
            one_id=low,
            other_id=high,
            band=pair.band,
            points=pair.comparison.points,
            reasons=[list(reason) for reason in pair.comparison.likeness.reasons],
            facts=facts,
        )


def _scripts(entry: Entry) -> set[str]:
    return {part.script for part in entry.name}
