"""What the programme states of the records it keeps; one statement is due to be looked at again."""

from __future__ import annotations

from datetime import timedelta

from goodoffices.core.models import Handling
from goodoffices.core.services.protection import Statement, seen, state, statement
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import in_the_past
from goodoffices.demo.tables import table

STATED = timedelta(hours=3)
"""How long after the opening of the programme its director wrote it all down."""


def state_purposes(house: House) -> None:
    """State purpose, legal basis and period of most kinds; some are left to be said."""
    at = house.opened + STATED
    with in_the_past(house.ledger, at):
        for kind, row in table("duty")["statements"].items():
            purpose, basis, keep, days, purges, review = row
            said = Statement(
                purpose=purpose,
                legal_basis=basis,
                keep=keep,
                review_on=house.demo.today + timedelta(days=review),
                keep_days=days or None,
                purges=purges,
            )
            before = seen(statement(house.programme, kind))
            state(
                programme=house.programme,
                kind=kind,
                said=said,
                by=house.director,
                seen_before=before,
            )
    Handling.objects.filter(programme=house.programme).update(at=at)
