"""Reading that leaves a trace: records for named persons only, and everything that is exported."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Membership, Protected
from goodoffices.core.reasons import ask_reason, key_of
from goodoffices.core.tlp import TLP


def give_reason(record: Protected, *, member: Membership, reason: str) -> str:
    """Record why a member opens a restricted record; returns what the session then remembers."""
    said = reason.strip()[:2000]
    if not said:
        raise InvalidInput(_("Say why; a few words do."))
    with transaction.atomic():
        audit.record(
            "core.record.reason",
            by=member.user,
            programme=member.programme,
            record=record,
            reason=said,
        )
    return key_of(record)


def note_read(record: Protected, *, member: Membership, channel: str = "page") -> None:
    """Record that a member opened a record marked RED; others leave no trace.

    Raises `ReasonWanted` where the programme asks why first.
    """
    if record.tlp < TLP.RED:
        return
    ask_reason(record, member)
    with transaction.atomic():
        audit.record(
            "core.record.read",
            by=member.user,
            programme=member.programme,
            record=record,
            data={"channel": channel},
        )


def note_export(*, member: Membership, kind: str, form: str, **data: Any) -> None:
    """Record that a member took records out: their kind, the form, counts; never their content."""
    with transaction.atomic():
        audit.record(
            "core.export",
            by=member.user,
            programme=member.programme,
            data={"kind": kind, "form": form, **data},
        )
