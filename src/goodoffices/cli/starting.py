"""Starting Django for a command, once, and only for the commands that need it."""

from __future__ import annotations

import os


def start_django() -> None:
    """Read the settings and load the rooms; a bad setting ends the command with its sentence."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    if not apps.ready:
        django.setup()
