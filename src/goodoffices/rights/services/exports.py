"""Taking out who did what to whom, under code names, for a use that the people allow.

Each row asks for consent at the moment it is written, so that a withdrawal in the middle of an
export leaves out all rows after it. Names are never in it: identities are not read here at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import may_see, require
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.rights.models import Act, Involvement
from goodoffices.rights.queries.acts import of, seen_involvements
from goodoffices.rights.services import consent

USES = ("share", "publish")
ASKS_NOBODY = "alleged_perpetrator"
"""Who is alleged to have done something is not asked for consent; a code name stands for them."""

COLUMNS = (
    *("act", "kind", "edtf", "first_day", "last_day", "place", "incident", "norms", "tlp"),
    *("who", "who_is", "sex", "age_group", "role", "degree", "certainty"),
)
BATCH = 200


def begin(*, member: Membership, use: str) -> None:
    """Check the right and put the export on record, before the first byte leaves."""
    require(member, "rights.export")
    if use not in USES:
        raise InvalidInput(_("Say what it is taken out for: share or publish."), code="bad-use")
    with transaction.atomic():
        data = {"kind": "rights.act", "form": "csv", "use": use}
        audit.record("core.export", by=member.user, programme=member.programme, data=data)


def rows(*, member: Membership, use: str) -> Iterator[dict[str, Any]]:
    """Yield a row per involvement the member may see and the person allows, in order of acts."""
    seen = Act.objects.visible_to(member)
    found = Involvement.objects.filter(
        seen_involvements(member), act__in=seen, withdrawn_at=None
    ).order_by("act_id", "pk")
    ids = list(found.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = _read(ids[start : start + BATCH])
        for row in batch:
            if _allowed(row, use) and _still_seen(row, member):
                yield _row(row, member)


def _read(ids: list[int]) -> list[Involvement]:
    parts = ("person", "group", "party", "act__incident", "act__place")
    held = Involvement.objects.filter(pk__in=ids).select_related(*parts)
    return list(held.order_by("act_id", "pk"))


def _allowed(row: Involvement, use: str) -> bool:
    """Ask the database now: the answer may have changed since the row was read."""
    if row.person is None or row.role == ASKS_NOBODY:
        return True
    return consent.allows(row.person, use)


def _still_seen(row: Involvement, member: Membership) -> bool:
    """Leave out what is for named persons only: RED is never taken out."""
    return max(row.act.tlp, of(row).who.tlp) < TLP.RED and may_see(row.act, member)


def _row(row: Involvement, member: Membership) -> dict[str, Any]:
    act, one = row.act, of(row)
    place = act.place if act.place is not None and may_see(act.place, member) else None
    norms = act.violations.filter(withdrawn_at=None).select_related("norm").order_by("pk")
    return {
        "act": act.code,
        "kind": act.kind,
        "edtf": act.edtf,
        "first_day": act.first_day and _iso(act.first_day),
        "last_day": act.last_day and _iso(act.last_day),
        "place": place.name if place else "",
        "incident": act.incident.code if act.incident else "",
        "norms": [tie.norm.citation if tie.norm else tie.shipped for tie in norms],
        "tlp": TLP(max(act.tlp, one.who.tlp)).name,
        "who": one.who.name if one.kind == "party" else one.who.codename,
        "who_is": one.kind,
        "sex": getattr(one.who, "sex", ""),
        "age_group": getattr(one.who, "age_group", ""),
        "role": row.role,
        "degree": row.degree,
        "certainty": row.certainty,
    }


def _iso(day: int) -> str:
    from datetime import date

    return date.fromordinal(day).isoformat()
