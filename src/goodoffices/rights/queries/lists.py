"""Reading casualty lists, within what a member may see: lists, rows, overlaps, who is on which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.methods.names.grouping import Groups, Pair, grouped
from goodoffices.rights.models import CasualtyList, ListDecision, ListPair, ListRow

SAME, DIFFERENT = ListDecision.Verdict.SAME, ListDecision.Verdict.DIFFERENT


def seen_lists(member: Membership) -> QuerySet[CasualtyList]:
    """Return the lists the member may see, the newest first, with how many rows were taken."""
    rows = CasualtyList.objects.visible_to(member).annotate(taken=Count("rows"))
    found: QuerySet[Any] = rows.order_by("-created_at", "pk")
    return found


def usable_lists(member: Membership) -> QuerySet[CasualtyList]:
    """Return those of the lists that can be matched and counted."""
    return seen_lists(member).filter(state=CasualtyList.State.READY, unused_at=None)


def decisions(member: Membership) -> QuerySet[ListDecision]:
    """Return the standing decisions between rows of usable lists the member may see.

    What was decided by way of a list they may not see counts for nothing: it would show through.
    """
    return _between(CasualtyList.objects.visible_to(member).filter(unused_at=None))


def _between(lists: QuerySet[CasualtyList]) -> QuerySet[ListDecision]:
    return ListDecision.objects.filter(
        one__casualty_list__in=lists, other__casualty_list__in=lists, withdrawn_at=None
    ).order_by("pk")


def _decided(decisions: QuerySet[ListDecision], verdict: str) -> list[Pair]:
    """Return the pairs of rows that stand decided in one way, the earliest first."""
    return list(decisions.filter(verdict=verdict).values_list("one_id", "other_id"))


def capture_histories(
    member: Membership, lists: Sequence[CasualtyList], *, shown_at: int = TLP.RED
) -> Counter[tuple[bool, ...]]:
    """Count people by which of two to five lists they stand on, in the order of ``lists``.

    A person is a group of rows. Rows come together (`methods.names.grouping`): duplicates within
    a list that somebody decided; then all pairs decided the same, in the order of the decisions,
    also by way of further lists the member may see; then the pairs between ``lists`` that are
    certain enough and that nobody has decided or is unsure of, those with the most points first.
    Two rows of one list never come together otherwise, nor rows that stand decided as different,
    however many pairs lead from one to the other. Possible pairs count as two people. Decisions by
    way of lists the member may not see count for nothing, nor those by way of further lists that
    are marked more closely than ``shown_at``, the mark of what the counts are for: its readers
    would see them through the counts. Raises `NotFound` for a list the member may not see; a list
    that is not loaded to its end or out of use is one without anybody.
    """
    wanted = [one.pk for one in lists]
    found: Counter[tuple[bool, ...]] = Counter()
    for on in people_on(member, lists, shown_at=shown_at):
        found[tuple(one in on for one in wanted)] += 1
    return found


def people_on(
    member: Membership, lists: Sequence[CasualtyList], *, shown_at: int = TLP.RED
) -> Iterator[set[int]]:
    """Yield for each person the ids of the lists they stand on, as `capture_histories` groups."""
    wanted = {one.pk for one in lists}
    if CasualtyList.objects.visible_to(member).filter(pk__in=wanted).count() != len(wanted):
        raise NotFound(_("There is nothing at this address."))
    count = usable_lists(member).order_by().filter(Q(pk__in=wanted) | Q(tlp__lte=shown_at))
    standing = _between(CasualtyList.objects.filter(pk__in=count.values("pk")))
    list_of = _rows(count, standing, wanted)
    for rows in _people(standing, list_of, wanted).people():
        on = {list_of[row] for row in rows} & wanted
        if on:
            yield on


def _rows(
    count: QuerySet[CasualtyList], standing: QuerySet[ListDecision], wanted: set[int]
) -> dict[int, int]:
    """Return the list of each row that counts: those of the lists, and others with a decision."""
    rows = ListRow.objects.filter(casualty_list__in=count.values("pk"))
    list_of = dict(rows.filter(casualty_list__in=wanted).values_list("pk", "casualty_list_id"))
    others = {row for pair in _decided(standing, SAME) for row in pair} - list_of.keys()
    for start in range(0, len(others), 500):
        part = sorted(others)[start : start + 500]
        list_of |= dict(rows.filter(pk__in=part).values_list("pk", "casualty_list_id"))
    return list_of


def _people(standing: QuerySet[ListDecision], list_of: dict[int, int], wanted: set[int]) -> Groups:
    judged = set(standing.values_list("one_id", "other_id"))
    pairs = ListPair.objects.filter(
        match__one__in=wanted, match__other__in=wanted, band=ListPair.Band.CERTAIN
    ).exclude(match__one=F("match__other"))
    likely = pairs.order_by("-points", "one_id", "other_id").values_list("one_id", "other_id")
    groups, _refused = grouped(
        list_of,
        same=_decided(standing, SAME),
        different=_decided(standing, DIFFERENT),
        suggested=(pair for pair in likely if pair not in judged),
    )
    return groups
