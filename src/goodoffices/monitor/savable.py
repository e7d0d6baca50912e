"""Which pages of this room can be saved as views."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.savable import SavablePage

_INCIDENTS = frozenset(
    {"from", "to", "period", "place", "near", "possibly", "type", "party", "source", "state"}
    | {"killed_from", "killed_to", "q"}
)
_RECORDS = {"place": "core.place", "party": "core.party", "source": "monitor.source"}

PAGES = [
    SavablePage("monitor:situation", _("Situation"), _INCIDENTS, records=_RECORDS),
    SavablePage("monitor:incidents", _("Incidents"), _INCIDENTS | {"sort"}, records=_RECORDS),
    SavablePage(
        "monitor:reports",
        _("Reports"),
        frozenset({"decision", "source", "office", "language", "from", "to", "q"}),
        records={"source": "monitor.source"},
    ),
]
