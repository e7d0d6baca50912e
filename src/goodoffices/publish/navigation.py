"""The rail entries of the room."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(
        _("Publications"),
        "publish:publications",
        "report",
        "publish.view",
        order=40,
        covers=(
            "publish:publication",
            "publish:write",
            "publish:text",
            "publish:cit",
            "publish:topic",
        ),
    ),
    RailEntry(
        _("Partners"),
        "publish:partners",
        "export",
        "publish.view",
        order=46,
        covers=("publish:partner", "publish:agreement", "publish:exchange"),
    ),
    RailEntry(
        _("Public site"),
        "publish:site",
        "print",
        "publish.site",
        order=47,
        covers=("publish:site", "publish:inbox"),
    ),
]
