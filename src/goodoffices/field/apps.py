"""The room of field reports."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Forms, devices, submissions as they were received, what was refused."""

    name = "goodoffices.field"
    label = "field"

    def ready(self) -> None:
        """Register what this room can write to the audit log, that webhooks are told, and that a
        submission whose content is gone keeps no bytes."""
        from goodoffices.core.evidence.purging import keeps_while
        from goodoffices.field import actions, sayings  # noqa: F401
        from goodoffices.field.following import follow_with
        from goodoffices.field.services.webhooks import TELL, has_webhooks

        keeps_while(
            "field.attachment", lambda rows: rows.filter(version__submission__purged_at=None)
        )
        follow_with(TELL, where=has_webhooks)
