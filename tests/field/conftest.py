"""Fixtures of the field's tests."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.field.stage import Phone, make_form, make_phone


@pytest.fixture
def phone(in_programme: Cast) -> Phone:
    """A field officer's phone, and one open form of one version for it."""
    make_form(in_programme)
    return make_phone(in_programme)
