"""Loads the demonstration programme into an empty database, in seconds, once.

Everything goes through the bulk door of monitoring, so that values are derived, words are filed
and marks hold as with any other load; the past carries its own dates, in the audit log too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from goodoffices.demo.generating import SEED, generate
from goodoffices.demo.loading.house import PASSWORD, House, open_house, slug_of
from goodoffices.demo.people import MAIN, staff
from goodoffices.demo.values import DemoProgramme

__all__ = ["ACCOUNTS", "PASSWORD", "Account", "load_demo"]

MORNING = timedelta(hours=7)
"""The demonstration's last day ends at seven in the morning (UTC)."""

TRUTH = "truth.json"


@dataclass(frozen=True, slots=True)
class Account:
    """Who can log in to the demonstration: the address, and who that is."""

    email: str
    said: str


ACCOUNTS = tuple(
    Account(
        member.email,
        f"{member.names['en']}, {member.role.replace('-', ' ')}"
        + ("" if member.programme == MAIN else " of another programme"),
    )
    for member in staff()
)


def load_demo(
    *,
    seed: int = SEED,
    today: date | None = None,
    progress: Callable[[str], object] | None = None,
) -> bool:
    """Fill the database with the demonstration programme; all of it or nothing.

    Does nothing where the programme is there already, so that what people changed in it stays.
    ``progress`` is told of each step. Returns whether anything was loaded.
    """
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone
    from django_scopes import scopes_disabled

    from goodoffices.core.models import Programme

    tell = progress or (lambda _said: None)
    if Programme.objects.filter(slug=slug_of(MAIN)).exists():
        return False
    tell("Inventing the programme")
    demo = generate(seed=seed, today=today or (timezone.now() - MORNING).date())
    with transaction.atomic(), scopes_disabled():
        for key in (MAIN, demo.second[0]):
            _fill(open_house(demo, key), tell)
    _keep_truth(demo, Path(settings.DATA))
    return True


def _fill(house: House, tell: Callable[[str], object]) -> None:
    from goodoffices.demo.loading.duty import fill_duty
    from goodoffices.demo.loading.field import fill_field
    from goodoffices.demo.loading.ground import add_boundaries, add_parties, add_places
    from goodoffices.demo.loading.incidents import open_all
    from goodoffices.demo.loading.linkage import compare_all
    from goodoffices.demo.loading.public import fill_public
    from goodoffices.demo.loading.reports import receive_all
    from goodoffices.demo.loading.rights import fill_rights
    from goodoffices.demo.loading.totals import fill_totals
    from goodoffices.demo.loading.verifying import verify_all
    from goodoffices.demo.loading.views import save_views

    tell(f"{house.programme.names['en']}: places and parties")
    placed = add_places(house)
    add_boundaries(house, placed)
    add_parties(house)
    for demo in house.demo.offices:
        if demo.key in house.offices:
            house.offices[demo.key].place = placed[demo.place]
            house.offices[demo.key].save(update_fields=["place"])
    tell(f"{house.programme.names['en']}: reports")
    inbox = receive_all(house)
    tell(f"{house.programme.names['en']}: incidents")
    made = open_all(house, inbox)
    verify_all(house, inbox, made)
    if house.key == MAIN:
        tell(f"{house.programme.names['en']}: forms and what came from the field")
        fill_field(house)
        tell(f"{house.programme.names['en']}: people, acts and cases")
        fill_rights(house, made)
        save_views(house)
        fill_totals(house)
        fill_duty(house)
        fill_public(house)
    tell(f"{house.programme.names['en']}: which reports may be of one event")
    compare_all(house)
    house.ledger.write()


def _keep_truth(demo: DemoProgramme, folder: Path) -> None:
    """Write what truly happened where methods can be measured on it; no page shows it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    truth: dict[str, Any] = {
        "programme": slug_of(MAIN),
        "seed": demo.seed,
        "today": demo.today.isoformat(),
        "events": [asdict(event) for event in demo.truth],
        "reports": {
            report.row.external_id: report.true_event_id
            for report in demo.reports
            if report.version == 1
        },
        "copies": {r.row.external_id: r.copies for r in demo.reports if r.copies},
    }
    path = folder / TRUTH
    path.write_text(json.dumps(truth, ensure_ascii=False, default=str), encoding="utf-8")
    path.chmod(0o600)
