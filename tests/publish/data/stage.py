"""Incidents and series of open data as the tests of this folder set them up; all invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from goodoffices.core.jobs import run_now
from goodoffices.core.models import Job, Membership, Place, Programme
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.data import preparing, services
from goodoffices.publish.data.services import GivenRelease
from goodoffices.publish.models import DataRelease, DataVersion, ReleasePolicy
from tests.cast import Cast

DAY = date(2026, 3, 10)
WORDS = {
    "en": {
        "title": "Verified incidents in Talmora",
        "source": "The programme",
        "method": "Verified by two people.",
        "caveats": "Not every event is known.",
    },
    "ar": {"title": "حوادث متحقق منها في تالمورا"},
}
FIELDS = ("date", "region", "district", "point", "event_type", "killed", "sources", "state")


def places(programme: Programme) -> dict[str, Place]:
    """Make a country with two regions of one district each."""
    found = {"talmora": _place(programme, "country", "Talmora", None)}
    for region, district in (("North", "Harrow"), ("South", "Sarend")):
        above = _place(programme, "region", region, found["talmora"])
        found[region] = above
        found[district] = _place(programme, "district", district, above)
    return found


def _place(programme: Programme, kind: str, name: str, parent: Place | None) -> Place:
    made = Place.objects.create(
        programme=programme, kind=kind, name=name, parent=parent, latitude=11.4, longitude=31.2
    )
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    return made


def incident(programme: Programme, place: Place | None, number: int = 0, **more: Any) -> Incident:
    """Make one verified incident of March 2026 that is clear to all."""
    day = more.pop("day", DAY + timedelta(days=number % 9)).toordinal()
    tlp = more.pop("tlp", TLP.CLEAR)
    values: dict[str, Any] = {
        "state": "verified",
        "first_day": day,
        "last_day": day,
        "event_type": "remote_shelling",
        "latitude": 11.45 + number / 1000,
        "longitude": 31.22,
        "radius_m": 500,
        "killed_low": 6,
        "killed_best": 7,
        "killed_high": 9,
        "source_count": 2,
        **more,
    }
    return Incident.objects.create(programme=programme, place=place, tlp=tlp, own_tlp=tlp, **values)


def many(programme: Programme, place: Place | None, number: int, **more: Any) -> list[Incident]:
    """Make several incidents."""
    return [incident(programme, place, one, **more) for one in range(number)]


def policy(programme: Programme, **more: Any) -> ReleasePolicy:
    """Say what the programme demands; groups of three unless told otherwise."""
    number = ReleasePolicy.objects.filter(programme=programme).count() + 1
    values = {"smallest": 3, **more}
    return ReleasePolicy.objects.create(programme=programme, number=number, **values)


def given(**more: Any) -> GivenRelease:
    """Return a series as a form hands it on."""
    values: dict[str, Any] = {
        "address": "incidents",
        "words": WORDS,
        "fields": FIELDS,
        "together": ("date", "district", "event_type"),
        **more,
    }
    return GivenRelease(**values)


def series(cast: Cast, **more: Any) -> DataRelease:
    """Define a series as the analyst."""
    return services.define(programme=cast.programme, given=given(**more), by=cast.analyst.user)


def prepared(release: DataRelease, by: Membership) -> DataVersion:
    """Prepare the next version, here and now."""
    version = services.begin(release=release, by=by.user)
    assert version.job is not None
    job = run_now(Job.objects.get(pk=version.job_id))
    assert job.state == Job.State.DONE, job.error
    version.refresh_from_db()
    return version


def published(release: DataRelease, cast: Cast) -> DataVersion:
    """Prepare the next version, have it approved by another and publish it."""
    version = prepared(release, cast.analyst)
    services.approve(version=version, by=cast.director.user)
    services.publish(version=version, by=cast.director.user)
    return version


def hidden_ids(release: DataRelease, records: list[Incident]) -> set[str]:
    """Return the public ids that incidents have or would have."""
    from goodoffices.publish.data import key

    secret = key.programme_key(release.programme)
    return {key.public_id(secret, release.code, one.code) for one in records}


def bare(release: DataRelease, by: Membership, **more: Any) -> DataVersion:
    """Make a version that stands somewhere, without preparing it."""
    return DataVersion.objects.create(
        release=release, number=more.pop("number", 1), by=by.user, at=timezone.now(), **more
    )


__all__ = ["preparing"]
