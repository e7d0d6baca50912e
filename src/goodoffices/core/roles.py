"""Roles of a programme, each a set of named permissions.

A permission is a dotted name, ``room.verb``. What a role may *see* is not here: that is the TLP
clearance (`goodoffices.core.tlp`), which a role only gives its default.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodoffices.core.tlp import PARTNER_CLEARANCE, STAFF_CLEARANCE


class Role(models.TextChoices):
    """What a person is in a programme."""

    ADMINISTRATOR = "administrator", _("Administrator")
    DIRECTOR = "director", _("Programme director")
    MONITORING_OFFICER = "monitoring-officer", _("Monitoring officer")
    RIGHTS_OFFICER = "rights-officer", _("Human-rights officer")
    LIAISON = "liaison", _("Liaison")
    ANALYST = "analyst", _("Analyst")
    PRESS_OFFICER = "press-officer", _("Press officer")
    FIELD_OFFICER = "field-officer", _("Field officer")
    PARTNER = "partner", _("Partner")


PERMISSIONS = {
    "core.view": _("See the programme's records, within one's clearance"),
    "core.export": _("Export what one sees"),
    "core.share": _("Show one's saved views to the other members"),
    "core.members": _("Invite people and change their roles"),
    "core.settings": _("Change the programme's settings"),
    "core.audit": _("Read the programme's audit log"),
    "core.protection": _("Say why each kind of record is kept, and until when"),
    "core.lock": _("Close the programme or an office for now, and open it again"),
    "core.places": _("Add and correct places and boundary sets"),
    "core.parties": _("Add and correct parties"),
    "core.custody": _("Read the custody log of files: who received, opened and copied them"),
    "core.metadata": _("Read what a file says of the place, time and device it was made with"),
    "core.redact": _("Make redacted copies of files and mark copies for other readers"),
    "core.bundle": _("Hand over evidence bundles"),
    "core.tokens": _("Issue tokens for the programme's API"),
    "monitor.report": _("Add reports"),
    "monitor.incident": _("Link reports and decide on incidents"),
    "monitor.assess": _("Set the verification state of incidents"),
    "monitor.assign": _("Assign reports and incidents to members"),
    "monitor.source": _("Add and grade sources"),
    "monitor.import": _("Load files of reports"),
    "rights.view": _("See persons and groups under their code names, acts and cases"),
    "rights.record": _("Record persons, groups, acts and cases"),
    "rights.export": _("Take out who did what to whom, as far as people consented"),
    "rights.identity": _("Open and write down identities, and find somebody by name"),
    "publish.view": _("See publications, their drafts and what is checked in them"),
    "publish.write": _("Write publications, cite records and translate"),
    "publish.facts": _("Check the facts of a publication against the records"),
    "publish.language": _("Review the language and neutrality of a publication"),
    "publish.approve": _("Approve a publication as the programme's director"),
    "publish.security": _("Check that a publication endangers nobody"),
    "publish.release": _("Schedule, publish, correct and withdraw what was approved"),
    "publish.override": _("Let a finding of a gate stand, with a reason"),
    "publish.policy": _("Say what must hold before anything is published"),
    "publish.data": _("Prepare and publish releases of data"),
    "publish.mail": _("Look after the mailing list and send to it"),
    "publish.partners": _("Agree with partner organisations what is shared, and share it"),
    "publish.site": _("Write the programme's own pages of the public site, read its inbox"),
    "field.send": _("Fill in forms and send them from the field"),
    "field.submissions": _("Read submissions, comment on them and ask the officer"),
    "field.forms": _("Upload and publish forms, and say what their questions mean"),
    "field.devices": _("Issue access for devices and revoke it"),
    "field.quarantine": _("Look at what was refused, release or discard it"),
}
"""Every permission with its meaning; a test holds that no code asks for another."""

_READ = frozenset({"core.view"})
_STAFF = _READ | {
    "core.export",
    "core.share",
    "core.tokens",
    "core.custody",
    "monitor.report",
    "field.send",
}
_MONITOR = _STAFF | {
    "monitor.incident",
    "monitor.assess",
    "monitor.assign",
    "monitor.source",
    "monitor.import",
    "core.places",
    "core.parties",
    "core.metadata",
    "core.redact",
    "core.bundle",
    "field.submissions",
    "field.forms",
    "field.devices",
    "field.quarantine",
    "rights.view",
    "rights.record",
}
_IDENTITY = frozenset({"rights.identity", "rights.export"})
_PUBLISH = frozenset({"publish.view", "publish.write"})

ROLES: dict[str, frozenset[str]] = {
    Role.ADMINISTRATOR: _READ
    | {"core.members", "core.settings", "core.audit", "core.places", "core.tokens", "core.share"}
    | {"core.custody", "field.devices", "core.lock", "publish.view", "publish.security"}
    | {"publish.site"},
    Role.DIRECTOR: _MONITOR
    | _IDENTITY
    | {"core.members", "core.settings", "core.audit", "core.lock", "core.protection"}
    | {name for name in PERMISSIONS if name.startswith("publish.")},
    Role.MONITORING_OFFICER: _MONITOR | _PUBLISH | {"publish.facts", "publish.data"},
    Role.RIGHTS_OFFICER: (_MONITOR - {"monitor.import"})
    | _IDENTITY
    | _PUBLISH
    | {"publish.facts", "publish.security", "publish.partners"},
    Role.LIAISON: _STAFF | _PUBLISH | {"publish.language"},
    Role.ANALYST: _STAFF
    | _PUBLISH
    | {"monitor.import", "field.submissions", "rights.view", "publish.facts", "publish.language"}
    | {"publish.data"},
    Role.PRESS_OFFICER: _READ
    | _PUBLISH
    | {"core.export", "core.share", "publish.language", "publish.release", "publish.mail"}
    | {"publish.site", "publish.partners"},
    Role.FIELD_OFFICER: _READ | {"monitor.report", "field.send"},
    Role.PARTNER: _READ,
}


def default_clearance(role: str) -> int:
    """Return the strictest mark a role sees without being named on the record."""
    return int(PARTNER_CLEARANCE if role == Role.PARTNER else STAFF_CLEARANCE)
