"""Deciding whether two rows are the same person: appended and withdrawn, never edited."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import Membership, User
from goodoffices.methods.names import grouped
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import CasualtyList, ListDecision, ListRow
from goodoffices.rights.queries.lists import decisions
from goodoffices.rights.services.withdrawing import withdraw as take_back

RECORD = "rights.record"
DECIDED = gettext_lazy("Somebody decided this pair meanwhile. Look at it again.")
SAME, DIFFERENT = ListDecision.Verdict.SAME, ListDecision.Verdict.DIFFERENT


def decide(
    *, one: ListRow, other: ListRow, verdict: str, by: User | None, reason: str = ""
) -> ListDecision:
    """Say of two rows that they are the same person, not the same, or that one is not sure.

    A row is the same as one row of another list at most, and what was decided to be different
    stays apart, also round a corner: raises `Conflict` where earlier decisions speak against it,
    as far as the actor may see the lists they were made of.
    """
    lists = {row.casualty_list_id: row.casualty_list for row in (one, other)}
    member = permitted(by, one.programme, RECORD, *lists.values())
    _refuse_bad(one, other, verdict)
    low, high = sorted((one, other), key=lambda row: row.pk)
    try:
        with transaction.atomic():
            audit.lock(one.programme)
            _refuse_contradiction(low, high, verdict, member)
            made = ListDecision.objects.create(
                programme=one.programme,
                one=low,
                other=high,
                verdict=verdict,
                reason=reason.strip()[:500],
                by=by,
            )
            _record("rights.list.decided", made, by, {"verdict": verdict})
    except IntegrityError:
        raise Conflict(str(DECIDED)) from None
    return made


def undo(*, decision: ListDecision, by: User | None, reason: str) -> None:
    """Take a decision back; it stays on record as taken back."""
    lists = [decision.one.casualty_list, decision.other.casualty_list]
    permitted(by, decision.programme, RECORD, *lists)
    strictest: CasualtyList = max(lists, key=lambda one: (one.tlp, one.pk))
    take_back(
        said=decision,
        of=strictest,
        action="rights.list.decision_withdrawn",
        by=by,
        reason=reason,
        noted_on=_marked(decision),
    )


def _refuse_bad(one: ListRow, other: ListRow, verdict: str) -> None:
    if verdict not in ListDecision.Verdict.values:
        raise InvalidInput(_("Say same, not the same, or not sure."), code="bad-verdict")
    if one.programme_id != other.programme_id:
        raise NotFound(_("There is nothing at this address."))
    if one.pk == other.pk:
        raise InvalidInput(_("A row is not compared with itself."), code="same-row")
    if not (one.casualty_list.usable and other.casualty_list.usable):
        raise Conflict(_("A list that is not loaded, or out of use, is not compared."))


def _refuse_contradiction(
    low: ListRow, high: ListRow, verdict: str, member: Membership | None
) -> None:
    """Refuse what earlier decisions speak against; only decisions the actor may see are asked."""
    standing = decisions(member) if member else _all_of(low)
    told = list(standing.values_list("one_id", "other_id", "verdict"))
    if any((a, b) == (low.pk, high.pk) for a, b, _said in told):
        raise Conflict(str(DECIDED))
    same = [(a, b) for a, b, said in told if said == SAME]
    apart = [(a, b) for a, b, said in told if said == DIFFERENT]
    list_of = _lists_of({low.pk, high.pk, *(row for pair in same for row in pair)})
    groups, before = grouped(list_of, same=same, different=apart)
    if verdict == DIFFERENT and groups.head(low.pk) == groups.head(high.pk):
        raise Conflict(
            _("By way of other rows, these two were decided to be the same. Take that back first.")
        )
    if verdict != SAME:
        return
    _groups, after = grouped(list_of, same=[*same, (low.pk, high.pk)], different=apart)
    if len(after) > len(before):
        raise Conflict(
            _(
                "This does not go with what was decided before: two rows of one list would become"
                " the same person, or two that were decided not to be. Take that back first."
            )
        )


def _all_of(row: ListRow) -> QuerySet[ListDecision]:
    return ListDecision.objects.filter(programme=row.programme, withdrawn_at=None).order_by("pk")


def _lists_of(rows: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    ids = sorted(rows)
    for start in range(0, len(ids), 500):
        held = ListRow.objects.filter(pk__in=ids[start : start + 500])
        found |= dict(held.values_list("pk", "casualty_list_id"))
    return found


def _marked(decision: ListDecision) -> ListDecision:
    """Give a decision the mark of the stricter list, for the log."""
    decision.tlp = max(decision.one.casualty_list.tlp, decision.other.casualty_list.tlp)  # type: ignore[attr-defined]
    return decision


def _record(action: str, decision: ListDecision, by: User | None, data: dict[str, object]) -> None:
    audit.record(action, by=by, programme=decision.programme, record=_marked(decision), data=data)
