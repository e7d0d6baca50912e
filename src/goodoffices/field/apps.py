"""The room of field reports."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Forms, devices, submissions as they were received, what was refused."""

    name = "goodoffices.field"
    label = "field"

    def ready(self) -> None:
        """Register what this room can write to the audit log."""
        from goodoffices.field import actions, sayings  # noqa: F401
