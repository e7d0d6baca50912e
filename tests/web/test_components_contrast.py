"""The colours of the tokens, held to WCAG 2.2 AA in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "frontend" / "theme" / "tokens.css"

TEXT = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "sunk"),
    ("ink", "accent-soft"),
    ("ink", "warm-soft"),
    ("ink", "clay-soft"),
    ("ink-2", "paper"),
    ("ink-2", "card"),
    ("ink-2", "sunk"),
    ("ink-2", "accent-soft"),
    ("ink-2", "land"),
    ("accent", "card"),
    ("accent", "paper"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("warm", "card"),
    ("warm", "warm-soft"),
    ("clay", "card"),
    ("clay", "clay-soft"),
    ("on-ramp", "ramp-4"),
    ("on-ramp", "ramp-5"),
]
"""Text on what it stands on: at least 4.5 to 1."""

SHAPES = [
    ("edge", "card"),
    ("edge", "paper"),
    ("accent", "card"),
    ("accent", "paper"),
    ("warm", "card"),
    ("ramp-3", "card"),
    ("ramp-3", "land"),
    ("ramp-4", "card"),
    ("on-ramp", "ramp-3"),
    ("accent", "ramp-1"),
]
"""Borders of controls, marks, dots and large bold counts: at least 3 to 1."""


def schemes() -> dict[str, dict[str, str]]:
    """Read the light and the dark values of every token that is a plain colour."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("prefers-color-scheme: dark")
    pair = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
    first = dict(pair.findall(light))
    return {"light": first, "dark": {**first, **dict(pair.findall(dark))}}


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("bar", "pairs"), [(4.5, TEXT), (3.0, SHAPES)])
def test_pairs_reach_aa(scheme: str, bar: float, pairs: list[tuple[str, str]]) -> None:
    colours = schemes()[scheme]
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in found.items() if ratio < bar}


def test_every_colour_of_light_has_one_in_dark() -> None:
    dark = TOKENS.read_text(encoding="utf-8").split("prefers-color-scheme: dark")[1]
    assert not [name for name in schemes()["light"] if f"--{name}:" not in dark]


def test_only_logical_directions() -> None:
    """Arabic and Hebrew mirror for free only while no rule names left or right."""
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right)\s*:"
        r"|(?:float|clear|text-align)\s*:\s*(?:left|right)"
    )
    folder = TOKENS.parent
    found = [
        f"{path.name}: {line.strip()}"
        for path in folder.glob("*.css")
        for line in path.read_text(encoding="utf-8").splitlines()
        if physical.search(line)
    ]
    assert not found
