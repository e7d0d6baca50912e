"""A purge killed with SIGKILL on PostgreSQL: what is left is whole, and the next one goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.killing import Installation, killed_between_slices, killed_while_bytes_go
from tools.with_postgres import DURABLE, Cluster

pytestmark = pytest.mark.postgres


@pytest.fixture
def base() -> Iterator[Cluster]:
    """Return a cluster that flushes to the disk, as a real one does."""
    made = Cluster(DURABLE)
    made.start()
    yield made
    made.stop()
    made.remove()


def test_killed_between_two_slices_it_goes_on(base: Cluster, tmp_path: Path) -> None:
    killed_between_slices(Installation(tmp_path, base.address))


def test_killed_while_bytes_go_it_goes_on(base: Cluster, tmp_path: Path) -> None:
    killed_while_bytes_go(Installation(tmp_path, base.address))
