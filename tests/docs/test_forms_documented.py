"""The page on question types names what the feature check knows."""

from __future__ import annotations

from goodoffices.field.forms.meanings import BY_TYPE
from goodoffices.formats.xlsforms.features import (
    APPEARANCES,
    COLLECT_FUNCTIONS,
    GONE,
    TELLTALE,
    WEB_FUNCTIONS,
)
from goodoffices.formats.xlsforms.sheets import COLUMNS, LIMITS, MOST_ROWS, ROWS
from tests.docs.shell import ROOT

PAGE = (ROOT / "docs" / "reference" / "question-types.md").read_text(encoding="utf-8")


def test_every_type_and_appearance_is_named() -> None:
    known = {*BY_TYPE, *GONE, *TELLTALE, *APPEARANCES["web"], *APPEARANCES["collect"]}
    assert sorted(word for word in known if f"`{word}`" not in PAGE) == []


def test_functions_that_one_client_lacks_are_named() -> None:
    lacking = (WEB_FUNCTIONS - COLLECT_FUNCTIONS) | {"intersects"}
    assert sorted(name for name in lacking if f"`{name}`" not in PAGE) == []


def test_the_limits_are_those_of_the_program() -> None:
    for number in (MOST_ROWS["survey"], ROWS, COLUMNS):
        assert f"{number:,}" in PAGE
    assert f"{LIMITS.file_bytes // 2**20} MB" in PAGE
    assert f"{LIMITS.sheet_bytes // 2**20} MB" in PAGE
