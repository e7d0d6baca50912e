"""``python -m benchmarks``: every figure we claim, measured on this machine, in one run."""

from __future__ import annotations

import sys

from benchmarks import field, linkage, load, pages


def main(words: list[str]) -> int:
    """Run all measurements; ``--million`` adds those at a million incidents (minutes more)."""
    return load.main(words) or pages.main(words) or field.main(words) or linkage.main(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
