"""The demonstration programme: an invented country, two years of reports, and the truth behind.

`generate` needs no database and no network; the same seed and day give the same bytes.
"""

from __future__ import annotations

from goodoffices.demo.generating import SEED, generate
from goodoffices.demo.values import DemoProgramme

__all__ = ["SEED", "DemoProgramme", "generate"]
