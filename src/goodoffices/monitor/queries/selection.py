"""From a filter to SQL: which incidents a member asked for, and may see, as rows.

For exports and the API, and where few are wanted; pages that count ask `chosen` for columns. Every
condition works on columns that the indexes of `Incident` hold. Places, parties and sources that the
member may not see select nothing, exactly as those that do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodoffices import codebook
from goodoffices.core import search
from goodoffices.core.models import Membership, Party, Place
from goodoffices.monitor.models import Incident, IncidentParty, IncidentSource, Source
from goodoffices.monitor.models.incidents import LONG_DAYS
from goodoffices.monitor.queries.circles import in_circle
from goodoffices.monitor.queries.filters import IncidentFilter

NOTHING = Q(pk__in=[])

FEW_DAYS = 500
"""Incidents of so many days are quickly asked one by one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Incidents by a filter, as seen by a member: the text condition is kept apart.

    A text may match most of a programme: `goodoffices.monitor.queries.sought` finds the query
    that costs least.
    """

    asked: IncidentFilter
    member: Membership
    without_text: QuerySet[Incident]

    @property
    def rows(self) -> QuerySet[Incident]:
        """Every condition as one query."""
        text = search.matching("incident", self.asked.text, self.member)
        return self.without_text if text is None else self.without_text.filter(text)


def select(asked: IncidentFilter, member: Membership) -> Selection:
    """Return the incidents a member asked for and may see, as rows."""
    rows = Incident.objects.visible_to(member).filter(conditions(asked, member))
    return Selection(asked, member, rows)


def conditions(asked: IncidentFilter, member: Membership) -> Q:
    """Return every condition but the text, as one Q over `Incident`."""
    found = period(asked.first_day, asked.last_day) & killed(asked.killed_from, asked.killed_to)
    if asked.types:
        found &= Q(event_type__in=types_below(asked.types))
    if asked.states:
        found &= Q(state__in=asked.states)
    if asked.place:
        found &= under_place(asked.place, member)
    if asked.near:
        programme, days = member.programme_id, asked.days
        found &= in_circle(asked.near, programme, possibly=asked.possibly, days=days)
    if asked.sources:
        found &= of_sources(asked.sources, member)
    if asked.parties:
        found &= of_parties(asked.parties, member, days=asked.days)
    return found


def period(first_day: int | None, last_day: int | None) -> Q:
    """Incidents whose date, as far as known, touches the period.

    All but the long ones begin at most `LONG_DAYS` before the period: a short stretch of the
    index. The long ones are few and looked up first.
    """
    found = Q()
    if last_day is not None:
        found &= Q(first_day__lte=last_day)
    if first_day is None:
        return found
    near = Q(first_day__gte=first_day - LONG_DAYS)
    long = Incident.objects.filter(is_long=True, last_day__gte=first_day)
    ids = list(long.values_list("pk", flat=True))
    return found & Q(last_day__gte=first_day) & (near | Q(pk__in=ids) if ids else near)


def killed(low: int | None, high: int | None) -> Q:
    """Incidents by their best figure of people killed; not known is neither 0 nor many."""
    found = Q()
    if low is not None:
        found &= Q(killed_best__gte=low)
    if high is not None:
        found &= Q(killed_best__lte=high)
    return found


def types_below(types: tuple[str, ...]) -> list[str]:
    """Return the given event types and everything under them."""
    book = codebook.load()
    return sorted({below for one in types for below in book.descendants("event_types", one)})


def under_place(code: str, member: Membership) -> Q:
    """Incidents in a place or in any place under it."""
    places = places_under(code, member)
    return NOTHING if places is None else Q(place__in=places.values("pk"))


def places_under(code: str, member: Membership) -> QuerySet[Place] | None:
    """Return a place and all under it; None for one that the member may not see."""
    known = Place.objects.visible_to(member).filter(code=code)
    top = known.values_list("path", flat=True).first()
    return None if top is None else Place.objects.filter(path__startswith=top)


def of_sources(codes: tuple[str, ...], member: Membership) -> Q:
    """Incidents that at least one of the sources reported."""
    ids = known_sources(codes, member)
    if not ids:
        return NOTHING
    several = with_several_sources(ids).values("incident")
    return Q(sole_source__in=ids) | Q(sole_source__isnull=True, pk__in=several)


def known_sources(codes: tuple[str, ...], member: Membership) -> list[int]:
    """Return the ids of those of the sources that the member may see."""
    known = Source.objects.visible_to(member).filter(code__in=codes)
    return list(known.values_list("pk", flat=True))


def with_several_sources(ids: list[int]) -> QuerySet[IncidentSource]:
    """Return the rows of incidents that have several sources, one of these among them."""
    # Not scoped again: the sources are the programme's, so are their incidents.
    return IncidentSource._base_manager.filter(source__in=ids)


def of_parties(codes: tuple[str, ...], member: Membership, *, days: int | None = None) -> Q:
    """Incidents in which one of the parties, or a party under it, is named.

    Over few ``days`` each incident is asked for its parties; else the parties for their
    incidents, of which there may be hundreds of thousands.
    """
    ids = known_parties(codes, member)
    if not ids:
        return NOTHING
    named = naming(ids)
    if days is not None and days <= FEW_DAYS:
        return Q(Exists(named.filter(incident=OuterRef("pk"))))
    return Q(pk__in=named.values("incident"))


def known_parties(codes: tuple[str, ...], member: Membership) -> list[int]:
    """Return the ids of the parties, and those under them, that the member may see."""
    known = Party.objects.visible_to(member)
    under = Q()
    for path in known.filter(code__in=codes).values_list("path", flat=True):
        under |= Q(path__startswith=path)
    return list(known.filter(under).values_list("pk", flat=True)) if under else []


def naming(ids: list[int]) -> QuerySet[IncidentParty]:
    """Return the rows of incidents in which one of these parties is named."""
    # Not scoped again: the parties are the programme's, so are their incidents.
    return IncidentParty._base_manager.filter(party__in=ids)
