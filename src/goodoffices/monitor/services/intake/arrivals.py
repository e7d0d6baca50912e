"""How reports come in: one frozen set of circumstances for many rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from goodoffices.core.models import Programme


@dataclass(frozen=True, slots=True)
class Arrival:
    """The circumstances of reports that come in together.

    ``tlp`` marks the reports and the incidents opened from them; ids are None where there is no
    office, person or import.
    """

    programme: Programme
    source_id: int
    tlp: int
    received_at: datetime
    channel: str = "import"
    office_id: int | None = None
    by_id: int | None = None
    imported_id: int | None = None

    @property
    def moment(self) -> Any:
        """``received_at`` as the database in use stores it."""
        return stored_moment(self.received_at)


@dataclass(frozen=True, slots=True)
class Origin:
    """Of which submission from the field a report is made, and when that came in."""

    submission_id: int
    received_at: datetime


def stored_moment(at: datetime | None) -> Any:
    """Return a moment as the database in use stores it, for rows written without the ORM."""
    return None if at is None else connection.ops.adapt_datetimefield_value(at)
