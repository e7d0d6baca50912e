"""Reading that leaves a trace: records for named persons only, and everything that is exported."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from goodoffices.core import audit
from goodoffices.core.models import Membership, Protected
from goodoffices.core.tlp import TLP


def note_read(record: Protected, *, member: Membership, channel: str = "page") -> None:
    """Record that a member opened a record marked RED; others leave no trace."""
    if record.tlp < TLP.RED:
        return
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
