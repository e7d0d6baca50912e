"""What this room does in the background."""

from __future__ import annotations

import time

from goodoffices.core.jobs import chore
from goodoffices.publish.partners.services import readings

COUNT_EVERY = 600.0
"""Seconds between two looks for days of reading that are over."""

_last: dict[str, float] = {}


@chore
def record_partners_reading() -> None:
    """Put on record how much partners' tokens read on days that are over."""
    if time.monotonic() - _last.get("counted", -COUNT_EVERY) >= COUNT_EVERY:
        _last["counted"] = time.monotonic()
        readings.record_past_days()
