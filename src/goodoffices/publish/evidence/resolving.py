"""Looking up what is cited, within what a member may see, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from goodoffices.core.models import STANDS, Membership
from goodoffices.publish.evidence.publications import of_publication, seen_publications
from goodoffices.publish.evidence.records import (
    SeenIncidents,
    SeenReports,
    of_claim,
    of_incident,
    seen_incidents,
    seen_reports,
)
from goodoffices.publish.evidence.sets import of_set
from goodoffices.publish.evidence.values import Evidence, hidden
from goodoffices.publish.models import Citation, Publication

RECORDS = ("incident", "claim__report", "claim__place", "claim__party", "cited")
SETS = (Citation.Kind.TOLL, Citation.Kind.CHART, Citation.Kind.MAP)


@dataclass(frozen=True, slots=True)
class Seen:
    """What of the cited records a member may see."""

    member: Membership
    incidents: SeenIncidents
    reports: SeenReports
    publications: dict[int, Any] = field(default_factory=dict)


def resolve(citation: Citation, *, member: Membership | None) -> Evidence:
    """Return what the record behind a citation says today, in the language in use.

    What the member may not see is not looked up: it comes back as ``hidden`` and says nothing.
    """
    return _resolved([citation], member)[citation.key]


def resolve_all(publication: Publication, *, member: Membership | None) -> dict[str, Evidence]:
    """Return the evidence behind all citations of a publication that stand, by their keys."""
    rows = Citation.objects.filter(STANDS, publication=publication)
    return _resolved(list(rows.select_related(*RECORDS).order_by("pk")), member)


def resolve_each(rows: Iterable[Citation], *, member: Membership | None) -> dict[int, Evidence]:
    """Return the evidence behind citations of several publications, by the ids of the citations."""
    citations = list(rows)
    keys = {one.pk: one.key for one in citations}
    for one in citations:
        one.key = str(one.pk)
    found = _resolved(citations, member)
    return {pk: replace(found[str(pk)], key=key) for pk, key in keys.items()}


def _resolved(citations: list[Citation], member: Membership | None) -> dict[str, Evidence]:
    if member is None:
        return {one.key: hidden(one.key, one.kind) for one in citations}
    reports = seen_reports(
        _ids(one.claim.report_id if one.claim else None for one in citations), member
    )
    incidents = _ids(one.incident_id for one in citations) | reports.incident_ids
    seen = Seen(
        member,
        seen_incidents(incidents, member),
        reports,
        seen_publications(_ids(one.cited_id for one in citations), member),
    )
    return {one.key: _evidence(one, seen) for one in citations}


def _ids(found: Iterable[int | None]) -> set[int]:
    return {one for one in found if one}


def _evidence(citation: Citation, seen: Seen) -> Evidence:
    if citation.kind == Citation.Kind.INCIDENT:
        return of_incident(citation, seen.incidents)
    if citation.kind == Citation.Kind.CLAIM:
        return of_claim(citation, seen.reports, seen.incidents)
    if citation.kind == Citation.Kind.PUBLICATION:
        return of_publication(citation, seen.publications)
    return of_set(citation, seen.member)
