"""The rail entries of the field."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.navigation import RailEntry

ENTRIES = [
    RailEntry(_("My forms"), "field:today", "phone", "field.send", order=8),
    RailEntry(
        _("Submissions"),
        "field:submissions",
        "inbox",
        "field.submissions",
        order=20,
        covers=("field:submission", "field:quarantine", "field:arrivals", "field:webhook"),
    ),
    RailEntry(_("Forms"), "field:forms", "form", "field.forms", 22, ("field:form",)),
    RailEntry(_("Devices"), "field:devices", "device", "field.devices", 76, ("field:device",)),
]
