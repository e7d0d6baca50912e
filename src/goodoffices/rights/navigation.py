"""The rail entries of the room."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(
        _("People"),
        "rights:people",
        "member",
        "rights.view",
        order=22,
        covers=("rights:people", "rights:person", "rights:group", "rights:find"),
    ),
]
