"""Sharing agreements: versions that are written once, and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import Evidence, Membership, Place, User
from goodoffices.core.tlp import TLP
from goodoffices.methods.coarsening import is_whole
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.models import Partner, SharingAgreement
from goodoffices.publish.partners.fields import FIELDS
from goodoffices.publish.partners.services.organisations import MAY
from goodoffices.publish.partners.sharing import LEVELS

GRIDS = (1, 5, 10, 25, 50, 100)
SMALLEST = range(2, 101)
LANGUAGES = ("en", "ar", "he")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed, as `SharingAgreement` keeps it; ``first_day`` and ``last_day`` are days."""

    fields: Sequence[str]
    purpose: str
    basis: str
    since: date
    until: date
    agreed_with: str
    states: Sequence[str]
    ceiling: int = TLP.GREEN
    types: Sequence[str] = ()
    places: Sequence[Place] = ()
    first_day: date | None = None
    last_day: date | None = None
    place_level: str = "district"
    grid_km: int = 25
    time_unit: str = "month"
    smallest: int = 5
    language: str = "en"
    files: Sequence[Evidence] = ()


def agree(*, partner: Partner, terms: Terms, by: User | None) -> SharingAgreement:
    """Write the next version of what is agreed; from its first day on it takes the place of all."""
    seen = [partner, *terms.places, *terms.files]
    permitted(by, partner.programme, MAY, *seen)
    if partner.ended_at is not None:
        raise Conflict(_("The exchange with this partner has ended."), code="partner-ended")
    _refuse_unknown(terms)
    _refuse_finer(terms)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        number = partner.agreements.aggregate(most=Max("number"))["most"] or 0
        made = _row(partner, terms, number + 1, by)
        made.save(force_insert=True)
        made.files.set(terms.files)
        audit.record(
            "publish.agreement.added",
            by=by,
            programme=partner.programme,
            record=partner,
            data={"number": made.number, "fields": made.fields, "ceiling": made.ceiling},
        )
    return made


def withdraw(*, agreement: SharingAgreement, by: User | None, reason: str) -> None:
    """Withdraw a version: nothing leaves under it any more, and its tokens open nothing.

    No earlier version comes back in its place.
    """
    partner = agreement.partner
    permitted(by, partner.programme, MAY, partner)
    if not reason.strip():
        raise InvalidInput(_("Say why it is withdrawn."), code="no-reason")
    now, said = timezone.now(), reason.strip()[:2000]
    with transaction.atomic():
        rows = SharingAgreement.objects.filter(pk=agreement.pk, withdrawn_at=None)
        if not rows.update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=said):
            raise Conflict(_("Somebody took this back meanwhile."))
        agreement.tokens.filter(revoked_at=None).update(revoked_at=now)
        audit.record(
            "publish.agreement.withdrawn",
            by=by,
            programme=partner.programme,
            record=partner,
            reason=said,
            data={"number": agreement.number},
        )
    agreement.refresh_from_db()


def in_force(partner: Partner, day: date | None = None) -> SharingAgreement | None:
    """Return the version that holds on a day (today): the latest that has begun, if it stands."""
    today = day or timezone.localdate(timezone=ZoneInfo(partner.programme.time_zone))
    if partner.ended_at is not None:
        return None
    begun = partner.agreements.filter(since__lte=today).order_by("-number").first()
    if begun is None or begun.withdrawn_at is not None or begun.until < today:
        return None
    begun.partner = partner
    return begun


def holding(partner: Partner) -> SharingAgreement:
    """Return the version that holds today; `Conflict` where there is none."""
    found = in_force(partner)
    if found is None:
        raise Conflict(
            _("No agreement with this partner holds today. Write one, or wait until it begins."),
            code="no-agreement",
        )
    return found


def places_of(agreement: SharingAgreement, member: Membership) -> list[Place]:
    """Return those of an agreement's places that the member may see, by name."""
    rows = Place.objects.visible_to(member).filter(code__in=agreement.places)
    return list(rows.order_by("name", "pk"))


def by_number(partner: Partner, number: int) -> SharingAgreement:
    """Return one version; `NotFound` where there is none."""
    found = partner.agreements.filter(number=number).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.partner = partner
    return found


def _row(partner: Partner, terms: Terms, number: int, by: User | None) -> SharingAgreement:
    same = ("ceiling", "place_level", "grid_km", "time_unit", "smallest", "language")
    return SharingAgreement(
        partner=partner,
        number=number,
        by=by,
        fields=[name for name in FIELDS if name in terms.fields],
        types=sorted(set(terms.types)),
        states=sorted(set(terms.states)),
        places=sorted({one.code for one in terms.places}),
        first_day=_ordinal(terms.first_day),
        last_day=_ordinal(terms.last_day),
        purpose=terms.purpose.strip()[:5000],
        basis=terms.basis,
        since=terms.since,
        until=terms.until,
        agreed_with=terms.agreed_with.strip()[:200],
        **{name: getattr(terms, name) for name in same},
    )


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _refuse_unknown(terms: Terms) -> None:
    book = codebook.load()
    known = {
        "fields": set(terms.fields) <= set(FIELDS),
        "types": set(terms.types) <= set(book["event_types"].entries),
        "states": set(terms.states) <= set(book["verification_states"].entries),
        "basis": terms.basis in SharingAgreement.Basis.values,
        "grid_km": terms.grid_km in GRIDS,
        "time_unit": terms.time_unit in SharingAgreement.Unit.values,
        "place_level": terms.place_level in SharingAgreement.Level.values,
        "smallest": terms.smallest == 0 or terms.smallest in SMALLEST,
        "language": terms.language in LANGUAGES,
    }
    if not all(known.values()):
        raise InvalidInput(_("Some of what was chosen is not among the choices."), code="unknown")
    if not terms.fields:
        raise InvalidInput(_("Choose at least one field."), code="no-fields")
    if not terms.states:
        raise InvalidInput(_("Choose at least one state of checking."), code="no-states")
    if terms.ceiling not in (TLP.CLEAR, TLP.GREEN, TLP.AMBER):
        raise InvalidInput(
            _("AMBER+STRICT and RED never leave the programme: AMBER at the most."),
            code="above-amber",
        )
    if not (terms.purpose.strip() and terms.agreed_with.strip()):
        raise InvalidInput(
            _("Say what it is shared for, and with whom it was agreed."), code="no-purpose"
        )
    if terms.since > terms.until:
        raise InvalidInput(_("The agreement ends before it begins."), code="bad-period")


def _refuse_finer(terms: Terms) -> None:
    """Refuse a choice of records that says more of each than the agreement lets its fields say."""
    finest = LEVELS.index(terms.place_level)
    if any(one.kind not in LEVELS[: finest + 1] for one in terms.places):
        raise InvalidInput(
            _(
                "A place chosen is smaller than the finest kind of place that may be named: that"
                " a record is in the file would say where it happened. Choose a larger place."
            ),
            code="place-too-fine",
        )
    first, last = _ordinal(terms.first_day), _ordinal(terms.last_day)
    if first is not None and last is not None and first > last:
        raise InvalidInput(_("The last day lies before the first."), code="bad-days")
    if not is_whole(first, last, terms.time_unit):
        raise InvalidInput(
            _(
                "The days of the events cut a period in two: that a record is in the file would"
                " say on which side it lies. Choose whole periods."
            ),
            code="days-too-fine",
        )
