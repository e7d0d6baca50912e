"""The rail entries of the room."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(
        _("Open data"),
        "publish:data",
        "export",
        "publish.view",
        order=44,
        covers=("publish:data",),
    ),
]
