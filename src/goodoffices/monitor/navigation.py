"""The rail entries of monitoring."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(_("Situation"), "monitor:situation", "situation", order=10),
    RailEntry(_("Incidents"), "monitor:incidents", "incident", order=12, covers=("monitor:inc",)),
    RailEntry(_("Reports"), "monitor:reports", "report", order=14, covers=("monitor:report",)),
    RailEntry(
        _("Queue"),
        "monitor:queue",
        "queue",
        "monitor.incident",
        order=11,
        covers=("monitor:queue", "monitor:linkage"),
    ),
    RailEntry(_("Sources"), "monitor:sources", "source", order=16, covers=("monitor:source",)),
    RailEntry(
        _("Workload"),
        "monitor:workload",
        "task",
        "monitor.report",
        order=17,
        covers=("monitor:workload", "monitor:assignment"),
    ),
    RailEntry(
        _("Imports"),
        "monitor:imports",
        "import",
        "monitor.import",
        order=18,
        covers=("monitor:import", "monitor:mapping"),
    ),
]
