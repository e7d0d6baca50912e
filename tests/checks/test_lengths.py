"""Functions and files stay short: the habits of the house, measured."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES = 400
FUNCTION_LINES = 80
MEDIAN_LINES = 8
NINTH_DECILE_LINES = 30


def files(*folders: str) -> list[Path]:
    """Return the Python files of some folders; migrations are exempt."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def functions(path: Path) -> list[tuple[str, int]]:
    """Return the functions of a file with their lines, from ``def`` to the last one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]


def test_no_file_is_too_long():
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in every_file()}
    assert [f"{p.relative_to(ROOT)}: {n}" for p, n in lines.items() if n > FILE_LINES] == []


def test_no_function_is_too_long():
    lengths = [found for path in every_file() for found in functions(path)]
    assert [found for found in lengths if found[1] > FUNCTION_LINES] == []


@pytest.mark.parametrize("room", ["src/goodoffices"])
def test_most_functions_are_short(room: str):
    lengths = [length for path in files(room) for _name, length in functions(path)]
    assert median(lengths) <= MEDIAN_LINES
    assert quantiles(lengths, n=10)[-1] <= NINTH_DECILE_LINES


def every_file() -> list[Path]:
    """Return all Python files the rule holds for."""
    return files("src", "tests", "tools", "benchmarks")
