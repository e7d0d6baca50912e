"""The room of what is said in public, with its evidence."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Publications and their citations, checks and approvals; what is released from them."""

    name = "goodoffices.publish"
    label = "publish"

    def ready(self) -> None:
        """Register what this room can write to the audit log, and what its parts show."""
        from goodoffices.publish import actions  # noqa: F401
        from goodoffices.publish.gates.views import checks
        from goodoffices.publish.writing import side

        side.beside_text(checks.panel, order=10)
        side.on_record(checks.summary, order=20)
