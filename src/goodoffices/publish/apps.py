"""The room of what is said in public, with its evidence."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Publications and their citations, checks and approvals; what is released from them."""

    name = "goodoffices.publish"
    label = "publish"

    def ready(self) -> None:
        """Register what this room can write to the audit log; keep its guards up."""
        from django.db.models.signals import post_migrate

        from goodoffices.publish import actions  # noqa: F401
        from goodoffices.publish.flow import guards
        from goodoffices.publish.partners import guards as partner_guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
        post_migrate.connect(partner_guards.install_after_migrate, sender=self)
