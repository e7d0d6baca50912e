"""The rail entries of the room."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(
        _("Publications"),
        "publish:publications",
        "report",
        "publish.view",
        order=28,
        covers=(
            *("publish:publication", "publish:check", "publish:stages", "publish:step"),
            *("publish:publish-now", "publish:schedule", "publish:embargo", "publish:correct"),
            *("publish:withdraw", "publish:write", "publish:text", "publish:cit", "publish:look"),
            *("publish:edition", "publish:changed-since", "publish:topic"),
        ),
    ),
    RailEntry(_("Waiting for me"), "publish:waiting", "task", "publish.view", order=29),
    RailEntry(
        _("Open data"),
        "publish:data",
        "export",
        "publish.view",
        order=44,
        covers=("publish:data",),
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
