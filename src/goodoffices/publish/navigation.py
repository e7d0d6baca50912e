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
        _("Mailing list"),
        "publish:mailing-list",
        "report",
        "publish.mail",
        order=44,
        covers=("publish:mailing", "publish:subscriber"),
    ),
    RailEntry(
        _("Partners"),
        "publish:partners",
        "export",
        "publish.view",
        order=46,
        covers=("publish:partner", "publish:agreement", "publish:exchange"),
    ),
]
