"""Fixtures of the field."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.field.views.stage import FieldStage, set_stage


@pytest.fixture
def field_stage(in_programme: Cast) -> FieldStage:
    """Return records of the field, with the programme's scope entered."""
    return set_stage(in_programme)
