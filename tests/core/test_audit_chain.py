"""The chain of the audit log."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django_scopes import scope

from goodoffices.core import audit
from goodoffices.core.models import AuditEntry, AuditHead
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_each_entry_carries_the_hash_of_the_one_before(cast: Cast) -> None:
    with transaction.atomic():
        first = audit.record("core.export", by=cast.director.user, programme=cast.programme)
        second = audit.record("core.export", by=cast.director.user, programme=cast.programme)
    assert second.previous == first.hash
    assert AuditHead.objects.get(pk="talmora").hash == second.hash
    with scope(programme=cast.programme):
        stored = AuditEntry.objects.get(seq=2)
    assert audit.entry_hash(stored) == second.hash


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused(cast: Cast) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("core.export", by=None, programme=cast.programme)


def test_an_action_nobody_registered_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="registry"):
        audit.record("core.nonsense", by=None, programme=cast.programme)


def test_the_worked_example_of_the_documentation_is_right() -> None:
    entry = AuditEntry(
        chain="talmora",
        seq=1,
        at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        actor_id=7,
        actor_label="Mona Tor",
        action="core.export",
        data={"rows": 3},
    )
    page = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "audit-chain.md"
    said = page.read_text(encoding="utf-8")
    assert audit.canonical(entry).decode() in said
    assert audit.entry_hash(entry) in said
    second = AuditEntry(
        chain="talmora",
        seq=2,
        at=datetime(2026, 11, 23, 9, 1, tzinfo=UTC),
        actor_id=7,
        actor_label="Mona Tor",
        action="core.logout",
        previous=audit.entry_hash(entry),
    )
    assert audit.entry_hash(second) in said
