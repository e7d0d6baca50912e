"""What was acknowledged is there, once, though web server, worker and PostgreSQL are killed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from tests.field.installation import Installation, Load
from tests.field.test_never_lost import nothing_lost, race
from tools.with_postgres import DURABLE, Cluster

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def base() -> Iterator[Cluster]:
    """Return a cluster that flushes to the disk, as a real one does."""
    made = Cluster(DURABLE)
    made.start()
    yield made
    made.stop()
    made.remove()


@pytest.fixture(scope="module")
def installation(base: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return an installation on it with a running server."""
    made = Installation(tmp_path_factory.mktemp("field"), database=base.address)
    made.start()
    yield made
    made.end()


def killed(installation: Installation, base: Cluster, rounds: int) -> Load:
    """Kill web server, worker and database in turn while phones send, and start them again."""
    chance = random.Random(2)
    installation.start_worker()
    with Load(installation, 6, b"p" * 20_000) as load:
        for number in range(rounds):
            load.wait_for_more(3)
            time.sleep(chance.uniform(0.0, 0.3))
            if number % 3 == 0:
                base.kill()
                base.start()
            elif number % 3 == 1:
                installation.kill(installation.web)
                installation.start()
            else:
                installation.kill(installation.worker)
                installation.start_worker()
        load.wait_for_more(3)
    installation.kill(installation.worker)
    return load


def test_killed_under_load(installation: Installation, base: Cluster) -> None:
    nothing_lost(installation, killed(installation, base, rounds=3))


def test_identical_posts_at_once(installation: Installation) -> None:
    race(installation, rounds=5)


@pytest.mark.slow
def test_killed_a_hundred_times_under_load(installation: Installation, base: Cluster) -> None:
    nothing_lost(installation, killed(installation, base, rounds=100))


@pytest.mark.slow
def test_identical_posts_at_once_fifty_times(installation: Installation) -> None:
    race(installation, rounds=50)
