"""What the core itself keeps of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import files
from goodoffices.core.retention.registry import Kind, Purge, register

register(
    Kind(
        "core.evidence",
        _("Files"),
        _("Pictures, recordings and documents, with what they say of place and device."),
        Purge("remove", files.due, files.seen, files.why_not, files.go, action=""),
        page="core:evidence",
    ),
    Kind("core.party", _("Parties"), _("Groups and institutions of the conflict, by their names.")),
    Kind(
        "core.membership",
        _("Members and their accounts"),
        _("Names and addresses of the programme's people, their roles and sessions."),
    ),
    Kind(
        "core.auditentry",
        _("The audit log"),
        _("Who did what when; holds no content of records, and is never changed."),
    ),
)
