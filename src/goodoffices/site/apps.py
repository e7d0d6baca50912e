"""The public face of a programme."""

from django.apps import AppConfig, apps


class SiteConfig(AppConfig):
    """Public pages, feeds and forms; reads released rows only."""

    name = "goodoffices.site"
    label = "public_site"

    def ready(self) -> None:
        """Keep the rights of the role in which the public reads up to date."""
        from django.db.models.signals import post_migrate

        from goodoffices.site import role

        post_migrate.connect(role.install_after_migrate, sender=apps.get_app_config("publish"))
