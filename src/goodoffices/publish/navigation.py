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
            *("publish:publication", "publish:check", "publish:release", "publish:step"),
            *("publish:publish-now", "publish:schedule", "publish:embargo", "publish:correct"),
            *("publish:withdraw", "publish:write", "publish:text", "publish:cit", "publish:look"),
            *("publish:edition", "publish:changed-since", "publish:topic"),
            *("publish:name", "publish:override", "publish:release-policy", "publish:repl"),
            "publish:term-pack",
        ),
    ),
    RailEntry(
        pgettext_lazy("publications", "Waiting for me"),
        "publish:waiting",
        "task",
        "publish.view",
        order=29,
    ),
    RailEntry(
        _("Open data"),
        "publish:data",
        "export",
        "publish.view",
        order=44,
        covers=("publish:data",),
    ),
    RailEntry(
        _("Mailing list"),
        "publish:mailing-list",
        "report",
        "publish.mail",
        order=45,
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
    RailEntry(
        _("Public site"),
        "publish:site",
        "print",
        "publish.site",
        order=47,
        covers=("publish:site", "publish:inbox"),
    ),
]
