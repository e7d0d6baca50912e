"""The commands that a page of the documentation tells its reader to give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^ *```console\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Return every page of the documentation, and those at the root of the repository."""
    written = [path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts]
    return [*sorted(written), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def commands(page: Path) -> Iterator[str]:
    """Yield the commands of a page: the lines after ``$`` in its console blocks, unfolded."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in re.sub(r"\\\n\s*", "", block).splitlines():
            if line.strip().startswith("$ "):
                yield line.strip()[2:]
