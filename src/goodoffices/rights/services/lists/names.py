"""The names of rows: opened for those who may, for a stated reason, and on record each time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.details import Details
from goodoffices.rights.identities.keys import IdentitiesClosed, Keyring
from goodoffices.rights.identities.sealing import unseal
from goodoffices.rights.models import CasualtyList, Identity, ListRow
from goodoffices.rights.services.identities import IDENTITY

PART = 500


def open_names(
    *, of: Sequence[CasualtyList], rows: Sequence[ListRow], by: User, reason: str
) -> dict[int, Details]:
    """Open who the rows of lists are, by the ids of the rows; a row that does not open is left out.

    One entry a list goes on record first, with its reason and the codes of the rows.
    """
    programme = of[0].programme
    permitted(by, programme, IDENTITY, *of)
    if not reason.strip():
        raise InvalidInput(_("Say why you open it."), code="no-reason")
    ring = keys.keyring()
    with transaction.atomic():
        for one in {held.pk: held for held in of}.values():
            codes = [row.code for row in rows if row.casualty_list_id == one.pk]
            audit.record(
                "rights.list.names_opened",
                by=by,
                programme=programme,
                record=one,
                reason=reason,
                data={"rows": codes},
            )
    return opened(rows, ring)


def opened(rows: Sequence[ListRow], ring: Keyring) -> dict[int, Details]:
    """Open identities in memory, for the program itself: who calls it keeps and shows nothing."""
    found: dict[int, Details] = {}
    by_id = {row.pk: row for row in rows}
    ids = list(by_id)
    for start in range(0, len(ids), PART):
        part = Identity.objects.filter(row__in=ids[start : start + PART]).order_by("number")
        for identity in part:
            row = by_id[identity.row_id or 0]
            try:
                found[row.pk] = unseal(identity, row, ring)
            except IdentitiesClosed:
                found.pop(row.pk, None)
    return found
