"""Fixtures of monitoring."""

from __future__ import annotations

import pytest

from goodoffices.monitor.ledger import leaves, reading, triggers
from tests.cast import Cast
from tests.monitor.stage import Stage, set_stage


@pytest.fixture
def stage(in_programme: Cast) -> Stage:
    """Return records of the programme, with its scope entered."""
    return set_stage(in_programme)


@pytest.fixture
def small_leaves(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have leaves of few incidents, so that a small world fills many."""
    triggers.remove()
    for module in (triggers, leaves, reading):
        monkeypatch.setattr(module, "LEAF", 16)
    triggers.install()


@pytest.fixture
def plain_linkage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weigh pairs in a plain way that does not change with the model shipped."""
    from goodoffices.monitor.services.linking import suggesting
    from tests.monitor.linkage import plain_suggest

    monkeypatch.setattr(suggesting, "suggest", plain_suggest)
