"""The room of what is said in public, with its evidence."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Publications and their citations, checks and approvals; what is released from them."""

    name = "goodoffices.publish"
    label = "publish"

    def ready(self) -> None:
        """Register what this room can write to the audit log."""
        from goodoffices.publish import actions  # noqa: F401
