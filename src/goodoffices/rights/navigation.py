"""The rail entries of the room."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(
        _("Cases"),
        "rights:cases",
        "file",
        "rights.view",
        order=20,
        covers=("rights:case", "rights:step", "rights:note"),
    ),
    RailEntry(
        pgettext_lazy("human rights", "Acts"),
        "rights:acts",
        "link",
        "rights.view",
        order=21,
        covers=("rights:act", "rights:involvement", "rights:violation", "rights:norms"),
    ),
    RailEntry(
        _("People"),
        "rights:people",
        "member",
        "rights.view",
        order=22,
        covers=(
            "rights:people",
            "rights:person",
            "rights:group",
            "rights:find",
            "rights:consent",
            "rights:file",
        ),
    ),
]
