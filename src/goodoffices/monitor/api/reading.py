"""Reading over the API: what the member may see, and nothing that hints at the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import Membership
from goodoffices.core.paging import newest_first
from goodoffices.core.services.reads import note_export, note_read
from goodoffices.monitor.api import schemas as out
from goodoffices.monitor.api.receiving import given_id
from goodoffices.monitor.api.wire import known_code, mark, named, the_one, unscoped_id
from goodoffices.monitor.models import (
    Claim,
    Incident,
    IncidentParty,
    Report,
    ReportLink,
    ReportVersion,
    Source,
)
from goodoffices.monitor.models.verification import STATE_OF
from goodoffices.monitor.queries.filters import parse
from goodoffices.monitor.queries.periods import settle
from goodoffices.monitor.queries.selection import select
from goodoffices.monitor.queries.verification.aspects import standing_judgements


def incidents(query: QueryDict, asked: out.IncidentQuery, member: Membership) -> out.IncidentPage:
    """Return one page of incidents; the first page of a walk is recorded as an export."""
    wanted = parse(query)
    if wanted.problems:
        raise InvalidInput(" ".join(wanted.problems), code="bad-filter")
    if wanted.preset:
        period = settle(wanted, member)
        wanted = wanted.in_period(period.first, period.last)
    rows = _since(select(wanted, member).rows, "updated_at", asked.changed_since)
    found = newest_first(
        rows.select_related("place"),
        moment="updated_at",
        size=asked.limit,
        cursor=asked.cursor,
        unscoped=lambda code: unscoped_id(Incident, code),
    )
    if not asked.cursor:
        note_export(member=member, kind="monitor.incident", form="api")
    shown = [out.IncidentOut(**_incident(row, member)) for row in found.rows]
    return out.IncidentPage(incidents=shown, next=found.next)


def reports(asked: out.ReportQuery, member: Membership) -> out.ReportPage:
    """Return one page of reports; the first page of a walk is recorded as an export."""
    rows = Report.objects.visible_to(member).select_related("source")
    if asked.source:
        known = Source.objects.visible_to(member).filter(code=known_code(asked.source))
        rows = rows.filter(source__in=known.values("pk"))
    if asked.linked is not None:
        rows = rows.filter(is_linked=asked.linked)
    found = newest_first(
        _since(rows, "received_at", asked.changed_since),
        moment="received_at",
        size=asked.limit,
        cursor=asked.cursor,
        unscoped=lambda code: unscoped_id(Report, code),
    )
    if not asked.cursor:
        note_export(member=member, kind="monitor.report", form="api")
    shown = [out.ReportOut(**_report(row, member)) for row in found.rows]
    return out.ReportPage(reports=shown, next=found.next)


def sources(member: Membership) -> list[out.SourceOut]:
    """Return the sources the member may see, by name."""
    rows = Source.objects.visible_to(member).order_by("name")
    return [
        out.SourceOut(code=row.code, name=row.label, kind=row.kind, reliability=row.reliability)
        for row in rows
    ]


def incident(code: str, member: Membership) -> out.IncidentDetail:
    """Return one incident with those of its reports that the member may see."""
    found = (
        Incident.objects.visible_to(member).select_related("place").filter(code=known_code(code))
    )
    row = the_one(found)
    links = ReportLink.objects.filter(incident=row, withdrawn_at__isnull=True).values("report")
    beneath = list(
        Report.objects.visible_to(member)
        .filter(pk__in=links)
        .select_related("source")
        .order_by("received_at", "pk")
    )
    claims = _claims(beneath, member)
    note_read(row, member=member, channel="api")
    return out.IncidentDetail(
        **_incident(row, member),
        summary=row.summary,
        summary_language=row.summary_language,
        rules={name: getattr(row, f"{name}_rule") for name in ("date", "place", "type", "toll")},
        assessments=[out.AssessmentOut(**one) for one in standing_judgements(row, member)],
        tolls=row.tolls,
        parties=_parties(row, member),
        reports=[
            out.ReportWithClaims(**_report(one, member), claims=claims.get(one.pk, []))
            for one in beneath
        ],
    )


def report(code: str, member: Membership) -> out.ReportDetail:
    """Return one report."""
    rows = Report.objects.visible_to(member).select_related("source").filter(code=known_code(code))
    row = the_one(rows)
    note_read(row, member=member, channel="api")
    return shown(row, member)


def shown(row: Report, member: Membership) -> out.ReportDetail:
    """Return a report that the member is known to see, whole."""
    version = ReportVersion.objects.get(report=row, number=row.current)
    links = ReportLink.objects.filter(report=row, withdrawn_at__isnull=True).values("incident")
    linked = Incident.objects.visible_to(member).filter(pk__in=links)
    return out.ReportDetail(
        **_report(row, member),
        claims=_claims([row], member).get(row.pk, []),
        text=version.text,
        links=version.links,
        version=version.number,
        digest=version.digest,
        incidents=sorted(linked.values_list("code", flat=True)),
    )


def _since(rows: QuerySet[Any], moment: str, since: datetime | None) -> QuerySet[Any]:
    if since is None:
        return rows
    at = since if timezone.is_aware(since) else timezone.make_aware(since)
    return rows.filter(**{f"{moment}__gte": at})


def _incident(row: Incident, member: Membership) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "title_language": row.title_language,
        "state": row.state,
        "aspects": {name: getattr(row, column) for name, column in STATE_OF.items()},
        "tlp": mark(row.tlp),
        "date": row.edtf,
        "place": named(row.place, member),
        "place_text": row.place_text,
        "place_precision": row.place_precision,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "radius_m": row.radius_m,
        "event_type": row.event_type,
        "killed": out.Toll(low=row.killed_low, best=row.killed_best, high=row.killed_high),
        "changed": row.updated_at,
    }


def _report(row: Report, member: Membership) -> dict[str, Any]:
    return {
        "code": row.code,
        "source": named(row.source, member),
        "external_id": given_id(row.external_id),
        "language": row.language,
        "title": row.title,
        "tlp": mark(row.tlp),
        "credibility": row.credibility,
        "channel": row.channel,
        "received": row.received_at,
        "withdrawn": row.withdrawn_at,
        "linked": row.is_linked,
    }


def _parties(row: Incident, member: Membership) -> list[dict[str, Any]]:
    found = IncidentParty.objects.filter(incident=row).select_related("party").order_by("pk")
    parties = ((one.role, named(one.party, member)) for one in found)
    return [{"role": role, "code": who.code, "name": who.name} for role, who in parties if who]


def _claims(rows: Iterable[Report], member: Membership) -> dict[int, list[out.ClaimOut]]:
    found = Claim.of_reports([row.pk for row in rows]).filter(is_current=True)
    claims: dict[int, list[out.ClaimOut]] = {}
    for row in found.select_related("place", "party").order_by("report", "pk"):
        claims.setdefault(row.report_id, []).append(_claim(row, member))
    return claims


def _claim(row: Claim, member: Membership) -> out.ClaimOut:
    common: dict[str, Any] = {"kind": row.kind, "quote": row.quote}
    if row.kind == Claim.Kind.DATE:
        return out.ClaimOut(**common, date=row.edtf, precision=row.precision)
    if row.kind == Claim.Kind.TYPE:
        return out.ClaimOut(**common, event_type=row.event_type)
    if row.kind == Claim.Kind.PARTY:
        party = named(row.party, member)
        return out.ClaimOut(**common, party=party, party_text=row.party_text, role=row.role)
    if row.kind == Claim.Kind.TOLL:
        toll = out.Toll(low=row.low, best=row.best, high=row.high)
        return out.ClaimOut(**common, measure=row.measure, category=row.category, toll=toll)
    return out.ClaimOut(
        **common,
        place=named(row.place, member),
        place_text=row.place_text,
        latitude=row.latitude,
        longitude=row.longitude,
        radius_m=row.radius_m,
        precision=row.precision,
    )
