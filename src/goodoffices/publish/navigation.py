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
            "publish:check",
            "publish:name",
            "publish:override",
            "publish:release-policy",
            "publish:repl",
            "publish:term-pack",
        ),
    ),
]
