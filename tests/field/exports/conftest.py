"""The stage of the pages."""

from tests.field.views.conftest import field_stage

__all__ = ["field_stage"]
