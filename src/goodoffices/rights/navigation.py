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
        order=23,
        covers=("rights:case", "rights:step", "rights:note"),
    ),
    RailEntry(
        pgettext_lazy("human rights", "Acts"),
        "rights:acts",
        "link",
        "rights.view",
        order=24,
        covers=("rights:act", "rights:involvement", "rights:violation", "rights:norms"),
    ),
    RailEntry(
        pgettext_lazy("human rights", "People"),
        "rights:people",
        "member",
        "rights.view",
        order=25,
        covers=(
            "rights:people",
            "rights:person",
            "rights:group",
            "rights:find",
            "rights:list",
            "rights:pair",
            "rights:row",
            "rights:consent",
            "rights:file",
        ),
    ),
    RailEntry(
        _("How many in all"),
        "rights:totals",
        "overlap",
        "rights.view",
        order=27,
        covers=("rights:total",),
    ),
]
