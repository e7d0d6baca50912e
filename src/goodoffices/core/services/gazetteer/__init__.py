"""Filling a programme's places from public lists: countries, towns and villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Place, Programme, User
from goodoffices.core.services.gazetteer.countries import Country, country, country_named
from goodoffices.core.services.permits import permitted
from goodoffices.core.services.places import add_countries, insert

__all__ = ["Loaded", "country", "country_named", "load_gazetteer"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a gazetteer brought: places added, and those that were there already."""

    added: int
    known: int


def load_gazetteer(*, programme: Programme, countries: Sequence[str], by: User | None) -> Loaded:
    """Add the countries of these ISO codes with their towns and villages; twice adds nothing.

    Places that the programme has changed meanwhile stay as they are.
    """
    permitted(by, programme, "core.places")
    chosen = [_country(code) for code in dict.fromkeys(countries)]
    from goodoffices.core.services.gazetteer.geonames import as_place, settlements

    with transaction.atomic():
        parents = add_countries(programme=programme, names=[c.names["en"] for c in chosen], by=by)
        here = dict(zip((c.iso for c in chosen), parents, strict=True))
        known = _known(programme)
        found = [(home, city) for home, city in settlements(chosen)]
        fresh = [
            as_place(city, home, here[home.iso].pk)
            for home, city in found
            if str(city["geonameid"]) not in known
        ]
        insert(programme, fresh, origin="geonames")
        audit.record(
            "core.gazetteer.loaded",
            by=by,
            programme=programme,
            data={"countries": [c.iso for c in chosen], "added": len(fresh)},
        )
    return Loaded(len(fresh), len(found) - len(fresh))


def _country(code: str) -> Country:
    found = country(code)
    if found is None:
        raise InvalidInput(
            _("%(code)s is not the ISO code of a country. Give two letters, such as SY.")
            % {"code": code[:20]},
            code="unknown-country",
        )
    return found


def _known(programme: Programme) -> set[str]:
    ids = Place.objects.filter(programme=programme).values_list("external_ids", flat=True)
    return {known["geonames"] for known in ids.iterator() if "geonames" in known}
