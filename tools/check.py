"""Run every check that is not a test, two at a time, and say which ones found something."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
BIN = Path(PYTHON).parent

CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy")],
    "lint": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "floors": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "src", "--lint", "--quiet"],
    "migrations": [
        *(PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
        *("--settings", "goodoffices.web.settings"),
    ],
    "documentation": [
        *(PYTHON, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"),
        *("docs", "docs/_build/html"),
    ],
    "house rules": [PYTHON, "-m", "pytest", "tests/checks"],
}


def run(name: str) -> tuple[str, bool, str, float]:
    """Run one check; return its name, whether all is well, what it printed, and the seconds."""
    begun = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return name, done.returncode == 0, done.stdout, time.monotonic() - begun


def main(wanted: list[str]) -> int:
    """Run the named checks, or all; return 1 where any found something."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, well, printed, seconds in pool.map(run, wanted or CHECKS):
            if not well or name == "house rules":
                print(printed.rstrip())
            print(f"{'ok    ' if well else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            failed += [] if well else [name]
    if failed:
        print(f"make check found something: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
