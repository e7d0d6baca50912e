"""The room of what is said in public, with its evidence."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Publications and their citations, checks and approvals; what is released from them."""

    name = "goodoffices.publish"
    label = "publish"

    def ready(self) -> None:
        """Register what this room can write to the audit log, and keep its guards up."""
        from django.db.models.signals import post_migrate

        from goodoffices.publish import actions  # noqa: F401
        from goodoffices.publish.partners import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
