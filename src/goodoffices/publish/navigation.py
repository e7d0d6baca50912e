"""The rail entries of the room."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(
        _("Publications"),
        "publish:publications",
        "report",
        "publish.view",
        order=28,
        covers=(
            *("publish:publication", "publish:write", "publish:text", "publish:cit"),
            *("publish:topic", "publish:checks", "publish:names", "publish:repl"),
            *("publish:release", "publish:step", "publish:edition", "publish:publish-now"),
            *("publish:schedule", "publish:embargo", "publish:correct", "publish:withdraw"),
            "publish:changed-since",
        ),
    ),
    RailEntry(
        pgettext_lazy("publications", "Waiting for me"),
        "publish:waiting",
        "task",
        "publish.view",
        order=29,
    ),
]
