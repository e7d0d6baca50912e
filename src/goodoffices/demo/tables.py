"""The written-down parts of the programme: YAML tables beside this module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "ar", "he")


@cache
def table(name: str) -> dict[str, Any]:
    """Return one table of ``demo/data``; read once, so do not change what you get."""
    text = (files("goodoffices.demo") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506
    return content


def in_three(english: str, others: list[str] | tuple[str, str]) -> dict[str, str]:
    """Return names by language from the English one and the pair (Arabic, Hebrew)."""
    return {"en": english, "ar": others[0], "he": others[1]}
