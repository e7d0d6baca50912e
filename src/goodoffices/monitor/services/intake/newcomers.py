"""Countries and parties that a report names and the programme did not know yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goodoffices.core import audit, search
from goodoffices.core.codes import new_codes
from goodoffices.core.models import Party, PartyName, Place, PlaceName, Programme
from goodoffices.core.tlp import TLP
from goodoffices.formats.values import PartyClaim
from goodoffices.methods.text import fold, index_text, language_of


def add_countries(programme: Programme, names: Sequence[str]) -> list[tuple[int, str]]:
    """Add countries by name, without a point; returns (id, name)."""
    places = Place.objects.bulk_create(
        Place(
            programme=programme,
            code=code,
            kind=Place.Kind.COUNTRY,
            name=name[:200],
            labels={_language(name): name[:200]},
            origin="import",
        )
        for code, name in zip(new_codes(len(names)), names, strict=True)
    )
    for place in places:
        place.path = f"/{place.pk}/"
    Place.objects.bulk_update(places, ["path"])
    PlaceName.objects.bulk_create(
        PlaceName(
            place=place,
            language=_language(place.name),
            name=place.name,
            folded=fold(place.name).strip(),
            status=PlaceName.Status.PREFERRED,
        )
        for place in places
    )
    search.index("place", ((p.pk, programme.pk, int(p.tlp), index_text(p.name)) for p in places))
    _recorded("core.place.added", programme, "places", places)
    return [(place.pk, name) for place, name in zip(places, names, strict=True)]


def add_parties(
    programme: Programme, claims: Mapping[str, PartyClaim], tlp: int
) -> list[tuple[int, str]]:
    """Add parties by folded name, marked like the reports that name them; returns (id, key)."""
    mark = max(int(TLP.GREEN), tlp)
    made = list(claims.items())
    parties = Party.objects.bulk_create(
        Party(
            programme=programme,
            code=code,
            tlp=mark,
            kind=claim.kind or "other",
            name=claim.name[:250],
            external_ids=external_ids(claim),
        )
        for code, (_, claim) in zip(new_codes(len(made)), made, strict=True)
    )
    for party in parties:
        party.path = f"/{party.pk}/"
    Party.objects.bulk_update(parties, ["path"], batch_size=500)
    PartyName.objects.bulk_create(
        PartyName(
            party=party,
            language=_language(party.name),
            name=party.name,
            folded=key[:250],
            preferred=True,
        )
        for party, (key, _) in zip(parties, made, strict=True)
    )
    search.index("party", ((p.pk, programme.pk, mark, index_text(p.name)) for p in parties))
    _recorded("core.party.added", programme, "parties", parties)
    return [(party.pk, key) for party, (key, _) in zip(parties, made, strict=True)]


def external_ids(claim: PartyClaim) -> dict[str, str]:
    """Return the publisher's id of a party by publisher: ``ucdp:118`` is {"ucdp": "118"}."""
    scheme, _, number = claim.external_id.partition(":")
    return {scheme: number} if scheme and number else {}


def _language(name: str) -> str:
    return language_of(name) or "en"


def _recorded(
    action: str, programme: Programme, what: str, records: Sequence[Place] | Sequence[Party]
) -> None:
    codes = [record.code for record in records]
    audit.record(action, by=None, programme=programme, data={what: codes})
