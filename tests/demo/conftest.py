"""One programme, generated once for all tests of the generator."""

from __future__ import annotations

from datetime import date

import pytest

from goodoffices.demo import DemoProgramme, generate

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def programme() -> DemoProgramme:
    return generate(today=TODAY)
