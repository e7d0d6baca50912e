"""Finding coordinates in a text: every usual way in which people write down an exact point."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .flat import Flat, flat
from .found import Found, apart

METRES = 111_320
"""Metres to a degree of latitude."""

_WAY_EN = r"north|south|east|west|[NSEW](?![A-Za-z])"
_WAY_AR = r"(?:ال)?(?:شمالا?|جنوبا?|شرقا?|غربا?)"
_WAY_HE = r"צפון|דרום|מזרח|מערב|צפ'|דר'|מז'|מע'"
_WAY = rf"(?:{_WAY_EN}|{_WAY_AR}|{_WAY_HE})"
_LABEL = (
    r"(?:\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)\b\.?|خط (?:ال)?(?:عرض|طول)"
    r"|(?:دائرة|درجة) عرض|קו ה?(?:רוחב|אורך)|נ\.?צ\.?)"
)
_DEGREES = r"[-+]?\d{1,3}(?:\.\d+)?"
_ANGLE = (
    r"[-+]?\d{1,3}(?:\.\d+)?\s*(?:°|deg(?:rees)?\b)"
    r"(?:\s*\d{1,2}(?:\.\d+)?\s*'(?:\s*\d{1,2}(?:\.\d+)?\s*(?:\"|''))?)?"
)
_BETWEEN = r"\s*(?:[,;/|]|and|و|ו-?)?\s*"

_ANGLES = re.compile(
    rf"(?:{_WAY}\s*)?(?P<one>{_ANGLE})\s*{_WAY}?{_BETWEEN}(?:{_WAY}\s*)?(?P<two>{_ANGLE})"
    rf"(?:\s*{_WAY})?",
    re.IGNORECASE,
)
_WAYS = re.compile(
    rf"(?:(?P<one>{_DEGREES})\s*{_WAY}{_BETWEEN}(?P<two>{_DEGREES})\s*{_WAY}"
    rf"|{_WAY}\s*(?P<three>{_DEGREES}){_BETWEEN}{_WAY}\s*(?P<four>{_DEGREES}))",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"[ول]?{_LABEL}\s*[:=]?\s*(?P<one>{_DEGREES})\s*°?\s*{_WAY}?(?:{_BETWEEN}"
    rf"{_LABEL}?\s*[:=]?\s*(?P<two>{_DEGREES})\s*°?(?:\s*{_WAY})?)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?<![\d.,])(?P<one>[-+]?\d{1,2}\.\d{3,})\s*(?:[,;/|]\s*|\s+)(?P<two>[-+]?\d{1,3}\.\d{3,})(?!\d|\.\d)"
)
_GRID = re.compile(
    r"(?<![A-Za-z\d])(?:[1-9]|[1-5]\d|60)\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z][A-HJ-NP-V]\s?"
    r"(?P<digits>\d{2,5}\s\d{2,5}|\d{4,10})(?!\d)"
)
_UTM = re.compile(
    r"(?<![A-Za-z\d])(?:[1-9]|[1-5]\d|60)\s?[C-HJ-NP-X]\s*,?\s*(?:E\s*)?\d{6}(?:\.\d+)?\s*m?\s*E?"
    r"[\s,;/]*(?:N\s*)?\d{7}(?:\.\d+)?(?:\s*m?\s*N\b)?"
)
_LOCAL_GRID = re.compile(r"(?<![\d.,/-])\d{6}\s*/\s*\d{6,7}(?![\d/.-])")
_PLUS = re.compile(
    r"(?<![A-Za-z\d+])(?:[23456789CFGHJMPQRVWX]{8}\+(?:[23456789CFGHJMPQRVWX]{2,7})?"
    r"|[23456789CFGHJMPQRVWX]{4}\+[23456789CFGHJMPQRVWX]{2,7})(?![A-Za-z\d])",
    re.IGNORECASE,
)
_THREE_WORDS = re.compile(r"(?<![/\w:])///[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}")


def find_coordinates(text: str, *, finer_m: float = 5000) -> list[Found]:
    """Return where a text gives a point that is known better than ``finer_m`` metres.

    Decimal degrees (also in links), degrees with minutes and seconds, labelled or with points of
    the compass in three languages, UTM, MGRS and local grids, plus codes and three-word addresses;
    in any digits. How exact a point is follows from its last decimal or its smallest unit.
    """
    plain = flat(text)
    found = [*_of_degrees(plain), *_of_grids(plain)]
    return apart([one for one in found if one.exact_m is None or one.exact_m < finer_m])


def _of_degrees(plain: Flat) -> Iterator[Found]:
    for pattern in (_ANGLES, _WAYS, _LABELLED, _PLAIN):
        for match in pattern.finditer(plain.text):
            values = [value for value in match.groupdict().values() if value]
            if _on_earth(values):
                exact = min(_exact(value) for value in values)
                yield Found(*plain.span(*match.span()), "degrees", exact)


def _on_earth(values: list[str]) -> bool:
    degrees = [abs(float(re.match(r"[-+]?\d+(?:\.\d+)?", value)[0])) for value in values]  # type: ignore[index]
    return all(one <= 180 for one in degrees) and min(degrees) <= 90


def _exact(value: str) -> float:
    """Return how many metres the last sign of an angle stands for."""
    unit = 1.0
    if "'" in value:
        unit = 1 / 60
    if '"' in value or "''" in value:
        unit = 1 / 3600
    last = re.findall(r"\d+(?:\.\d+)?", value)[-1]
    decimals = len(last.partition(".")[2])
    return float(METRES * unit / 10**decimals)


def _of_grids(plain: Flat) -> Iterator[Found]:
    for match in _GRID.finditer(plain.text):
        digits = len(re.sub(r"\s", "", match["digits"]))
        if digits % 2 == 0:
            yield Found(*plain.span(*match.span()), "grid", float(10 ** (5 - digits // 2)))
    for pattern, kind, exact in (
        (_UTM, "grid", 1.0),
        (_LOCAL_GRID, "grid", 1.0),
        (_PLUS, "plus-code", 14.0),
        (_THREE_WORDS, "three-words", 3.0),
    ):
        for match in pattern.finditer(plain.text):
            if kind != "plus-code" or any(letter.isalpha() for letter in match[0]):
                yield Found(*plain.span(*match.span()), kind, exact)
