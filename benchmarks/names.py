"""Matching names across three scripts on invented lists whose truth is known.

Run: ``python -m benchmarks.names``
"""

from __future__ import annotations

import sys
import time

from tests.methods.names.invented import two_lists
from tests.methods.names.measuring import Measured, measure

BLOCKING = 0.98
SEEDS = (1, 2, 3, 4, 7)


def told(measured: Measured) -> str:
    """Return the figures of one pair of lists as a line."""
    grades = "   ".join(
        f"{name} {precision:.3f}/{recall:.3f}"
        for name, _found, precision, recall in measured.grades
    )
    kept = "kept" if measured.blocking_recall >= BLOCKING else "MISSED"
    share = measured.candidates / measured.possible
    return f"{measured.blocking_recall:.4f} {kept:<7} {share:>7.1%}   {grades}"


def main() -> int:
    """Print blocking recall beside its bar, and precision and recall of each grade and above."""
    print(
        f"blocking recall, bar {BLOCKING}; share of pairs compared; precision/recall from a grade"
    )
    for seed in SEEDS:
        print(f"600 and 600, seed {seed}: {told(measure(two_lists(seed=seed)))}")
    start = time.perf_counter()
    large = measure(two_lists(3000, 2000, 5))
    seconds = time.perf_counter() - start
    print(f"3,000 and 3,000:   {told(large)}")
    print(f"   {large.candidates:,} of {large.possible:,} pairs compared in {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
