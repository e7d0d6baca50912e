"""The gates have tests of their own: here they are open, unless a test closes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.flow.stage import gates_clear


@pytest.fixture(autouse=True)
def _gates_clear() -> Iterator[None]:
    with gates_clear():
        yield
