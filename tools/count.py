"""Add up what several runs of pytest said at their ends: ``count.py LOG ...``."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

CLOSING = re.compile(r"^(?:=+ )?((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s")
FAILURES = ("failed", "error", "errors")


def closing_counts(text: str) -> Counter[str]:
    """Return passed, failed, skipped, ... added up over all closing lines of pytest."""
    total: Counter[str] = Counter()
    for line in text.splitlines():
        if said := CLOSING.match(line):
            for number, word in re.findall(r"(\d+) ([a-z]+)", said[1]):
                total[word] += int(number)
    return total


def main(paths: list[str]) -> None:
    """Print one line: ``N passed, N failed``, and how many were skipped where some were."""
    total: Counter[str] = Counter()
    for path in paths:
        total += closing_counts(Path(path).read_text(encoding="utf-8", errors="replace"))
    failed = sum(total[word] for word in FAILURES)
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"{total['passed']} passed, {failed} failed{skipped}")


if __name__ == "__main__":
    main(sys.argv[1:])
