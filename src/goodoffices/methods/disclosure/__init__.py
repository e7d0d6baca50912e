"""What released data may give away, and how it is kept from it: plain functions, no database."""

from .coarsening import PERIODS, period
from .differencing import Settled, settle, small_differences
from .displacing import Ring, displaced, holds
from .groups import generalised, small_groups
from .suppressing import TOTAL, Suppressed, exposed_cells, suppress

__all__ = [
    "PERIODS",
    "TOTAL",
    "Ring",
    "Settled",
    "Suppressed",
    "displaced",
    "exposed_cells",
    "generalised",
    "holds",
    "period",
    "settle",
    "small_differences",
    "small_groups",
    "suppress",
]
