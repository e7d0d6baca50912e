"""Which incidents a release may hold at all, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from goodoffices.core.models import Membership, Place
from goodoffices.core.models.places import Place as Places
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.selection import types_below
from goodoffices.publish.models import DataRelease, ReleasePolicy

LEVELS = ("corroborated", "verified")
"""Verification states that can be asked for, each standing for itself and those after it."""

CHUNK = 5000
READ = (
    "code",
    "first_day",
    "last_day",
    "place_id",
    "latitude",
    "longitude",
    "radius_m",
    "event_type",
    "killed_low",
    "killed_best",
    "killed_high",
    "harm_state",
    "source_count",
    "state",
)


def states_from(level: str) -> tuple[str, ...]:
    """Return the states that have reached a level."""
    return LEVELS[LEVELS.index(level) :] if level in LEVELS else (level,)


def policy_of(release: DataRelease) -> ReleasePolicy:
    """Return the programme's policy as it is now; what holds by default where it has none."""
    newest = ReleasePolicy.objects.filter(programme=release.programme).order_by("-number").first()
    return newest or ReleasePolicy(programme=release.programme, number=0)


def in_reach(release: DataRelease, policy: ReleasePolicy, member: Membership) -> QuerySet[Incident]:
    """Return the incidents asked for that a member may see and whose mark public texts allow."""
    found = Q(tlp__lte=policy.tlp)
    if release.first_day is not None:
        found &= Q(first_day__gte=release.first_day.toordinal())
    if release.last_day is not None:
        found &= Q(last_day__lte=release.last_day.toordinal())
    if release.types:
        found &= Q(event_type__in=types_below(tuple(release.types)))
    if release.place is not None:
        under = Place.objects.filter(path__startswith=release.place.path)
        found &= Q(place__in=under.values("pk"))
    rows: QuerySet[Incident] = Incident.objects.visible_to(member).filter(found)
    return rows


def latest_day(release: DataRelease, policy: ReleasePolicy, today: date) -> int:
    """Return the last day an incident may have ended on to be old enough."""
    days = max(release.delay_days, policy.delay_days)
    return (today - timedelta(days=days)).toordinal()


def eligible(rows: QuerySet[Incident], policy: ReleasePolicy, latest: int) -> QuerySet[Incident]:
    """Leave those that are verified far enough, dated and old enough."""
    reached = rows.filter(state__in=states_from(policy.level))
    return reached.filter(first_day__isnull=False, last_day__lte=latest)


def read(rows: QuerySet[Incident]) -> Iterator[dict[str, Any]]:
    """Read what files can hold of incidents, and nothing else of them."""
    yield from rows.order_by("pk").values(*READ).iterator(chunk_size=CHUNK)


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of incidents as far as the public may know them: names of the areas above each."""

    names: dict[int, tuple[str, str]]
    paths: dict[int, tuple[int, ...]]

    def areas(self, place: int | None) -> dict[str, str]:
        """Return the names by kind (country, region, district); empty for a place kept secret."""
        above = self.paths.get(place or 0, ())
        return dict(self.names[one] for one in above if one in self.names)

    def knows(self, place: int | None) -> bool:
        """Say whether a place may be known; a record without one hides none."""
        return place is None or place in self.paths


def ground(rows: QuerySet[Incident], policy: ReleasePolicy, member: Membership) -> Ground:
    """Read the places of incidents and the areas they lie in, below the policy's mark."""
    public = Place.objects.visible_to(member).filter(tlp__lte=policy.tlp)
    lying = public.filter(pk__in=rows.order_by().values("place_id"))
    paths = {
        pk: tuple(int(part) for part in path.strip("/").split("/") if part.isdigit())
        for pk, path in lying.values_list("pk", "path").iterator(chunk_size=CHUNK)
    }
    kinds = (Places.Kind.COUNTRY, Places.Kind.REGION, Places.Kind.DISTRICT)
    areas = public.filter(kind__in=kinds).values_list("pk", "kind", "name", "labels")
    names = {
        pk: (kind, labels.get("en") or name)
        for pk, kind, name, labels in areas.iterator(chunk_size=CHUNK)
    }
    return Ground(names, paths)
