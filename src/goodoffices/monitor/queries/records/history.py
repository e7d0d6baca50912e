"""The history panel: what the audit log says of one record, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import kind_of, named_ids
from goodoffices.core.audit import ACTIONS
from goodoffices.core.models import AuditEntry, Membership, Protected
from goodoffices.core.tlp import TLP

MOST = 60


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did to the record: ``text`` continues their name."""

    at: datetime
    actor: str
    text: str | Promise
    reason: str
    action: str


def events(record: Protected, member: Membership, most: int = MOST) -> list[Event]:
    """Return what happened to a record the member may see, newest first.

    What was done while the record was stricter is left out for those who could not see it then.
    """
    kind = kind_of(record)
    entries = AuditEntry.objects.filter(kind=kind, object_id=record.pk)
    if record.pk not in named_ids(member, kind):
        entries = entries.filter(tlp__lte=member.clearance)
    return [
        Event(e.at, e.actor_label, _said(e), e.reason, e.action)
        for e in entries.order_by("-seq").defer("previous", "hash")[:most]
    ]


def _said(entry: AuditEntry) -> str | Promise:
    """Say what was done, with the value where one sentence can hold it."""
    data = entry.data
    if entry.action == "monitor.incident.assessed" and "to" in data:
        return _("set the verification state to “%(state)s”") % {
            "state": _label("verification_states", data["to"])
        }
    if entry.action == "monitor.incident.rule_chosen" and "rule" in data:
        return _("chose how a value is derived: %(rule)s") % {
            "rule": _label("derivation_rules", data["rule"])
        }
    if entry.action.endswith(".restricted") and data.get("to") in TLP.values:
        return _("marked the record %(mark)s") % {"mark": TLP(data["to"]).label}
    if entry.action == "monitor.report.graded" and data.get("to"):
        return _("graded the report's credibility: %(grade)s") % {
            "grade": _label("credibility", str(data["to"]))
        }
    if entry.action == "monitor.report.set_aside" and data.get("set_aside") is False:
        return _("put a report back among those that wait")
    if entry.action == "monitor.source.graded" and "reliability" in data:
        return _("graded the source's reliability: %(grade)s") % {
            "grade": _label("reliability", data["reliability"])
        }
    return ACTIONS.get(entry.action, entry.action)


def _label(scheme: str, code: str) -> str:
    try:
        return codebook.load().label(scheme, code, get_language() or "en")
    except NotFound:
        return code
