"""The public face of a programme."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Public pages, feeds and forms; reads released rows only."""

    name = "goodoffices.site"
    label = "public_site"
