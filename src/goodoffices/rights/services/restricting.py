"""Who may see a record of the room: the mark, and the people named on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, Protected, User
from goodoffices.core.services.permits import membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.services.indexing import mark_anew


def restrict(
    *,
    record: Protected,
    tlp: int,
    by: User | None,
    reason: str,
    members: Sequence[Membership] = (),
) -> None:
    """Change who may see a record and name people on it.

    RED is for named persons: who wrote the record and who marks it are named by themselves.
    """
    member = permitted(by, record.programme, "rights.record", record)
    if tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")
    if tlp < getattr(record, "least_tlp", TLP.CLEAR):
        raise InvalidInput(
            _("It holds counts so small that they may single somebody out: AMBER at the least."),
            code="small-counts",
        )
    if any(one.programme_id != record.programme_id for one in members):
        raise InvalidInput(_("Only members of this programme can be named."), code="not-a-member")
    with transaction.atomic():
        held = type(record).objects.select_for_update().get(pk=record.pk)
        before, held.tlp = held.tlp, tlp
        held.save(update_fields=["tlp"])
        mark_anew(held)
        named = list(members)
        if tlp == TLP.RED:
            author = getattr(held, "by", None)
            found = [author and membership(author, record.programme), member]
            named += [one for one in found if one]
        named = list({one.pk: one for one in named}.values())
        name_on(held, named, by=by)
        audit.record(
            f"rights.{held._meta.model_name}.restricted",
            by=by,
            programme=record.programme,
            record=held if tlp > before else record,
            reason=reason,
            data={"from": before, "to": tlp, "named": len(named)},
        )
    record.tlp = tlp
