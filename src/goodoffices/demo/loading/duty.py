"""What the demonstration programme says of its records, and which of them nobody may delete."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps

from goodoffices.core.models import Handling, Hold
from goodoffices.core.services import holds, protection
from goodoffices.core.services.protection import Statement
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import in_the_past
from goodoffices.demo.tables import table

SAID = timedelta(days=20)


def fill_duty(house: House) -> None:
    """State why records are kept, and put legal holds on two; before the ledger is written."""
    director = next(one for one in house.members.values() if one.user == house.director)
    data = table("duty")
    with in_the_past(house.ledger, house.now - SAID):
        for entry in data["statements"]:
            _state(house, director.user, entry)
        for kind, place, reason in data["holds"]:
            records: Any = apps.get_model(kind).objects.visible_to(director).order_by("-pk")
            held = holds.place(
                programme=house.programme,
                kind=kind,
                code=records[place].code,
                reason=reason,
                by=director.user,
            )
            Hold.objects.filter(pk=held.pk).update(at=house.now - SAID)


def _state(house: House, by: Any, entry: list[Any]) -> None:
    kind, purpose, basis, keep, days, purges, review = entry
    said = Statement(
        purpose=purpose,
        legal_basis=basis,
        keep=keep,
        review_on=house.now.date() + timedelta(days=review),
        keep_days=days or None,
        purges=purges,
    )
    known = protection.seen(protection.statement(house.programme, kind))
    held = protection.state(
        programme=house.programme, kind=kind, said=said, by=by, seen_before=known
    )
    Handling.objects.filter(pk=held.pk).update(at=house.now - SAID)
