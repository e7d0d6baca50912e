"""The room of field reports."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Forms, devices, submissions as they were received, what was refused."""

    name = "goodoffices.field"
    label = "field"

    def ready(self) -> None:
        """Register what this room can write to the audit log, and that webhooks are told."""
        from goodoffices.field import actions, sayings  # noqa: F401
        from goodoffices.field.following import follow_with
        from goodoffices.field.services.webhooks import TELL, has_webhooks

        follow_with(TELL, where=has_webhooks)
