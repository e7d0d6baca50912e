"""The reports of an incident that a member may see, with their words, claims, grades and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FilteredRelation, Q

from goodoffices.core.access import visibility
from goodoffices.core.models import Evidence, Membership
from goodoffices.monitor.models import Claim, Incident, Report, ReportEvidence, ReportLink
from goodoffices.monitor.services.holdings import HeldReport, dated_grades, weight


@dataclass(frozen=True, slots=True)
class Weight:
    """What weighs a report's claims, as `methods.derive` takes it."""

    reliability: str
    credibility: int
    as_of: int | None
    received: float

    def as_facts(self) -> dict[str, Any]:
        """Return it as keyword arguments of a claim."""
        return {
            "reliability": self.reliability,
            "credibility": self.credibility,
            "as_of": self.as_of,
            "received": self.received,
        }


@dataclass(slots=True)
class LinkedReport:
    """A report of the incident: the link, the current words, the weight, the files."""

    link: ReportLink
    report: Report
    title: str
    text: str
    language: str
    published: str
    links: list[str]
    weight: Weight
    claims: list[Claim] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)

    @property
    def withdrawn(self) -> bool:
        """Say whether its source has withdrawn it."""
        return self.report.withdrawn_at is not None


def linked_reports(incident: Incident, member: Membership) -> list[LinkedReport]:
    """Return the reports an incident holds, oldest first, in four queries."""
    links = list(_links(incident, member))
    grades = dated_grades({link.report.source_id for link in links})
    found = [_linked(link, grades) for link in links]
    claims, files = claims_of(links), files_of([link.report_id for link in links], member)
    for one in found:
        one.claims = claims[one.report.pk]
        one.files = files[one.report.pk]
        for claim in one.claims:
            claim.report = one.report
    return found


def _links(incident: Incident, member: Membership) -> Any:
    current = FilteredRelation(
        "report__versions", condition=Q(report__versions__number=F("report__current"))
    )
    names = ("title", "text", "language", "published", "links")
    return (
        ReportLink.objects.filter(incident=incident, withdrawn_at=None)
        .filter(visibility(Report, member, "report__"))
        # Three sources that repeat one another in a row cost no query more.
        .select_related("report__source__copies_from__copies_from", "report__office", "by")
        .annotate(words=current)
        .annotate(**{f"said_{name}": F(f"words__{name}") for name in names})
        .order_by("report__received_at", "pk")
    )


def _linked(link: Any, grades: Any) -> LinkedReport:
    report: Report = link.report
    held = HeldReport(
        pk=report.pk,
        source_id=report.source_id,
        tlp=report.tlp,
        withdrawn=report.withdrawn_at is not None,
        credibility=report.credibility,
        received_at=report.received_at,
        current=report.current,
        first_day=report.first_day,
    )
    return LinkedReport(
        link=link,
        report=report,
        title=link.said_title or report.title,
        text=link.said_text or "",
        language=link.said_language or report.language,
        published=link.said_published or "",
        links=link.said_links or [],
        weight=Weight(*weight(held, link.said_published or "", grades)),
    )


def claims_of(links: Iterable[ReportLink]) -> dict[int, list[Claim]]:
    """Return the current claims of linked reports by report."""
    found: dict[int, list[Claim]] = defaultdict(list)
    ids = [link.report_id for link in links]
    rows = Claim.of_reports(ids).filter(is_current=True).select_related("place", "party")
    for claim in rows.order_by("pk"):
        found[claim.report_id].append(claim)
    return found


def files_of(report_ids: Sequence[int], member: Membership) -> dict[int, list[Evidence]]:
    """Return the files that came with reports, as far as the member may see them."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    rows = ReportEvidence.objects.filter(report__in=report_ids)
    seen = rows.filter(visibility(Evidence, member, "evidence__"))
    for one in seen.select_related("evidence__file").order_by("pk"):
        found[one.report_id].append(one.evidence)
    return found
