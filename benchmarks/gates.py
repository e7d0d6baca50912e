"""The gates over a report of 5,000 words with 300 citations: from the database to the findings.

Run: ``python -m benchmarks.gates``
"""

from __future__ import annotations

import sys
import time
from datetime import date
from statistics import median
from typing import Any

from benchmarks.evidence import installation

WORDS, CITATIONS, TURNS = 5_000, 300, 7
BAR = 1.0
"""Seconds for everything, the first time as well."""

SAID = (
    "On 5 January shells fell on the market of Harrow and twelve people were killed. [@c{n}]",
    "The Northern Front said that three nurses were detained near the old mill. [@c{n}]",
    "At 31.5017, 34.4668 a house in 12 Harbour Street burned for hours. [@c{n}]",
    "There were [=c{n}.killed] dead, and a witness called the day brutal. [@c{n}]",
    "We call on all parties to protect civilians and to let aid through. [~]",
)


def body() -> str:
    """Return a text of so many words that cites so many records."""
    parts: list[str] = []
    count = number = 0
    while count < WORDS:
        said = SAID[number % len(SAID)].format(n=number % CITATIONS)
        parts.append(said + ("\n\n" if number % 6 == 5 else " "))
        count += len(said.split())
        number += 1
    return "".join(parts)


def laid() -> Any:
    """Add the programme, its incidents, parties, sources, staff and the report."""
    from goodoffices.core.models import Party
    from goodoffices.monitor.models import Incident, Source
    from goodoffices.publish.models import Citation, Publication, Text
    from tests.cast import make_cast

    programme = make_cast().programme
    day = date(2026, 1, 5)
    incidents = Incident.objects.bulk_create(
        Incident(
            programme=programme,
            title=f"Market {number}",
            state="verified",
            tlp=0,
            own_tlp=0,
            edtf=day.isoformat(),
            first_day=day.toordinal(),
            last_day=day.toordinal(),
            killed_low=9,
            killed_best=12,
            killed_high=15,
        )
        for number in range(CITATIONS)
    )
    for number in range(100):
        Party.objects.create(programme=programme, kind="group", name=f"Front Number{number}")
        Source.objects.create(programme=programme, kind="media", name=f"Radio Number{number}")
    Party.objects.create(programme=programme, kind="group", name="Northern Front")
    made = Publication.objects.create(programme=programme, kind="report")
    Text.objects.create(publication=made, language="en", number=1, title="A report", body=body())
    Citation.objects.bulk_create(
        Citation(publication=made, key=f"c{number}", kind="incident", incident=incident)
        for number, incident in enumerate(incidents)
    )
    return made


def main() -> int:
    """Print the seconds of the first check and of the next ones, beside the bar."""
    with installation():
        from django_scopes import scopes_disabled

        from goodoffices.publish.gates import queries
        from goodoffices.publish.gates.loading import load
        from goodoffices.publish.gates.registry import run

        with scopes_disabled():
            made = laid()
            seconds, processor, loading = [], [], []
            for _turn in range(TURNS):
                start, used = time.perf_counter(), time.process_time()
                found = queries.open_findings(made, at="published")
                seconds.append(time.perf_counter() - start)
                processor.append(time.process_time() - used)
                start = time.perf_counter()
                draft = load(made)
                loading.append(time.perf_counter() - start)
            start = time.perf_counter()
            run(draft)
            warm = time.perf_counter() - start
    kept = "kept" if max(seconds) <= BAR else "MISSED"
    print(f"{WORDS:,} words, {CITATIONS} citations, {len(found)} open findings")
    print(
        f"first {seconds[0]:.2f} s, median {median(seconds):.2f} s, slowest {max(seconds):.2f} s,"
        f" bar {BAR} s: {kept}; of the processor first {processor[0]:.2f} s, median"
        f" {median(processor):.2f} s; loading {median(loading):.2f} s, gates alone {warm:.2f} s"
    )
    return 0 if max(seconds) <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
