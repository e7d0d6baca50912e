"""A report handed in over the API: checked against the codebook, received once."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.models import ApiToken, Membership
from goodoffices.core.services.accounts import digest
from goodoffices.core.tlp import TLP
from goodoffices.formats.claims import toll
from goodoffices.formats.values import (
    DateClaim,
    PartyClaim,
    PlaceClaim,
    ReportRow,
    TollClaim,
    TypeClaim,
)
from goodoffices.methods import dates
from goodoffices.monitor.api.schemas import PartyIn, PlaceIn, ReportIn, TollIn
from goodoffices.monitor.models import Report, Source
from goodoffices.monitor.services import reports
from goodoffices.monitor.services.intake.comparing import current_versions

OWN = re.compile(r"~[0-9a-z]{10}$")
"""Ends an id that the source gave to a report the sender may not see: kept apart by member."""


def receive(given: ReportIn, member: Membership, token: ApiToken, key: str) -> tuple[Report, bool]:
    """Take a report; return it, and whether it is new.

    Where the source has given the same id to a report that the member may not see, the new one
    is kept beside it under an id of the member's own: the answer must not betray the other.
    """
    source = Source.objects.visible_to(member).filter(code=given.source).first()
    if source is None:
        raise InvalidInput(_("There is no such source."), code="no-source")
    row = reports.typed_row(_row(given, _id(given, token, key)))
    try:
        return _received(source, row, given, member)
    except NotFound:
        own = replace(row, external_id=f"{row.external_id}~{member.code}")
        return _received(source, own, given, member)


def given_id(external_id: str) -> str:
    """Return an external id as the source gave it."""
    return OWN.sub("", external_id)


def _received(
    source: Source, row: ReportRow, given: ReportIn, member: Membership
) -> tuple[Report, bool]:
    before = row.external_id in current_versions(source.pk, [row.external_id])
    found = reports.receive(
        programme=member.programme,
        source=source,
        row=row,
        by=member.user,
        tlp=None if given.tlp is None else TLP[given.tlp.replace("+", "_")],
        channel="api",
        office=member.office,
        open_incident=given.open_incident,
    )
    return found, not before


def _id(given: ReportIn, token: ApiToken, key: str) -> str:
    if given.external_id or not key:
        return given.external_id
    return f"key:{digest(f'{token.membership_id}:{key}')[:32]}"


def _row(given: ReportIn, external_id: str) -> ReportRow:
    if not (given.title.strip() or given.text.strip()):
        raise InvalidInput(_("Write what the source said."), code="nothing-said")
    return ReportRow(
        external_id=external_id,
        raw="",
        digest="",
        line=0,
        title=given.title,
        text=given.text,
        language=given.language,
        dates=tuple(_date(edtf) for edtf in given.dates),
        places=tuple(_place(one) for one in given.places),
        types=tuple(TypeClaim(_known("event_types", code)) for code in given.event_types),
        parties=tuple(_party(one) for one in given.parties),
        tolls=tuple(_toll(one) for one in given.tolls),
        links=tuple(given.links),
    )


def _known(scheme: str, code: str) -> str:
    if code not in codebook.load()[scheme]:
        raise InvalidInput(
            _("“%(code)s” is not in the codebook (%(scheme)s).")
            % {"code": code[:60], "scheme": scheme},
            code="unknown-code",
        )
    return code


def _date(edtf: str) -> DateClaim:
    span = dates.parse(edtf)
    if not span.known:
        raise InvalidInput(_("A date that is not known is left out."), code="bad-date")
    return DateClaim(span.edtf, _precision(span.days))


def _precision(days: int | None) -> str:
    """Return the codebook's precision of so many possible days."""
    if days is None:
        return "unstated"
    steps = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
    return next((name for most, name in steps if days <= most), "year")


def _place(one: PlaceIn) -> PlaceClaim:
    if (one.latitude is None) != (one.longitude is None):
        raise InvalidInput(_("A point has a latitude and a longitude."), code="half-a-point")
    if not one.names and one.latitude is None:
        raise InvalidInput(_("A place has a name or a point."), code="no-place")
    return PlaceClaim(
        names=tuple(one.names),
        latitude=one.latitude,
        longitude=one.longitude,
        precision=_known("place_precision", one.precision),
        radius_m=one.radius_m,
        quote=one.quote,
    )


def _party(one: PartyIn) -> PartyClaim:
    return PartyClaim(one.name, _known("party_roles", one.role), quote=one.quote)


def _toll(one: TollIn) -> TollClaim:
    if one.low is None and one.best is None and one.high is None:
        raise InvalidInput(_("A toll has at least one figure."), code="no-figure")
    measure = _known("toll_measures", one.measure)
    category = _known("toll_categories", one.category)
    claim = toll(measure, category, one.low, one.best, one.high)
    return replace(claim, quote=one.quote)
