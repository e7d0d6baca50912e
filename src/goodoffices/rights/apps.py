"""The room of human rights: who did what to whom, and who consented to what."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Persons and groups, identities under a key, acts, cases, norms, consent."""

    name = "goodoffices.rights"
    label = "rights"

    def ready(self) -> None:
        """Register what this room can write to the audit log, that bundles ask for consent,
        that keys are forgotten when a programme is closed, and what the search finds here."""
        from django.db.models.signals import post_delete

        from goodoffices.core.emergency import on_lockdown
        from goodoffices.core.evidence import consenting
        from goodoffices.monitor.queries import searching
        from goodoffices.rights import actions  # noqa: F401
        from goodoffices.rights.identities.keys import forget_loaded
        from goodoffices.rights.queries import site_search
        from goodoffices.rights.services.consent import withheld_files
        from goodoffices.rights.services.indexing import forget

        consenting.ask_with(withheld_files)
        on_lockdown(forget_loaded)
        searching.ROOMS.append(site_search.ROOM)
        for name in ("person", "group", "case", "act"):
            post_delete.connect(forget, sender=f"rights.{name}", dispatch_uid=f"rights.{name}.gone")
