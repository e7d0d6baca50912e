"""The filter bar of the situation page and the incident list; its state is the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.schemes import Entry
from goodoffices.core.days import days_in_words
from goodoffices.core.models import Membership, Party, PartyName, Place, PlaceName
from goodoffices.core.queries.addresses import iso
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.core.views.options import Option, chosen_label
from goodoffices.methods.text import fold
from goodoffices.monitor.models import Source
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.periods import DEFAULT, Period

MOST_CHOICES = 12
MOST_SOURCES = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several places or parties that bear a name: what tells it apart, and its address."""

    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class FilterBar:
    """What the bar shows: each filter with its options, and what it stands at now."""

    asked: IncidentFilter
    page: str
    period_label: str
    presets: tuple[Option, ...]
    first_day: str
    last_day: str
    place: Place | None
    place_choices: tuple[Choice, ...]
    types: tuple[Option, ...]
    states: tuple[Option, ...]
    sources: tuple[Option, ...]
    parties: tuple[Option, ...]
    party_choices: tuple[Choice, ...]
    sorts: tuple[Option, ...]
    problems: tuple[str, ...]

    @property
    def type_label(self) -> str:
        """What the chip of event types says."""
        return chosen_label(self.types, _("Type: all"))

    @property
    def state_label(self) -> str:
        """What the chip of states says."""
        return chosen_label(self.states, _("State: all"))

    @property
    def source_label(self) -> str:
        """What the chip of sources says."""
        return chosen_label(self.sources, _("Source: all"))

    @property
    def party_label(self) -> str:
        """What the chip of parties says."""
        return chosen_label(self.parties, _("Party: all"))

    @property
    def query(self) -> str:
        """The query string as it stands."""
        return self.asked.address()


def filter_bar(
    request: HttpRequest,
    asked: IncidentFilter,
    member: Membership,
    *,
    page: str,
    period: Period | None,
) -> FilterBar:
    """Return the bar for a page; ``period`` is None where the page shows all by default."""
    place_choices, no_place = _place_choices(request, asked, member)
    party_choices, no_party = _party_choices(request, asked, member)
    return FilterBar(
        asked=asked,
        page=page,
        period_label=_period_label(asked, period),
        presets=_presets(asked, period),
        first_day=iso(asked.first_day),
        last_day=iso(asked.last_day),
        place=_place(asked, member),
        place_choices=place_choices,
        types=_types(asked),
        states=_states(asked),
        sources=_sources(asked, member),
        parties=_parties(asked, member),
        party_choices=party_choices,
        sorts=_sorts(asked),
        problems=(*asked.problems, *no_place, *no_party),
    )


def _language() -> str:
    return (get_language() or "en")[:2]


def _period_label(asked: IncidentFilter, period: Period | None) -> str:
    if period is None:
        return _("Period: all")
    if period.is_all and not (asked.first_day or asked.last_day):
        return _("All days")
    return days_in_words(period.first, period.last)


def _presets(asked: IncidentFilter, period: Period | None) -> tuple[Option, ...]:
    given = asked.first_day is not None or asked.last_day is not None
    now = "" if given else asked.preset or (DEFAULT if period else "all")
    labels = {
        "7d": _("7 days"),
        "30d": _("30 days"),
        "90d": _("90 days"),
        "365d": _("A year"),
        "all": _("All"),
    }
    return tuple(Option(value, label, value == now) for value, label in labels.items())


def _types(asked: IncidentFilter) -> tuple[Option, ...]:
    scheme = codebook.load()["event_types"]
    return tuple(
        Option(entry.id, entry.label(_language()), entry.id in asked.types, depth)
        for entry, depth in _walk(tuple(scheme), "", 0)
    )


def _walk(entries: tuple[Entry, ...], parent: str, depth: int) -> Iterable[tuple[Entry, int]]:
    for entry in entries:
        if entry.parent == parent:
            yield entry, depth
            yield from _walk(entries, entry.id, depth + 1)


def _states(asked: IncidentFilter) -> tuple[Option, ...]:
    labels = codebook.load().labels("verification_states", _language())
    return tuple(Option(code, label, code in asked.states) for code, label in labels.items())


def _sorts(asked: IncidentFilter) -> tuple[Option, ...]:
    labels = {
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "killed": _("Most people killed first"),
        "changed": _("Last changed first"),
    }
    return tuple(Option(code, label, code == asked.sort) for code, label in labels.items())


def _sources(asked: IncidentFilter, member: Membership) -> tuple[Option, ...]:
    rows = Source.objects.visible_to(member).order_by("name")[:MOST_SOURCES]
    return tuple(Option(row.code, row.label, row.code in asked.sources) for row in rows)


def _parties(asked: IncidentFilter, member: Membership) -> tuple[Option, ...]:
    if not asked.parties:
        return ()
    rows = Party.objects.visible_to(member).filter(code__in=asked.parties).order_by("name")
    return tuple(Option(row.code, row.label, chosen=True) for row in rows)


def _place(asked: IncidentFilter, member: Membership) -> Place | None:
    if not asked.place:
        return None
    found: Place | None = Place.objects.visible_to(member).filter(code=asked.place).first()
    return found


def named_places(typed: str, member: Membership) -> QuerySet[Place]:
    """Return the visible places whose name, in any language or spelling, begins as typed."""
    folded = fold(typed)
    names = PlaceName.objects.filter(Q(folded=folded) | Q(folded__startswith=folded))
    places = Place.objects.visible_to(member).filter(pk__in=names.values("place"))
    return places.select_related("parent").order_by("depth", "name")


def named_parties(typed: str, member: Membership) -> QuerySet[Party]:
    """Return the visible parties one of whose names begins as typed."""
    names = PartyName.objects.filter(folded__startswith=fold(typed))
    return Party.objects.visible_to(member).filter(pk__in=names.values("party")).order_by("name")


def _place_choices(
    request: HttpRequest, asked: IncidentFilter, member: Membership
) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    typed = asked_for(request, "in").strip()
    if not typed or not fold(typed):
        return (), ()
    found = tuple(
        Choice(
            label=place.label,
            note=place.parent.label if place.parent else "",
            url="?" + asked.address(place=place.code),
        )
        for place in named_places(typed, member)[:MOST_CHOICES]
    )
    if found:
        return found, ()
    return (), (_("No place is called “%(name)s”.") % {"name": typed},)


def _party_choices(
    request: HttpRequest, asked: IncidentFilter, member: Membership
) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    typed = asked_for(request, "named").strip()
    if not typed or not fold(typed):
        return (), ()
    found = tuple(
        Choice(party.label, "", "?" + asked.address(parties=(*asked.parties, party.code)))
        for party in named_parties(typed, member)[:MOST_CHOICES]
    )
    if found:
        return found, ()
    return (), (_("No party is called “%(name)s”.") % {"name": typed},)


def only_choice(request: HttpRequest, member: Membership, asked: IncidentFilter) -> str | None:
    """Return the address to go to where a typed name means exactly one place or party."""
    typed = asked_for(request, "in").strip()
    if typed and fold(typed):
        exact = PlaceName.objects.filter(folded=fold(typed)).values("place")
        places = list(Place.objects.visible_to(member).filter(pk__in=exact)[:2])
        places = places or list(named_places(typed, member)[:2])
        if len(places) == 1:
            return "?" + replace(asked, place=places[0].code).address()
    typed = asked_for(request, "named").strip()
    if typed and fold(typed):
        parties = list(named_parties(typed, member)[:2])
        if len(parties) == 1:
            return "?" + asked.address(parties=(*asked.parties, parties[0].code))
    return None
