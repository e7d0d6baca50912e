"""``python -m benchmarks``: every figure we claim, measured on this machine, in one run."""

from __future__ import annotations

import sys

from benchmarks import evidence, field, linkage, load, open_data, pages, site


def main(words: list[str]) -> int:
    """Run all measurements; ``--million`` adds those at a million incidents (minutes more)."""
    for timed in (load, pages, field, evidence, linkage, open_data, site):
        if code := timed.main(words):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
