"""One incident with everything its page shows: eight queries, however many reports it holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import kind_of, may_see
from goodoffices.core.models import Evidence, Membership, NamedAccess
from goodoffices.core.queries.history import Event, history
from goodoffices.core.reasons import ask_reason
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, RuleChoice
from goodoffices.monitor.queries.records.facts import Explainer, Facts
from goodoffices.monitor.queries.records.holding import LinkedReport, linked_reports
from goodoffices.monitor.services.edits import MergedAway
from goodoffices.monitor.services.holdings import team_of
from goodoffices.monitor.services.values import Team

RULED = ("date", "place", "type", "toll")


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident, its reports as far as the member may see them, its facts and its history."""

    incident: Incident
    reports: list[LinkedReport]
    facts: Facts
    events: list[Event]
    named: list[str]

    @property
    def files(self) -> list[tuple[Evidence, LinkedReport]]:
        """The evidence, each file with the report it came with."""
        return [(item, one) for one in self.reports for item in one.files]


def find_incident(code: str, member: Membership) -> Incident:
    """Return an incident the member may see, by its code; raises `NotFound`.

    Raises `MergedAway` for one that they could see and that stands no more.
    """
    rows = Incident.objects.visible_to(member).select_related("place", "office")
    found: Incident | None = rows.filter(code=code[:16]).first()
    if found is None:
        raise _gone(code, member) or NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    ask_reason(found, member)
    return found


def _gone(code: str, member: Membership) -> MergedAway | None:
    """Return what became of an incident that stands no more, where the member may know it.

    One that was merged into what they may not see is nothing to them.
    """
    rows = Incident.all_ever.visible_to(member).filter(code=code[:16], stands=False)
    found = rows.select_related("place").first()
    if found is None or not may_see(standing(found), member):
        return None
    found.programme = member.programme
    return MergedAway(found)


def standing(incident: Incident) -> Incident:
    """Return the incident that one was merged into, however often; itself where into none."""
    while incident.merged_into_id is not None:
        incident = Incident.all_ever.select_related("place").get(pk=incident.merged_into_id)
    return incident


def incident_record(code: str, member: Membership) -> IncidentRecord:
    """Return an incident with all its page shows; raises `NotFound`."""
    incident = find_incident(code, member)
    reports = linked_reports(incident, member)
    return IncidentRecord(
        incident=incident,
        reports=reports,
        facts=facts_of(incident, reports),
        events=history(incident, member),
        named=named_on(incident),
    )


def facts_of(incident: Incident, reports: list[LinkedReport]) -> Facts:
    """Return the facts of an incident from the reports at hand."""
    choices = _choices(incident)
    team = team_of(choice for choice in choices if choice.rule == "team")
    return Explainer(incident, reports, team if choices else Team(), choices).facts()


def _choices(incident: Incident) -> list[RuleChoice]:
    """Return what the team decided about rules, oldest first (none while all are the usual)."""
    usual = incident.programme
    if all(getattr(incident, f"{f}_rule") == getattr(usual, f"{f}_rule") for f in RULED):
        return []
    return list(incident.rule_choices.select_related("by", "claim").order_by("pk"))


def named_on(record: Incident) -> list[str]:
    """Return who is named on a record marked RED, by name."""
    if record.tlp < TLP.RED:
        return []
    rows = NamedAccess.objects.filter(kind=kind_of(record), object_id=record.pk)
    return sorted(rows.values_list("membership__user__name", flat=True))
