"""What is committed names no registry and no machine, and holds nothing that was built."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"(https?|file|git)://")
MACHINE = re.compile(
    r"(?<![\w./~-])/(root|home|work|opt)/[\w.]"
    r"|pypi\.org/simple|registry\.npmjs|files\.pythonhosted"
)
BINARY = {".png", ".jpg", ".woff2", ".parquet", ".xlsx", ".zip", ".gz", ".mo"}


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    """Return the files git keeps."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no git work tree")
    paths = (ROOT / name for name in done.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_lock_files_hold_no_addresses():
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"]
    assert len(locks) > 5
    holding = [path.name for path in locks if '"resolved"' in path.read_text()]
    holding += [
        path.name for path in ROOT.glob("requirements/*") if ADDRESS.search(path.read_text())
    ]
    assert holding == []


def test_every_locked_package_has_a_hash():
    for path in ROOT.glob("requirements/*.txt"):
        pins = re.findall(r"^[\w.\[\],-]+==[^\\\n]+\\\n +--hash=sha256:", path.read_text(), re.M)
        assert len(pins) == len(re.findall(r"^[\w.\[\],-]+==", path.read_text(), re.M)), path


def test_no_file_names_a_machine_or_a_registry(committed: list[Path]):
    naming = []
    for path in committed:
        if path.suffix in BINARY or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE.search(line):
                naming.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert naming == []


def test_nothing_built_is_committed(committed: list[Path]):
    built = {".mo", ".woff2", ".pyc", ".sqlite3", ".whl"}
    assert [
        path for path in committed if path.suffix in built or "node_modules" in path.parts
    ] == []


def test_no_committed_file_is_large(committed: list[Path]):
    assert [path for path in committed if path.stat().st_size > 2**20] == []
