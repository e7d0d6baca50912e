"""Columns of the same records, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .packing import Column, Mask


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of equal length by their names; each position is one record.

    ``id`` is always among them and rises, so that positions follow the order of the records.
    """

    by_name: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def __len__(self) -> int:
        return len(self.by_name["id"])

    def where(self, mask: Mask) -> Columns:
        """Return the records for which the mask is true."""
        if mask.all():
            return self
        return Columns({name: column[mask] for name, column in self.by_name.items()})
