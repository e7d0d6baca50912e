"""Which party a claim names: by its publisher's id, else by any of its names, else a new one."""

from __future__ import annotations

from collections.abc import Iterable

from goodoffices.core.models import Party, PartyName, Programme
from goodoffices.core.tlp import TLP
from goodoffices.formats.values import PartyClaim
from goodoffices.methods.text import fold
from goodoffices.monitor.services.intake.newcomers import add_parties, external_ids
from goodoffices.monitor.services.intake.words import batches


class PartyRegister:
    """The parties of one programme, as far as the reports at hand name them."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._by_name: dict[str, int | None] = {}
        self._by_external: dict[tuple[str, str], int] | None = None

    def party_id(self, claim: PartyClaim) -> int | None:
        """Return the id of the party a claim names, or None."""
        key = key_of(claim)
        if key not in self._by_name:
            self.learn([claim], TLP.RED)
        return self._by_external_id(claim) or self._by_name.get(key)

    def learn(self, claims: Iterable[PartyClaim], tlp: int) -> None:
        """Look up what claims name; add what is missing unless it comes from a RED report."""
        unknown = {key_of(claim): claim for claim in claims if key_of(claim) not in self._by_name}
        if not unknown:
            return
        self._by_name |= dict.fromkeys(unknown)
        for part in batches(sorted(unknown)):
            rows = PartyName.objects.filter(party__programme=self._programme, folded__in=part)
            self._by_name |= dict(rows.order_by("-party_id").values_list("folded", "party_id"))
        missing = {
            key: claim
            for key, claim in unknown.items()
            if key and self._by_name[key] is None and self._by_external_id(claim) is None
        }
        if missing and tlp < TLP.RED:
            for pk, key in add_parties(self._programme, missing, tlp):
                self._by_name[key] = pk
                self._remember(pk, external_ids(missing[key]))
        elif missing:
            for key in missing:
                del self._by_name[key]

    def _by_external_id(self, claim: PartyClaim) -> int | None:
        if not claim.external_id:
            return None
        if self._by_external is None:
            self._by_external = {}
            rows = Party.objects.filter(programme=self._programme)
            for pk, ids in rows.values_list("pk", "external_ids"):
                self._remember(pk, ids)
        scheme, _, number = claim.external_id.partition(":")
        return self._by_external.get((scheme, number))

    def _remember(self, pk: int, ids: dict[str, str]) -> None:
        if self._by_external is not None:
            self._by_external |= {(scheme, str(number)): pk for scheme, number in ids.items()}


def key_of(claim: PartyClaim) -> str:
    """Return the folded name under which a claim's party is looked up."""
    return fold(claim.name).strip()[:250]
