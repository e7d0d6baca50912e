"""The room of human rights: who did what to whom, and who consented to what."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Persons and groups, identities under a key, acts, cases, norms, consent."""

    name = "goodoffices.rights"
    label = "rights"

    def ready(self) -> None:
        """Register what this room can write to the audit log, and that bundles ask for consent."""
        from goodoffices.core.evidence import consenting
        from goodoffices.rights import actions  # noqa: F401
        from goodoffices.rights.services.consent import withheld_files

        consenting.ask_with(withheld_files)
