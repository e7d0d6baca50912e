"""What of this room's records the data-protection page accounts for."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import Kind, Purge, against, register
from goodoffices.monitor.services import holding_back, wordless

register(
    Kind(
        "monitor.report",
        _("Reports"),
        _("What sources said, in their own words; may name anybody."),
        Purge("anonymise", wordless.due, wordless.seen, wordless.why_not, wordless.go),
        page="monitor:report",
    ),
    Kind(
        "monitor.incident",
        _("Incidents"),
        _("What happened, where and when, with its toll; names parties and places."),
        page="monitor:incident",
    ),
    Kind(
        "monitor.source",
        _("Sources"),
        _("Who reports to the programme, and how reliable they were found."),
    ),
)

against("monitor.report", holding_back.of_reports)
against("field.submission", holding_back.of_submissions)
against("core.evidence", holding_back.of_files)
