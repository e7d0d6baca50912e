"""What a text gives away: exact places, addresses, small groups of people, names that are kept."""

from .addresses import find_addresses
from .coordinates import find_coordinates
from .counts import Count, find_counts
from .found import Found
from .naming import KnownNames, Named
from .numbers import Number, find_numbers

__all__ = [
    "Count",
    "Found",
    "KnownNames",
    "Named",
    "Number",
    "find_addresses",
    "find_coordinates",
    "find_counts",
    "find_numbers",
]
