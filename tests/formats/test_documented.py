"""Nothing a reader says or offers is missing from its reference page."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices import codebook
from goodoffices.formats.reasons import REASONS, REMARKS, Bad, explain
from goodoffices.formats.registry import READERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
FORMATS = (DOCS / "reference" / "formats.md").read_text("utf-8")
PRECISION = (DOCS / "algorithms" / "precision-mapping.md").read_text("utf-8")


@pytest.mark.parametrize("word", [*REASONS, *REMARKS, *READERS])
def test_each_reader_reason_and_remark_is_documented(word):
    assert f"`{word}`" in FORMATS


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_makes_a_whole_sentence(reason):
    detail = {"found": "2", "expected": "3", "limit": "9", "start": "2024-01-01"}
    said = explain(Bad("best", "x" * 5000, reason, **detail).rejection(7))
    assert said.endswith(".")
    assert "{" not in said
    assert len(said) < 400


@pytest.mark.parametrize("scheme", ["date_precision", "place_precision"])
def test_the_documented_radii_and_codes_are_those_in_use(scheme):
    lines = PRECISION.splitlines()
    for entry in codebook.load()[scheme]:
        found = [line for line in lines if line.startswith(f"| `{entry.id}` ")]
        codes = entry.mappings.get("ucdp.where_prec", entry.mappings.get("ucdp.date_prec", ()))
        assert any(all(f" {code}" in line for code in codes) for line in found)
        radius = entry.extra.get("radius_m")
        if isinstance(radius, int):
            assert any(f"{radius // 1000} km" in line for line in found)
