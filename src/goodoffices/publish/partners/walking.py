"""Walking the records an agreement lets out, page by page, over the API.

A cursor and a mark hold when records changed, to the microsecond, and our own codes: both are
encrypted under the partner's key, so that the partner only ever hands them back.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.paging import newest_first
from goodoffices.monitor.models import Incident
from goodoffices.publish.models import Partner
from goodoffices.publish.partners.services.tokens import Opened
from goodoffices.publish.partners.sharing import Row, Rows, agreed

OVERLAP = timedelta(minutes=2)
"""What is told twice, so that a change that was being written as a walk began is not missed."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows; ``next`` goes on with this walk, ``since`` begins the next one where it began."""

    rows: list[Row]
    next: str
    since: str


def page(opened: Opened, *, cursor: str, since: str, limit: int) -> Page:
    """Return one page of what may leave now, changed since a mark if one is given.

    Raises `InvalidInput` for a cursor or mark that is not this partner's.
    """
    partner = opened.agreement.partner
    walk = _opened(partner, "cursor", cursor) if cursor else _begun(partner, since)
    rows = agreed(opened.agreement, opened.member)
    if walk["since"]:
        rows = rows.filter(updated_at__gte=datetime.fromtimestamp(walk["since"], UTC))
    found = newest_first(
        rows.select_related("place").defer("summary", "tolls"),
        moment="updated_at",
        size=limit,
        cursor=walk["at"],
        unscoped=_unscoped,
    )
    made = Rows(opened.agreement, opened.member).of(found.rows)
    going_on = {**walk, "at": found.next}
    return Page(
        # By the partner's own ids: the order in which records changed is not told.
        rows=sorted(made, key=lambda row: str(row["id"])),
        next=_closed(partner, "cursor", going_on) if found.next else "",
        since=_closed(partner, "since", {"began": walk["began"]}),
    )


def _begun(partner: Partner, since: str) -> dict[str, Any]:
    before = _opened(partner, "since", since)["began"] if since else 0
    return {"at": "", "since": before, "began": (timezone.now() - OVERLAP).timestamp()}


def _unscoped(code: str) -> int | None:
    found: int | None = Incident.objects.filter(code=code).values_list("pk", flat=True).first()
    return found


def _closed(partner: Partner, what: str, told: dict[str, Any]) -> str:
    return _box(partner, what).encrypt(json.dumps(told).encode()).decode()


def _opened(partner: Partner, what: str, text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(_box(partner, what).decrypt(text.encode())))
    except (InvalidToken, UnicodeEncodeError):
        raise InvalidInput(
            _("This is not one of ours; begin without it."), code="bad-cursor"
        ) from None


def _box(partner: Partner, what: str) -> Fernet:
    made = hashlib.sha256(f"{what}:{partner.key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))
