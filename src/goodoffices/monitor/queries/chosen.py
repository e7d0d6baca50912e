"""From a filter to columns: the incidents a member asked for, ready to be counted.

Says of each incident what `selection.conditions` says of it, over columns of the ledger instead of
rows; the tests hold the two to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.exceptions import EmptyResultSet

from goodoffices.core import bulk, search
from goodoffices.core.models import Membership
from goodoffices.methods import geo
from goodoffices.methods.columns import Columns, known
from goodoffices.monitor.ledger.leaves import word
from goodoffices.monitor.ledger.reading import seen_by
from goodoffices.monitor.queries import selection
from goodoffices.monitor.queries.circles import MOST_RADIUS_KM
from goodoffices.monitor.queries.filters import IncidentFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from goodoffices.methods.columns.packing import Column, Mask

Test = Callable[[Columns], "Mask"]
"""Says of each incident whether it has what a part of a filter asks for."""


def choose(asked: IncidentFilter, member: Membership, names: Iterable[str]) -> Columns:
    """Return columns of the incidents that a member asked for and may see."""
    columns = seen_by(member, {*names, *asked_of(asked)})
    return narrowed(columns, asked, member)


def narrowed(columns: Columns, asked: IncidentFilter, member: Membership) -> Columns:
    """Return those of the incidents that a filter selects; the text is asked of the fewest."""
    for test in _tests(asked, member):
        columns = columns.where(test(columns))
    return columns


def asked_of(asked: IncidentFilter) -> set[str]:
    """Return the columns that a filter looks at."""
    looked_at = {
        "first_day": asked.first_day is not None or asked.last_day is not None,
        "last_day": asked.first_day is not None,
        "killed_best": asked.killed_from is not None or asked.killed_to is not None,
        "event_type": bool(asked.types),
        "state": bool(asked.states),
        "place": bool(asked.place),
        "latitude": asked.near is not None,
        "longitude": asked.near is not None,
        "radius_m": asked.near is not None and asked.possibly,
        "sole_source": bool(asked.sources),
    }
    return {name for name, is_asked in looked_at.items() if is_asked}


def _tests(asked: IncidentFilter, member: Membership) -> Iterator[Test]:
    """Yield a test for each part of a filter."""
    if asked.first_day is not None or asked.last_day is not None:
        yield lambda found: in_period(found, asked.first_day, asked.last_day)
    if asked.killed_from is not None or asked.killed_to is not None:
        yield lambda found: _killed(found["killed_best"], asked.killed_from, asked.killed_to)
    if asked.types:
        yield lambda found: _one_of(found["event_type"], selection.types_below(asked.types))
    if asked.states:
        yield lambda found: _one_of(found["state"], asked.states)
    if asked.place:
        yield lambda found: _under_place(found, asked.place, member)
    if asked.near:
        yield lambda found: _near(found, asked)
    if asked.sources:
        yield lambda found: _of_sources(found, asked.sources, member)
    if asked.parties:
        yield lambda found: _of_parties(found, asked.parties, member)
    if asked.text:
        yield lambda found: search.which("incident", asked.text, member, found["id"])


def in_period(columns: Columns, first_day: int | None, last_day: int | None) -> Mask:
    """Incidents whose date, as far as known, touches the period."""
    began, mask = columns["first_day"], np.full(len(columns), True)
    if first_day is None and last_day is None:
        return mask
    mask &= known(began)
    if last_day is not None:
        mask &= began <= last_day
    if first_day is not None:
        mask &= known(columns["last_day"]) & (columns["last_day"] >= first_day)
    return mask


def _killed(best: Column, low: int | None, high: int | None) -> Mask:
    mask = known(best)
    if low is not None:
        mask &= best >= low
    if high is not None:
        mask &= best <= high
    return mask


def _one_of(column: Column, texts: Iterable[str]) -> Mask:
    return np.isin(column, [word(text) for text in texts])


def _under_place(columns: Columns, code: str, member: Membership) -> Mask:
    places = selection.places_under(code, member)
    if places is None:
        return np.full(len(columns), False)
    return np.isin(columns["place"], _ids(places, "id"))


def _near(columns: Columns, asked: IncidentFilter) -> Mask:
    circle = asked.near
    assert circle is not None
    latitude, longitude = columns["latitude"], columns["longitude"]
    centre = circle.latitude, circle.longitude
    found: Mask = geo.within(latitude, longitude, centre, circle.km)
    if asked.possibly:
        radius = columns["radius_m"]
        reach = geo.reaching(latitude, longitude, radius, centre, circle.km, MOST_RADIUS_KM)
        found |= (radius > 0) & (radius <= MOST_RADIUS_KM * 1000) & reach
    return found


def _of_sources(columns: Columns, codes: tuple[str, ...], member: Membership) -> Mask:
    ids = selection.known_sources(codes, member)
    if not ids:
        return np.full(len(columns), False)
    sole, several = columns["sole_source"], selection.with_several_sources(ids)
    among_several = np.isin(columns["id"], _ids(several, "incident_id"))
    return np.isin(sole, ids) | (~known(sole) & among_several)


def _of_parties(columns: Columns, codes: tuple[str, ...], member: Membership) -> Mask:
    ids = selection.known_parties(codes, member)
    return np.isin(columns["id"], _ids(selection.naming(ids), "incident_id") if ids else [])


def _ids(rows: QuerySet[Any, Any], column: str) -> Column:
    """Return the ids that a query finds in one column."""
    try:
        sql, params = rows.values(column).query.sql_with_params()
    except EmptyResultSet:
        return np.zeros(0, np.int64)
    return bulk.ids(sql, params, column=column)
