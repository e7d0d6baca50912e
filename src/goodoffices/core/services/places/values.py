"""What is given of a place, by a person or by a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from goodoffices.core.models import Place, PlaceName
from goodoffices.core.tlp import TLP


@dataclass(frozen=True, slots=True)
class GivenName:
    """One name of a place in one language (BCP 47; ``und-Latn`` where only the script is known)."""

    language: str
    name: str
    status: str = PlaceName.Status.ALTERNATE


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """A place as a person describes it. Degrees WGS 84; ``radius_m`` as in `models.Place`."""

    kind: str
    name: str
    names: tuple[GivenName, ...] = ()
    parent: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int = 1000
    population: int | None = None
    tlp: int = TLP.CLEAR


@dataclass(frozen=True, slots=True)
class BulkPlace:
    """A place of a list. ``parent`` is the key of an earlier row, or the id of a known place."""

    key: str
    kind: str
    name: str
    names: tuple[GivenName, ...] = ()
    parent: str | int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int = 1000
    population: int | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
    tlp: int = TLP.CLEAR
