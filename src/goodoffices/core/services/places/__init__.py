"""Places: adding and correcting them one by one, and many at once."""

from goodoffices.core.services.places.bulk import add_countries, add_many, insert
from goodoffices.core.services.places.single import add, change, seen
from goodoffices.core.services.places.values import BulkPlace, GivenName, GivenPlace

__all__ = [
    "BulkPlace",
    "GivenName",
    "GivenPlace",
    "add",
    "add_countries",
    "add_many",
    "change",
    "insert",
    "seen",
]
