"""Making evidence for tests."""

from __future__ import annotations

import io

from goodoffices.core import evidence
from goodoffices.core.models import CustodyEvent, Evidence, Membership
from goodoffices.core.tlp import TLP
from tests.cast import Cast


def item(
    cast: Cast,
    content: bytes = b"What was seen",
    *,
    by: Membership | None = None,
    tlp: int = TLP.AMBER,
    name: str = "seen.txt",
) -> Evidence:
    """Store a file as somebody handed it in; inside the programme's scope."""
    giver = by or cast.analyst
    return evidence.store(
        io.BytesIO(content), programme=cast.programme, name=name, by=giver.user, tlp=tlp
    )


def events(one: Evidence) -> list[str]:
    """Return what an item's custody log tells of, in order."""
    rows = CustodyEvent.objects.filter(evidence=one).order_by("seq")
    return list(rows.values_list("event", flat=True))
