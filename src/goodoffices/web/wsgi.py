"""The entry for the web server; it refuses to start where the settings are unsafe."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from goodoffices.web.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
refuse_unsafe(settings)
application = get_wsgi_application()

# Read once before the server divides into processes, rather than during somebody's request.
from goodoffices.core import world  # noqa: E402 - needs the rooms to be loaded

world.backdrop()
