"""The addresses of the duty of care: closing, retention, data protection."""

from __future__ import annotations

from goodoffices.core.models import Lock, Membership
from tests.cast import Cast
from tests.web.declaring import Address, act, form


def _lock(cast: Cast, member: Membership, tlp: int) -> str:
    """An entry of the switch; nothing is closed by it in itself."""
    made = Lock.objects.get_or_create(
        programme=cast.programme, office=cast.office, ended_at=None, defaults={"mode": "read-only"}
    )
    return str(made[0].code)


DUTY: dict[str, Address] = {
    "core:emergency": form("core.lock"),
    "core:protection": Address(),
    "core:protection-change": Address(
        "core.protection", posts=True, argument="kind", fixed="monitor.report"
    ),
    "core:retention": Address("core.protection"),
    "core:purge": form("core.protection"),
    "core:holds": Address("core.protection"),
    "core:hold": form("core.protection"),
    "core:hold-end": Address(
        "core.protection",
        posts=True,
        fixed="none",
        besides=(("kind", "monitor.report"),),
        also=404,
    ),
    "core:reason": act("core.view"),
    "core:emergency-open": act("core.lock", _lock, also=403),
}
