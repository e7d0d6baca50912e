"""Taking a list out of use, where it was loaded by mistake, and back into use."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import CasualtyList


def switch(*, one: CasualtyList, used: bool, by: User | None, reason: str) -> None:
    """Take a list out of use or back into it: it is then compared and counted, or not.

    Nothing of it is lost: rows, pairs and decisions stay as they are.
    """
    permitted(by, one.programme, "rights.record", one)
    if not reason.strip():
        raise InvalidInput(_("Say why."), code="no-reason")
    with transaction.atomic():
        held = CasualtyList.objects.select_for_update().get(pk=one.pk)
        if used == (held.unused_at is None):
            raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
        held.unused_at = None if used else timezone.now()
        held.unused_by, held.unused_reason = (None, "") if used else (by, reason)
        held.save(update_fields=["unused_at", "unused_by", "unused_reason"])
        action = "rights.list.used_again" if used else "rights.list.out_of_use"
        audit.record(action, by=by, programme=held.programme, record=held, reason=reason)
    one.refresh_from_db()
