"""One incident with everything its page shows: a handful of queries, however many reports."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import kind_of, may_see
from goodoffices.core.models import Evidence, Membership, NamedAccess
from goodoffices.core.queries.history import Event, history
from goodoffices.core.reasons import ask_reason
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Assignment, Incident, Regrouping, RuleChoice
from goodoffices.monitor.queries.records.facts import Explainer, Facts
from goodoffices.monitor.queries.records.holding import LinkedReport, linked_reports
from goodoffices.monitor.queries.records.regroupings import (
    Regrouped,
    known_work,
    regroupings,
    standing,
)
from goodoffices.monitor.services.edits import MergedAway
from goodoffices.monitor.services.holdings import team_of
from goodoffices.monitor.services.values import Team
from goodoffices.monitor.services.verification.policy import Policy, policy_with, with_policy

RULED = ("date", "place", "type", "toll")


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident, its reports as far as the member may see them, its facts and its history."""

    incident: Incident
    reports: list[LinkedReport]
    facts: Facts
    events: list[Event]
    named: list[str]
    policy: Policy
    assignment: Assignment | None
    regroupings: list[Regrouped]

    @property
    def files(self) -> list[tuple[Evidence, LinkedReport]]:
        """The evidence, each file with the report it came with."""
        return [(item, one) for one in self.reports for item in one.files]


def find_incident(code: str, member: Membership) -> Incident:
    """Return an incident the member may see, by its code; raises `NotFound`.

    Raises `MergedAway` for one that they could see and that stands no more.
    """
    return _found(Incident.objects.visible_to(member), code, member)


def _found(rows: QuerySet[Incident], code: str, member: Membership) -> Incident:
    named = rows.select_related("place", "office").filter(code=code[:16])
    found: Incident | None = named.first()
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


def incident_record(code: str, member: Membership) -> IncidentRecord:
    """Return an incident with all its page shows; raises `NotFound`."""
    incident = _found(_with_page(Incident.objects.visible_to(member)), code, member)
    reports = linked_reports(incident, member)
    regrouped: bool = getattr(incident, "regrouped", False)
    return IncidentRecord(
        incident=incident,
        reports=reports,
        facts=facts_of(incident, reports),
        events=history(incident, member),
        named=named_on(incident),
        policy=policy_with(incident),
        assignment=known_work(incident, member),
        regroupings=regroupings(incident, member) if regrouped else [],
    )


def _with_page(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Have an incident come with its open assignment, its policy, and whether it was regrouped.

    Each would be a query of the page; of open assignments an incident has one at most.
    """
    work = FilteredRelation("assignments", condition=Q(assignments__ending=""))
    ends = Q(incident=OuterRef("pk")) | Q(other=OuterRef("pk"))
    told = with_policy(rows).annotate(work=work, regrouped=Exists(Regrouping.objects.filter(ends)))
    return told.select_related("work__to__user", "work__by")  # type: ignore[misc]


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
