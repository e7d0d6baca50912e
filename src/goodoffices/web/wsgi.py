"""The entry for the web server; it refuses to start where the settings are unsafe."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from goodoffices.web.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
refuse_unsafe(settings)
application = get_wsgi_application()

# Whoever holds a lock of the database must not wait long for another thread's pure Python.
sys.setswitchinterval(0.0005)

# Read once before the server divides into processes, rather than during somebody's request.
from goodoffices.core import world  # noqa: E402 - needs the rooms to be loaded

world.backdrop()
