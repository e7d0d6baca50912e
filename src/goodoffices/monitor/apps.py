"""The monitoring room."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Sources, reports, claims, incidents, imports, the situation page."""

    name = "goodoffices.monitor"
    label = "monitor"

    def ready(self) -> None:
        """Register what this room can write to the audit log."""
        from goodoffices.monitor import actions, sayings  # noqa: F401
