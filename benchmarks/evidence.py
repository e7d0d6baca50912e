"""Files: keeping a large video, and finding the near duplicates of a picture among many.

Run: ``python -m benchmarks.evidence [--megabytes N] [--known N]``
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

KNOWN, MEGABYTES, QUERIES = 100_000, 2048, 200
NEAR_BAR = 20.0
"""Milliseconds of one query among a hundred thousand known pictures."""

MEMORY_BAR = 60.0
"""Megabytes that storing may take above those of the program itself."""


class Video:
    """So many bytes as a camera would send them: never all in memory."""

    def __init__(self, size: int) -> None:
        self.left, self._block = size, os.urandom(1 << 20)

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes."""
        part = self._block[: min(size, self.left)]
        self.left -= len(part)
        return part


@contextmanager
def installation() -> Iterator[Path]:
    """Lay an installation of its own into a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="goodoffices-bench-"))
    os.environ |= {"GOODOFFICES_DEBUG": "yes", "GOODOFFICES_DATA": str(folder)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "goodoffices.web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    try:
        call_command("migrate", verbosity=0)
        yield folder
    finally:
        shutil.rmtree(folder)


def peak() -> float:
    """Return the most megabytes this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def storing(programme: Any, megabytes: int) -> None:
    """Store a large file, and read it again."""
    from goodoffices.core import evidence
    from goodoffices.core.evidence.checking import damage_of

    evidence.store_file(Video(8 << 20), programme=programme)
    before, begun = peak(), time.monotonic()
    file = evidence.store_file(Video(megabytes << 20), programme=programme, limit=1 << 40)
    stored, more = time.monotonic() - begun, peak() - before
    begun = time.monotonic()
    assert damage_of(file)[0] is None
    read = time.monotonic() - begun
    print(f"storing {megabytes:,} MB: {stored:.1f} s ({megabytes / stored:,.0f} MB/s with fsync)")
    print(f"reading it again: {read:.1f} s ({megabytes / read:,.0f} MB/s)")
    print(f"memory above the program's own: {more:.1f} MB (bar {MEMORY_BAR:.0f} MB)")


def found(programme: Any, count: int) -> list[int]:
    """Enter hashes of so many pictures as evidence, one in a hundred a near copy; return them."""
    from goodoffices.core.models import Evidence, ImageHash, StoredFile
    from goodoffices.methods.images import bands

    chance = Random(7)
    hashes = [chance.getrandbits(64) for _ in range(count)]
    for number in range(0, count - 1, 100):
        flips = sum(1 << bit for bit in chance.sample(range(64), chance.randint(1, 10)))
        hashes[number] = hashes[number + 1] ^ flips
    for start in range(0, count, 10_000):
        part = hashes[start : start + 10_000]
        files = StoredFile.objects.bulk_create(
            StoredFile(programme=programme, sha256=f"{start + i:064x}", size=1, media_type="image/")
            for i in range(len(part))
        )
        Evidence.objects.bulk_create(
            Evidence(programme=programme, file=file, tlp=2, original_name="p.jpg") for file in files
        )
        ImageHash.objects.bulk_create(
            ImageHash(
                file=file,
                programme=programme,
                **{f"band{i}": band for i, band in enumerate(bands(value))},
            )
            for file, value in zip(files, part, strict=True)
        )
    return hashes


def looking(programme: Any, count: int) -> None:
    """Ask for the near duplicates of pictures, and compare with a scan of all."""
    from django.db import connection, transaction

    from goodoffices.core.models import Evidence, Membership, User
    from goodoffices.core.queries.likeness import near_duplicates
    from goodoffices.methods.images import RADIUS, distance

    person = User.objects.create_user("bench@example.org", name="Bench")
    member = Membership.objects.create(user=person, programme=programme, role="analyst")
    with transaction.atomic():
        hashes = found(programme, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    items = list(Evidence.objects.select_related("file").order_by("pk"))
    chance, times, wrong = Random(8), [], 0
    asked = [100 * chance.randrange(count // 100) for _ in range(QUERIES // 2)]
    for number in [*asked, *chance.sample(range(count), QUERIES // 2)]:
        begun = time.perf_counter()
        near = near_duplicates(items[number], member)
        times.append((time.perf_counter() - begun) * 1000)
        scan = sum(distance(hashes[number], other) <= RADIUS for other in hashes) - 1
        wrong += len(near) != scan
    late = quantiles(times, n=20)[-1]
    print(f"near duplicates among {count:,} known, {QUERIES} queries on {connection.vendor}:")
    print(f"  median {median(times):.1f} ms, 95th percentile {late:.1f} ms (bar {NEAR_BAR:.0f} ms)")
    print(f"  queries that found other than a scan: {wrong}")


def main(words: list[str]) -> int:
    """Print the figures beside their bars."""

    def asked(name: str, usual: int) -> int:
        return int(words[words.index(name) + 1]) if name in words else usual

    with installation():
        from django_scopes import scope

        from goodoffices.core.models import Programme

        programme = Programme.objects.create(slug="bench", names={"en": "Bench"})
        with scope(programme=programme):
            storing(programme, asked("--megabytes", MEGABYTES))
            looking(programme, asked("--known", KNOWN))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
