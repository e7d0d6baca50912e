"""Saves a few views of lists, as members of a working programme have them."""

from __future__ import annotations

from datetime import timedelta

from goodoffices.core.services.saved_views import save_view
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import in_the_past
from goodoffices.demo.tables import table

BEGAN = timedelta(days=60)


def save_views(house: House) -> None:
    """Save the views, one a day; before the ledger is written."""
    by_role = {one.role: house.members[one.key] for one in reversed(house.staff)}
    with in_the_past(house.ledger, house.now - BEGAN) as past:
        for page, name, query, role, shared in table("views")["views"]:
            past.at += timedelta(days=1)
            member = by_role[role]
            save_view(member=member, page=page, name=name, query=query, shared=shared)
