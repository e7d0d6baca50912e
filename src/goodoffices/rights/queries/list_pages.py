"""What the pages of casualty lists show: comparisons, overlaps, rows, pairs to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.rights.models import (
    CasualtyList,
    ListDecision,
    ListMatch,
    ListPair,
    ListRow,
    Person,
    PersonLink,
    RowPerson,
)
from goodoffices.rights.queries.lists import people_on, usable_lists


@dataclass(slots=True)
class Against:
    """One list beside another (or itself): what was suggested, what was decided."""

    other: CasualtyList
    match: ListMatch | None
    certain: int = 0
    possible: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def open(self) -> int:
        """How many pairs nobody has decided."""
        return self.certain + self.possible


def undecided(pairs: QuerySet[ListPair]) -> QuerySet[ListPair]:
    """Leave only the pairs that nobody has decided."""
    said = ListDecision.objects.filter(
        one=OuterRef("one"), other=OuterRef("other"), withdrawn_at=None
    )
    return pairs.filter(~Exists(said))


def between(one: CasualtyList, other: CasualtyList) -> ListMatch | None:
    """Return the comparison of two lists, or None where they were never compared."""
    low, high = sorted((one, other), key=lambda held: held.pk)
    return ListMatch.objects.filter(one=low, other=high).select_related("by").first()


def verdicts(one: CasualtyList, other: CasualtyList) -> QuerySet[ListDecision]:
    """Return the standing decisions between the rows of two lists, the latest first."""
    lists = Q(one__casualty_list=one, other__casualty_list=other)
    lists |= Q(one__casualty_list=other, other__casualty_list=one)
    rows = ListDecision.objects.filter(lists, withdrawn_at=None)
    return rows.select_related("one", "other", "by").order_by("-pk")


def compared_with(one: CasualtyList, other: CasualtyList) -> Against:
    """Return where the comparison of two lists stands; the caller has seen both."""
    match = between(one, other)
    found = Against(other, match)
    if match is not None:
        bands = undecided(ListPair.objects.filter(match=match)).values_list("band", flat=True)
        counted = Counter(bands)
        found.certain = counted[ListPair.Band.CERTAIN]
        found.possible = counted[ListPair.Band.POSSIBLE]
    found.verdicts = Counter(verdicts(one, other).values_list("verdict", flat=True))
    return found


def all_against(one: CasualtyList, member: Membership) -> list[Against]:
    """Return one list beside each usable list the member may see, itself last."""
    others = [held for held in usable_lists(member) if held.pk != one.pk]
    return [compared_with(one, other) for other in [*others, one]]


def next_pair(match: ListMatch, skip: int) -> ListPair | None:
    """Return the undecided pair with the most points, after so many that were put off."""
    pairs = undecided(ListPair.objects.filter(match=match)).select_related("one", "other")
    ordered = pairs.order_by("-points", "pk")
    return ordered[skip : skip + 1].first() if skip else ordered.first()


def find_pair(code: str, member: Membership) -> ListPair:
    """Return a pair of lists the member may see both of; raises `NotFound`."""
    seen = CasualtyList.objects.visible_to(member)
    pairs = ListPair.objects.filter(match__one__in=seen, match__other__in=seen, code=code)
    found = pairs.select_related(
        "match", "one__casualty_list__programme", "other__casualty_list__programme"
    ).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def find_decision(code: str, member: Membership) -> ListDecision:
    """Return a standing decision between lists the member may see; raises `NotFound`."""
    seen = CasualtyList.objects.visible_to(member)
    rows = ListDecision.objects.filter(
        one__casualty_list__in=seen, other__casualty_list__in=seen, code=code, withdrawn_at=None
    )
    found = rows.select_related(
        "programme", "one__casualty_list__programme", "other__casualty_list__programme"
    ).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def overlaps(
    member: Membership, lists: Sequence[CasualtyList]
) -> list[tuple[CasualtyList, list[int | None]]]:
    """Return for each list how many people it shares with each; with itself: how many it has.

    Above the diagonal nothing stands: it would repeat what is below. People are grouped as
    `capture_histories` groups them.
    """
    shared: Counter[tuple[int, int]] = Counter()
    for on in people_on(member, lists):
        shared.update(combinations_with_replacement(sorted(on), 2))
    table = []
    for place, one in enumerate(lists):
        cells: list[int | None] = [
            shared[min(one.pk, other.pk), max(one.pk, other.pk)] for other in lists[: place + 1]
        ]
        table.append((one, cells + [None] * (len(lists) - place - 1)))
    return table


def find_row(one: CasualtyList, code: str) -> ListRow:
    """Return a row of a list the caller has found; raises `NotFound`."""
    found = ListRow.objects.filter(casualty_list=one, code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.casualty_list, found.programme = one, one.programme
    return found


def tie_of(row: ListRow, member: Membership) -> RowPerson | None:
    """Return whom a row is tied to, if the member may see the person."""
    seen = Person.objects.visible_to(member)
    ties = RowPerson.objects.filter(row=row, person__in=seen, withdrawn_at=None)
    return ties.select_related("person", "by").first()


def rows_of_person(person: Person, member: Membership) -> list[RowPerson]:
    """Return the rows that were said to be a person, on lists the member may see."""
    seen = CasualtyList.objects.visible_to(member)
    ties = RowPerson.objects.filter(person=person, withdrawn_at=None, row__casualty_list__in=seen)
    return list(ties.select_related("row__casualty_list", "by").order_by("pk"))


def decided_of(row: ListRow, member: Membership) -> list[tuple[ListDecision, ListRow]]:
    """Return what was decided of a row with rows of lists the member may see."""
    seen = CasualtyList.objects.visible_to(member)
    rows = ListDecision.objects.filter(Q(one=row) | Q(other=row), withdrawn_at=None)
    rows = rows.filter(one__casualty_list__in=seen, other__casualty_list__in=seen)
    found = rows.select_related("one__casualty_list", "other__casualty_list", "by").order_by("pk")
    return [(said, said.other if said.one_id == row.pk else said.one) for said in found]


def same_as(person: Person, member: Membership) -> list[tuple[PersonLink, Person]]:
    """Return who else a person was said to be, among those the member may see; standing first."""
    seen = Person.objects.visible_to(member)
    links = PersonLink.objects.filter(
        Q(one=person, other__in=seen) | Q(other=person, one__in=seen)
    ).select_related("one", "other", "by", "withdrawn_by")
    found = [(link, link.other if link.one_id == person.pk else link.one) for link in links]
    return sorted(found, key=lambda pair: (bool(pair[0].withdrawn_at), pair[0].pk))
