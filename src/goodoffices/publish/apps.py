"""The room of what is said in public, with its evidence."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Publications and their citations, checks and approvals; what is released from them."""

    name = "goodoffices.publish"
    label = "publish"

    def ready(self) -> None:
        """Register what this room can write to the audit log, what the search finds here, what
        waits on the situation page, what its parts show and ask; keep its guards up."""
        from django.db.models.signals import post_migrate

        from goodoffices.monitor import notes as situation
        from goodoffices.monitor.queries import searching as site_search
        from goodoffices.publish import actions, notes, searching  # noqa: F401
        from goodoffices.publish.flow import guards
        from goodoffices.publish.flow.views import panels
        from goodoffices.publish.gates.views import checks
        from goodoffices.publish.partners import guards as partner_guards
        from goodoffices.publish.writing import side

        side.beside_text(checks.panel, order=10)
        side.on_record(panels.standing, order=10)
        side.on_record(checks.summary, order=20)
        situation.ASKED.append(notes.waits)
        site_search.ROOMS.append(searching.ROOM)
        post_migrate.connect(guards.install_after_migrate, sender=self)
        post_migrate.connect(partner_guards.install_after_migrate, sender=self)
