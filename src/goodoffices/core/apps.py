"""The room everything stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Accounts, access, audit, evidence, places, parties, search, jobs."""

    name = "goodoffices.core"
    label = "core"

    def ready(self) -> None:
        """Register what this room can write to the audit log, and keep its guards up."""
        from django.db.models.signals import post_migrate

        from goodoffices.core import actions  # noqa: F401
        from goodoffices.core.audit import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
