"""Pages, settings and the shell around the rooms."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates, navigation, error pages."""

    name = "goodoffices.web"
    label = "web"

    def ready(self) -> None:
        """Begin to record logins."""
        from goodoffices.web.accounts import listen

        listen()
