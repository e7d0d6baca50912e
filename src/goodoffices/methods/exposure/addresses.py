"""Finding addresses of houses in a text, in English, Arabic and Hebrew."""

from __future__ import annotations

import re

from .flat import flat
from .found import Found, apart

_NAMED = r"(?:[A-Z][\w'-]*|al|el|of|the|and|\d{1,3}(?:st|nd|rd|th))"
_STREETS = (
    r"(?:Street|St\b\.?|Road|Rd\b\.?|Avenue|Ave\b\.?|Lane|Alley|Boulevard|Blvd\b\.?|Drive|Court|Close"
    r"|Row|Terrace|Square|Way)"
)
_EN = (
    rf"\b(?:[Nn](?:umber|o)\b\.?\s*)?(?!(?:19|20)\d\d\b)\d{{1,4}}[A-Za-z]?(?:/\d+)?,?\s+"
    rf"(?:{_NAMED}\s+){{1,4}}{_STREETS}(?!\w)",
    rf"\b(?:[A-Z][\w'-]*\s+){{1,3}}{_STREETS},?\s+(?:(?:No|no|number)\b\.?\s*)?"
    r"\d{1,4}[A-Za-z]?(?![\w.,]*\d)",
    r"\b(?i:house|building|apartment|apt\.?|flat|block|plot|door|unit|shelter|tent)\s+"
    r"(?:(?i:number|no\.?|nr\.?|#)\s*)?#?\d{1,5}[A-Za-z]?\b(?!\s*(?:%|per\b|people|persons|years))",
    r"\b(?i:house|building|apartment|flat|door)\s+(?i:number|no\.?)\s+\w+",
)
_AR_WORD = r"[\u0621-\u064a]+"
_AR = (
    rf"(?:\b[وفبل]?(?:ال)?(?:شارع|زقاق|جادة|طريق)\s+(?:{_AR_WORD}\s+){{1,4}}?(?:،|,)?\s*(?:رقم\s*)?\d{{1,4}}\b)",
    r"\b[وفبل]?(?:ال)?(?:منزل|بيت|دار|عمارة|بناية|مبنى|شقة|باب|خيمة|قطعة|بلوك)\s*(?:رقم\s*)?\d{1,5}\b",
    rf"\b[وفبل]?(?:ال)?(?:منزل|بيت|دار|عمارة|بناية|مبنى|شقة)\s+رقم\s+{_AR_WORD}",
)
_HE_WORD = r"[\u05d0-\u05ea'\"-]+"
_HE = (
    rf"(?:(?<!\w)[ובלמשה]{{0,3}}(?:רחוב|רח'|שדרות|שד'|סמטת|סמטה|דרך)\s+(?:{_HE_WORD}\s+){{1,4}}?(?:מס'|מספר)?\s*\d{{1,4}}\b)",
    r"(?<!\w)[ובלמשה]{0,3}(?:בית|בניין|בנין|דירה|דלת|כניסה|אוהל|מגרש)\s*(?:מספר|מס'|מס)?\s*\d{1,5}\b(?!\s*(?:אנשים|שנים))",
    rf"(?<!\w)[ובלמשה]{{0,3}}(?:בית|בניין|דירה)\s+(?:מספר|מס')\s+{_HE_WORD}",
)
_PATTERNS = [re.compile(one) for one in (*_EN, *_AR, *_HE)]


def find_addresses(text: str) -> list[Found]:
    """Return where a text gives an address: a street with a number, or the number of a house.

    A street, road or square without a number is none: it is as wide as a neighbourhood.
    """
    plain = flat(text)
    return apart(
        [
            Found(*plain.span(*match.span()), "address", 25.0)
            for pattern in _PATTERNS
            for match in pattern.finditer(plain.text)
        ]
    )
