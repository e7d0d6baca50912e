"""Open data: a version prepared over many incidents, and the next one settled against two.

Run: ``python -m benchmarks.open_data [--incidents N]``
"""

from __future__ import annotations

import sys
import time
from datetime import date
from random import Random
from typing import Any

from benchmarks.evidence import installation, peak

INCIDENTS, DISTRICTS, SMALLEST = 100_000, 40, 5
SECONDS_BAR, MEMORY_BAR = 60.0, 700.0
"""Seconds of one version at a hundred thousand incidents, and megabytes above the program's own."""

TYPES = ("remote_shelling", "remote_air_strike", "battle_clash", "remote_explosive")


def fill(programme: Any, number: int, start: int = 0) -> None:
    """Make incidents over ten years in forty districts, all of them verified and clear."""
    from goodoffices.core.models import Place
    from goodoffices.monitor.models import Incident

    chance = Random(start)
    districts = list(Place.objects.filter(kind="district").values_list("pk", flat=True))
    first = date(2015, 1, 1).toordinal()

    def one() -> Any:
        day, dead = first + chance.randrange(3650), int(chance.expovariate(0.1))
        return Incident(
            programme=programme,
            tlp=0,
            own_tlp=0,
            state="verified",
            first_day=day,
            last_day=day,
            place_id=chance.choice(districts),
            latitude=chance.uniform(11, 12),
            longitude=chance.uniform(31, 32),
            radius_m=500,
            event_type=chance.choice(TYPES),
            killed_low=dead,
            killed_best=dead,
            killed_high=dead,
            source_count=2,
        )

    Incident.objects.bulk_create([one() for _ in range(number)], batch_size=2000)


def timed(release: Any, by: Any, number: int) -> None:
    """Prepare and publish the next version, and say what it cost."""
    from goodoffices.publish.data import preparing, services
    from goodoffices.publish.models import DataFile

    before, begun = peak(), time.monotonic()
    version = services.begin(release=release, by=by[0])
    preparing.prepare(version, lambda done, total: None)
    seconds, more = time.monotonic() - begun, peak() - before
    size = sum(DataFile.objects.filter(version=version).values_list("size", flat=True)) / 1e6
    held = version.report["waiting"] + version.report["small_groups"] + version.report["beside"]
    print(
        f"version {version.number} of {number:,} incidents: {seconds:.1f} s"
        f" (bar {SECONDS_BAR:.0f} s), {more:.0f} MB more at the peak (bar {MEMORY_BAR:.0f} MB),"
        f" {version.rows:,} rows in {size:.0f} MB of files, {held:,} held back"
    )
    begun = time.monotonic()
    services.approve(version=version, by=by[1])
    services.publish(version=version, by=by[1])
    print(f"   looked through and published in {time.monotonic() - begun:.1f} s")


def main(words: list[str] | None = None) -> int:
    """Measure three versions in a row."""
    words = words or []
    number = int(words[words.index("--incidents") + 1]) if "--incidents" in words else INCIDENTS
    with installation():
        from django_scopes import scope

        release, by = stage()
        with scope(programme=release.programme):
            fill(release.programme, number)
            for turn in range(3):
                timed(release, by, number + turn * number // 100)
                fill(release.programme, number // 100, start=turn + 1)
    return 0


def stage() -> tuple[Any, list[Any]]:
    """Make a programme with forty districts, two people, and a series."""
    from django_scopes import scope

    from goodoffices.core.models import Membership, Place, Programme, User
    from goodoffices.publish.data import services
    from goodoffices.publish.models import ReleasePolicy

    programme = Programme.objects.create(slug="talmora", names={"en": "Talmora"})
    people = [User.objects.create_user(f"{n}@example.org", "x" * 20, name=n) for n in ("a", "b")]
    for one in people:
        Membership.objects.create(user=one, programme=programme, role="analyst")
    with scope(programme=programme):
        ReleasePolicy.objects.create(programme=programme, number=1, smallest=SMALLEST)
        for number in range(DISTRICTS):
            made = Place.objects.create(programme=programme, kind="district", name=f"D{number}")
            Place.objects.filter(pk=made.pk).update(path=f"/{made.pk}/")
        given = services.GivenRelease(
            address="incidents",
            words={"en": {"title": "Incidents"}},
            fields=("date", "district", "point", "event_type", "killed", "sources", "state"),
            together=("date", "district", "event_type"),
        )
        return services.define(programme=programme, given=given, by=people[0]), people


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
