"""Pages, settings and the shell around the rooms."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates, navigation, error pages."""

    name = "goodoffices.web"
    label = "web"
