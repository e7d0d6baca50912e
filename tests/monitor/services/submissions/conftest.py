"""Fixtures of the tests of taking submissions."""

from __future__ import annotations

import pytest

from goodoffices.field.models import Device, Form
from tests.cast import Cast
from tests.field.builders import incident_form, make_device


@pytest.fixture
def form(in_programme: Cast) -> Form:
    """The sample form, open, mapped, opening incidents."""
    return incident_form(in_programme)


@pytest.fixture
def device(in_programme: Cast) -> Device:
    """A phone of the field officer."""
    return make_device(in_programme)
