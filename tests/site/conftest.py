"""What every test of the public site begins with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _forget_what_was_kept() -> Iterator[None]:
    """Forget kept pages and counted posts: serials come again after a rollback."""
    from goodoffices.site.middleware import SHELF
    from goodoffices.site.views import involving

    yield
    SHELF.clear()
    involving.PER_SENDER.clear()
    involving.IN_ALL.clear()
