"""A stage for tests of partners: places, incidents under several marks, a partner, an agreement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from goodoffices.core.models import Party, Place, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, IncidentParty
from goodoffices.publish.models import ExchangeRun, Partner, PartnerToken, SharingAgreement
from goodoffices.publish.partners.fields import FIELDS
from goodoffices.publish.partners.services import agreements, organisations, runs, tokens
from goodoffices.publish.partners.services.agreements import Terms
from goodoffices.publish.partners.services.organisations import GivenPartner
from tests.cast import Cast

DAY = date(2026, 3, 4)


def place(
    programme: Programme, name: str, kind: str, parent: Place | None = None, **more: Any
) -> Place:
    """Make a place under another."""
    made = Place.objects.create(
        programme=programme, name=name, kind=kind, parent=parent, **{"tlp": TLP.CLEAR, **more}
    )
    above = parent.path if parent else "/"
    Place.objects.filter(pk=made.pk).update(path=f"{above}{made.pk}/")
    made.refresh_from_db()
    return made


def places(programme: Programme) -> dict[str, Place]:
    """Make a country, a region, a district, a town and a village in one another."""
    found: dict[str, Place] = {}
    above = None
    for kind in ("country", "region", "district", "town", "village"):
        above = found[kind] = place(programme, f"The {kind}", kind, above)
    return found


def incident(
    programme: Programme, *, tlp: int = TLP.GREEN, day: date = DAY, **more: Any
) -> Incident:
    """Make an incident whose title, texts and place as written must never leave."""
    values: dict[str, Any] = {
        "title": "Xanthippe was taken",
        "summary": "Xanthippe told us.",
        "place_text": "the house of Xanthippe",
        "state": "verified",
        "edtf": day.isoformat(),
        "first_day": day.toordinal(),
        "last_day": day.toordinal(),
        "latitude": 11.4567,
        "longitude": 31.2345,
        "radius_m": 100,
        "event_type": "remote_shelling",
        "killed_low": 5,
        "killed_best": 7,
        "killed_high": 9,
    }
    return Incident.objects.create(programme=programme, tlp=tlp, own_tlp=tlp, **{**values, **more})


def side(programme: Programme, of: Incident, name: str = "Northern Front", **more: Any) -> Party:
    """Name a party on an incident."""
    made = Party.objects.create(programme=programme, name=name, kind="movement", **more)
    IncidentParty.objects.create(incident=of, party=made, role="side_a")
    return made


def partner(programme: Programme, name: str = "Peace Watch", **more: Any) -> Partner:
    """Add a partner."""
    given = GivenPartner(name=name, kind="rights", **more)
    return organisations.add(programme=programme, given=given, by=None)


def terms(**more: Any) -> Terms:
    """Return terms that let every field out, as coarse as they are by default."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "fields": list(FIELDS),
        "purpose": "To watch together",
        "basis": "public",
        "since": today - timedelta(days=1),
        "until": today + timedelta(days=30),
        "agreed_with": "Its data office",
        "states": ["verified", "corroborated"],
    }
    return Terms(**{**values, **more})


def agreed(with_: Partner, **more: Any) -> SharingAgreement:
    """Write a version of an agreement."""
    made = agreements.agree(partner=with_, terms=terms(**more), by=None)
    made.partner = with_
    return made


def prepared(with_: Partner, by: User, form: str = "jsonl", **more: Any) -> ExchangeRun:
    """Prepare a file."""
    return runs.prepare(partner=with_, form=form, by=by, **more)


def approved(cast: Cast, with_: Partner, form: str = "jsonl", **more: Any) -> ExchangeRun:
    """Prepare a file as the rights officer and approve it as the director."""
    run = prepared(with_, cast.rights_officer.user, form, **more)
    runs.approve(run=run, by=cast.director.user)
    return run


def token(cast: Cast, with_: Partner) -> tuple[PartnerToken, str]:
    """Issue a token as the rights officer and approve it as the director."""
    made, secret = tokens.issue(partner=with_, name="Nightly", days=30, by=cast.rights_officer.user)
    tokens.approve(token=made, by=cast.director.user)
    return made, secret


def soon() -> Any:
    """Return a moment a month from now."""
    return timezone.now() + timedelta(days=30)
