"""What the programme states of the records it keeps, and which of them nobody may delete.

One statement is due to be looked at again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps

from goodoffices.core.models import Handling, Hold
from goodoffices.core.services import holds
from goodoffices.core.services.protection import Statement, seen, state, statement
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import in_the_past
from goodoffices.demo.tables import table

STATED = timedelta(hours=3)
"""How long after the opening of the programme its director wrote it all down."""

HELD = timedelta(days=20)
"""How long ago somebody asked that nothing is deleted."""


def fill_duty(house: House) -> None:
    """State purpose, legal basis and period of most kinds, and put legal holds on two records."""
    _state_purposes(house)
    _hold(house)


def _state_purposes(house: House) -> None:
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


def _hold(house: House) -> None:
    director = next(one for one in house.members.values() if one.user == house.director)
    with in_the_past(house.ledger, house.now - HELD):
        for kind, place, reason in table("duty")["holds"]:
            records: Any = apps.get_model(kind).objects.visible_to(director).order_by("-pk")
            held = holds.place(
                programme=house.programme,
                kind=kind,
                code=records[place].code,
                reason=reason,
                by=director.user,
            )
            Hold.objects.filter(pk=held.pk).update(at=house.now - HELD)
