"""The room everything stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Accounts, access, audit, evidence, places, parties, search, jobs."""

    name = "goodoffices.core"
    label = "core"

    def ready(self) -> None:
        """Register what this room can write to the audit log."""
        from goodoffices.core import actions  # noqa: F401
