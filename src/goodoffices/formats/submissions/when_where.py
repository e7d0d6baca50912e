"""When and where, by the answers of one submission."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.claims import distinct, interval
from goodoffices.formats.mapping.dates import read_date
from goodoffices.formats.reasons import Bad
from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.entries import DateEntry, PlaceEntry
from goodoffices.formats.submissions.telling import Teller
from goodoffices.formats.submissions.typed import Point, day_of, plain, points_of
from goodoffices.formats.values import DateClaim, PlaceClaim
from goodoffices.methods import dates
from goodoffices.methods.geo import haversine_km

LEAST_RADIUS_M = 100
"""A phone's accuracy is of the phone; what it reports of is rarely at its very foot."""

UNSTATED_RADIUS_M = 2_000
"""The radius of a point without an accuracy: the codebook's for a known place."""

_PRECISION = ((2_000, "exact"), (25_000, "near"), (30_000, "admin2"), (100_000, "admin1"))
_STRETCH = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))


def claim_dates(teller: Teller, entry: DateEntry) -> Iterator[DateClaim]:
    """Claim when it happened: a day, or the stretch from one answer to another."""
    ends = dict(enumerate(teller.said(entry.until)))
    for n, (key, text) in enumerate(teller.said(entry.path)):
        until_key, until = ends.get(n, ("", ""))
        quote = teller.quote(entry.path, text)
        if until:
            quote = teller.quotes((quote, teller.quote(entry.until, until)))
        claim = _stretch(teller, key, text, until_key, until) if until else None
        claim = claim or _day(teller, entry, key, text)
        if claim is not None:
            edtf, precision = claim
            _look_ahead(teller, key, edtf)
            yield DateClaim(edtf, precision, quote=quote)


def _day(teller: Teller, entry: DateEntry, key: str, text: str) -> tuple[str, str] | None:
    """Return (EDTF, precision) of one answer; a month or a year alone is taken as such."""
    try:
        edtf, precision = read_date(key, plain(text), "iso")
        if precision == "day":
            span = dates.from_dates(date.fromisoformat(edtf), precision=entry.precision)
            return span.edtf, entry.precision
        return dates.parse(edtf).edtf, precision
    except (Bad, InvalidInput):
        teller.flag(codes.DATE_NOT_READ, key)
        return None


def _stretch(
    teller: Teller, key: str, text: str, until_key: str, until: str
) -> tuple[str, str] | None:
    """Return the days between two answers; two in the wrong order are flagged and turned round."""
    first, last = day_of(text), day_of(until)
    if last is None:
        teller.flag(codes.DATE_NOT_READ, until_key)
    if first is None or last is None:
        return None
    if last < first:
        teller.flag(codes.DATES_OUT_OF_ORDER, key)
        first, last = last, first
    days = (last - first).days + 1
    precision = next((name for most, name in _STRETCH if days <= most), "year")
    try:
        return dates.parse(interval(first, last)).edtf, precision
    except InvalidInput:
        return None


def _look_ahead(teller: Teller, key: str, edtf: str) -> None:
    """Flag what is said to have happened after the report of it came in."""
    first = dates.parse(edtf).first_day
    tomorrow = (teller.received + timedelta(days=1)).date().toordinal()
    if first is not None and first > tomorrow:
        teller.flag(codes.DATE_IN_FUTURE, key)


def claim_places(teller: Teller, entry: PlaceEntry) -> Iterator[PlaceClaim]:
    """Claim where it happened: the point of the phone or of the map, and the names given.

    Asked in a repeat, each round is a place of its own; a name asked once goes with all of them.
    """
    rounds = max((len(teller.said(path)) for path in (entry.point, *entry.names)), default=0)
    for n in range(rounds):
        names, quotes = [], []
        for path in entry.names:
            said = teller.said(path)
            if said:
                _, text = said[min(n, len(said) - 1)]
                names.append(" ".join(teller.shown(path, text).split()))
                quotes.append(teller.quote(path, text))
        points = teller.said(entry.point)[n : n + 1]
        quotes += [teller.quote(entry.point, text) for _, text in points]
        where = _where(teller, *points[0]) if points else None
        if where is not None or names:
            yield _place(distinct(names), where, teller.quotes(quotes))


def _where(teller: Teller, key: str, text: str) -> Point | None:
    """Return the point of an answer, the middle of a line or an area; None for 0, 0."""
    points = [point for point in points_of(text) or () if not point.is_zero]
    if not points:
        if points_of(text) is None:
            teller.flag(codes.POINT_NOT_READ, key)
        return None
    if len(points) == 1:
        return points[0]
    corners = points[:-1] if points[0] == points[-1] else points
    middle = Point(
        math.fsum(one.latitude for one in corners) / len(corners),
        math.fsum(one.longitude for one in corners) / len(corners),
    )
    reach = max(
        haversine_km(middle.latitude, middle.longitude, one.latitude, one.longitude)
        for one in corners
    )
    return Point(middle.latitude, middle.longitude, reach * 1000)


def _place(names: tuple[str, ...], where: Point | None, quote: str) -> PlaceClaim:
    if where is None:
        return PlaceClaim(names, precision="unstated", quote=quote)
    accuracy = UNSTATED_RADIUS_M if where.accuracy is None else where.accuracy
    radius = min(max(math.ceil(accuracy), LEAST_RADIUS_M), 20_000_000)
    precision = next((name for most, name in _PRECISION if radius <= most), "country")
    return PlaceClaim(
        names,
        latitude=where.latitude,
        longitude=where.longitude,
        precision=precision,
        radius_m=radius,
        quote=quote,
    )
