"""Having services act in an invented past: what they put on record goes into the ledger.

The services of the field are the only door to its records, and they write the audit log as of
now. While the demonstration is loaded, its entries are gathered with their own times instead, and
written in order with all the others (`ledger`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.demo.loading.ledger import Ledger


class Past:
    """The moment at which services act; set ``at`` before each."""

    def __init__(self, ledger: Ledger, at: datetime) -> None:
        self._ledger, self.at = ledger, at

    def record(self, action: str, *, by: Any, programme: Any, **more: Any) -> None:
        """Stand in for `audit.record`."""
        self._ledger.note(action, at=self.at, by=by, **more)

    def record_many(self, acts: Sequence[audit.Act], *, programme: Any, head: Any = None) -> None:
        """Stand in for `audit.record_many`."""
        for act in acts:
            self.record(
                act.action, by=act.by, programme=programme, record=act.record, data=act.data
            )


@contextmanager
def in_the_past(ledger: Ledger, at: datetime) -> Iterator[Past]:
    """Run services so that what they put on record is gathered in the ledger."""
    past, kept = Past(ledger, at), (audit.record, audit.record_many, audit.lock)
    stood_in: Any = audit
    stood_in.record, stood_in.record_many = past.record, past.record_many
    stood_in.lock = lambda programme: None
    try:
        yield past
    finally:
        stood_in.record, stood_in.record_many, stood_in.lock = kept


@contextmanager
def the_clock(past: Past, *labels: str) -> Iterator[None]:
    """Have ``timezone.now``, and the moments that records of these apps get by themselves, say
    what the past says: what is frozen and guarded cannot be dated afterwards."""
    kept, fields = timezone.now, list(_dated_fields(labels))
    timezone.now = lambda: past.at
    for one in fields:
        one.__dict__["_get_default"] = lambda: past.at
    try:
        yield
    finally:
        timezone.now = kept
        for one in fields:
            one.__dict__.pop("_get_default", None)


def _dated_fields(labels: Sequence[str]) -> Iterator[Any]:
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            yield from (one for one in model._meta.fields if one.default is timezone.now)
