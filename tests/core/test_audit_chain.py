"""The chain of the audit log."""

from __future__ import annotations

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
