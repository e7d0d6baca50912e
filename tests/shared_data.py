"""Where the tests find real data that is never part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(
    os.environ.get("GOODOFFICES_SHARED_DATA")
    or Path(__file__).resolve().parents[2] / "shared" / "data"
)


def shared(name: str) -> Path:
    """Return the path of a real data file, or skip the test with a plain message."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"real data file {name} is not on this machine (GOODOFFICES_SHARED_DATA)")
    return path
