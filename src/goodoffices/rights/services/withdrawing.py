"""Taking back what was said of a record: it stays, with who took it back and why."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Protected, User, Withdrawable
from goodoffices.monitor.services.permits import permitted


def withdraw(
    *,
    said: Withdrawable,
    of: Protected,
    action: str,
    by: User | None,
    reason: str,
    noted_on: Protected | Withdrawable | None = None,
) -> None:
    """Take back one thing that was said of a record; ``action`` is how the log calls it.

    ``noted_on`` is the record on which the log speaks of it, where it is another.
    """
    permitted(by, of.programme, "rights.record", of)
    if not reason.strip():
        raise InvalidInput(_("Say why it is taken back."), code="no-reason")
    with transaction.atomic():
        rows = type(said)._default_manager.filter(pk=said.pk, withdrawn_at=None)
        taken = rows.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason)
        if not taken:
            raise Conflict(_("Somebody took this back meanwhile."))
        audit.record(
            action,
            by=by,
            programme=of.programme,
            record=noted_on or of,
            reason=reason,
            data={"of": said.code},
        )
    said.refresh_from_db()
