"""The monitoring room."""

from django.apps import AppConfig

TAKE_SUBMISSIONS = "monitor.take_submissions"
"""The kind of background work that makes reports of submissions."""


class MonitorConfig(AppConfig):
    """Sources, reports, claims, incidents, imports, the situation page."""

    name = "goodoffices.monitor"
    label = "monitor"

    def ready(self) -> None:
        """Register what this room can write to the audit log, and that it follows submissions
        and pictures.

        Keeps the triggers of its ledger up.
        """
        from django.db.models.signals import post_migrate, post_save

        from goodoffices.field.following import follow_with
        from goodoffices.field.outcomes import tell_with
        from goodoffices.monitor import actions, sayings  # noqa: F401
        from goodoffices.monitor.ledger import triggers
        from goodoffices.monitor.services.linking.expecting import pictured
        from goodoffices.monitor.telling import reports_of

        follow_with(TAKE_SUBMISSIONS)
        tell_with(reports_of)
        post_save.connect(pictured, sender="core.ImageHash", dispatch_uid="monitor.pictured")
        post_migrate.connect(triggers.install_after_migrate, sender=self)
