"""Every room stands on a floor that import-linter knows, and is named by a word of the field."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "goodoffices"
REFUSED = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}


def test_every_room_has_a_floor():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    named = {name.strip().rpartition(".")[2] for layer in layers for name in layer.split("|")}
    assert rooms == named


def test_no_room_is_empty():
    empty = [
        str(path.parent.relative_to(ROOT))
        for path in PACKAGE.rglob("__init__.py")
        if not path.read_text(encoding="utf-8").strip() and len(list(path.parent.iterdir())) == 1
    ]
    assert empty == []


def test_no_file_has_a_name_that_says_nothing():
    names = [path for path in PACKAGE.rglob("*.py") if path.stem in REFUSED]
    assert names == []
