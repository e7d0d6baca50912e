"""Derived values: what an incident shows, taken from its claims by a named rule."""

from .chosen import derive_date, derive_parties, derive_place, derive_type
from .tolls import derive_tolls
from .values import (
    DateClaim,
    Decision,
    DerivedDate,
    DerivedParty,
    DerivedPlace,
    DerivedToll,
    DerivedType,
    PartyClaim,
    PlaceClaim,
    Reason,
    Said,
    TollClaim,
    TypeClaim,
)
from .weighing import DATE_RULES, PLACE_RULES, TOLL_RULES, TYPE_RULES

__all__ = [
    "DATE_RULES",
    "PLACE_RULES",
    "TOLL_RULES",
    "TYPE_RULES",
    "DateClaim",
    "Decision",
    "DerivedDate",
    "DerivedParty",
    "DerivedPlace",
    "DerivedToll",
    "DerivedType",
    "PartyClaim",
    "PlaceClaim",
    "Reason",
    "Said",
    "TollClaim",
    "TypeClaim",
    "derive_date",
    "derive_parties",
    "derive_place",
    "derive_tolls",
    "derive_type",
]
