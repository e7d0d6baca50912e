"""The gazetteer: real towns with safe names, loaded once."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core import search
from goodoffices.core.models import AuditEntry, Place
from goodoffices.core.services.gazetteer import country, country_named, load_gazetteer
from goodoffices.core.services.gazetteer.geonames import radius_m
from goodoffices.core.services.gazetteer.spelling import safe_spelling, skeleton
from tests.cast import Cast


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Khalīl", "الخليل"),
        ("Ash Shaykh Sa‘d", "الشيخ سعد"),
        ("Qalqīlyah", "קלקיליה"),
        ("Bayt Lāhyā", "بيت لاهيا"),
        ("Netanya", "נתניה"),
        ("Kafr Qari‘", "كفر قرع"),
    ],
)
def test_a_name_sounds_the_same_in_each_script(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("language", "name", "candidates", "expected"),
    [
        ("ar", "Ramallah", ["رام الله", "Рамалла"], "رام الله"),
        ("ar", "Gaza", ["غَزَّة", "غزة"], "غزة"),
        # one place, several names: which is right is not for a rule to say
        ("ar", "Jerusalem", ["أورشليم", "القدس"], None),
        ("he", "Jerusalem", ["אֵילִיָּה קַפִּיטוֹלִינָה", "ירושלים"], None),
        # a single name of another place, or in another tradition
        ("he", "Battir", ["ביתר עילית"], None),
        ("he", "Nablus", ["שכם"], None),
        ("ar", "Nazareth", ["ناصيرات", "الناصرة"], None),
        # Persian and Kurdish letters are not Arabic
        ("ar", "Bethlehem", ["بیت لحم", "بەیت لەحم"], None),
        ("ar", "Aa", ["ا"], None),
        ("he", "Haifa", [], None),
    ],
)
def test_only_a_name_that_is_clearly_right_is_printed(
    language: str, name: str, candidates: list[str], expected: str | None
) -> None:
    assert safe_spelling(language, name, candidates) == expected


def test_a_radius_grows_with_the_people() -> None:
    assert [radius_m(people) for people in (None, 500, 100_000, 1_000_000)] == [
        1000,
        1000,
        2500,
        8000,
    ]


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("Syria", "SY"),
        ("syrian arab republic", "SY"),
        ("سوريا", "SY"),
        ("סוריה", "SY"),
        ("DR Congo (Zaire)", "CD"),
        ("Yemen (North Yemen)", "YE"),
        ("Ivory Coast", "CI"),
        ("Myanmar (Burma)", "MM"),
    ],
)
def test_countries_are_known_by_many_names(name: str, iso: str) -> None:
    found = country_named(name)
    assert found is not None
    assert found.iso == iso
    assert set(found.names) == {"en", "ar", "he"}


def test_what_is_no_country_is_none() -> None:
    assert country("XX") is None
    assert country_named("Talmora") is None


@pytest.mark.django_db
def test_a_country_is_loaded_once(in_programme: Cast) -> None:
    cast = in_programme
    first = load_gazetteer(programme=cast.programme, countries=["ps", "PS"], by=cast.director.user)
    assert first.added > 300
    land = Place.objects.get(kind="country")
    assert (land.labels["he"], land.external_ids["iso"]) == ("השטחים הפלסטיניים", "PS")
    town = Place.objects.get(name="Ramallah")
    assert (town.parent, town.labels["ar"], town.kind) == (land, "رام الله", "town")
    assert town.radius_m >= 1000
    assert town.external_ids["geonames_admin1"].startswith("PS.")
    assert search.best("place", "رام الله", cast.analyst)[0] == town.pk
    town.name = "changed by hand"
    town.save()
    again = load_gazetteer(programme=cast.programme, countries=["PS"], by=cast.director.user)
    assert (again.added, again.known) == (0, first.added)
    town.refresh_from_db()
    assert town.name == "changed by hand"
    entries = AuditEntry.objects.filter(action="core.gazetteer.loaded").order_by("seq")
    assert [entry.data["added"] for entry in entries] == [first.added, 0]


@pytest.mark.django_db
def test_an_unknown_code_and_a_wrong_role_load_nothing(in_programme: Cast) -> None:
    cast = in_programme
    with pytest.raises(InvalidInput, match="ISO code"):
        load_gazetteer(programme=cast.programme, countries=["SY", "XX"], by=cast.director.user)
    with pytest.raises(NotPermitted):
        load_gazetteer(programme=cast.programme, countries=["SY"], by=cast.analyst.user)
    assert Place.objects.count() == 0
