"""Fixtures of publications."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.monitor.stage import Stage, set_stage


@pytest.fixture
def stage(in_programme: Cast) -> Stage:
    """Return records of the programme, with its scope entered."""
    return set_stage(in_programme)
