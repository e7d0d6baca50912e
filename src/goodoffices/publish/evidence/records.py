"""Incidents and claims as evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Place
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Claim, Incident, IncidentSource, Report, ReportLink
from goodoffices.publish.evidence.values import (
    Evidence,
    Standing,
    date_in_words,
    figure_texts,
    hidden,
    in_languages,
    toll_facts,
)
from goodoffices.publish.models import Citation


@dataclass(frozen=True, slots=True)
class SeenIncidents:
    """The cited incidents that a member may see, and how many independent sources each has."""

    member: Membership
    rows: Mapping[int, Incident]
    sources: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class SeenReports:
    """The reports of cited claims that a member may see, and the incident each stands in."""

    member: Membership
    rows: Mapping[int, Report]
    incident_of: Mapping[int, int]

    @property
    def incident_ids(self) -> set[int]:
        """The incidents that hold these reports."""
        return set(self.incident_of.values())


def seen_incidents(ids: Iterable[int], member: Membership) -> SeenIncidents:
    """Look incidents up; those marked RED are for named persons and are never evidence."""
    wanted = list(ids)
    if not wanted:
        return SeenIncidents(member, {}, {})
    rows = Incident.all_ever.visible_to(member).filter(pk__in=wanted, tlp__lt=TLP.RED)
    found = {one.pk: one for one in rows.select_related("place", "merged_into")}
    return SeenIncidents(member, found, _independent(found))


def _independent(found: Mapping[int, Incident]) -> dict[int, int]:
    """Count sources of each incident; those that copy from one another count once."""
    several = [pk for pk, one in found.items() if one.source_count > 1]
    counts = {pk: one.source_count for pk, one in found.items()}
    if not several:
        return counts
    # Not scoped again: the incidents are the programme's, so are their sources.
    rows = IncidentSource._base_manager.filter(incident__in=several)
    origins: dict[int, set[int]] = defaultdict(set)
    for incident, source, copied in rows.values_list("incident", "source", "source__copies_from"):
        origins[incident].add(copied or source)
    return counts | {pk: len(each) for pk, each in origins.items()}


def seen_reports(ids: Iterable[int], member: Membership) -> SeenReports:
    """Look the reports of claims up, with the incidents they stand in."""
    wanted = list(ids)
    if not wanted:
        return SeenReports(member, {}, {})
    rows = Report.objects.visible_to(member).filter(pk__in=wanted, tlp__lt=TLP.RED)
    found = {one.pk: one for one in rows.select_related("source")}
    links = ReportLink.standing_of(found).values_list("report", "incident")
    return SeenReports(member, found, dict(links))


def of_incident(citation: Citation, seen: SeenIncidents) -> Evidence:
    """Return what an incident says today."""
    incident = seen.rows.get(citation.incident_id or 0)
    if incident is None:
        return hidden(citation.key, citation.kind)
    return _incident(citation, incident, seen)


def _incident(citation: Citation, incident: Incident, seen: SeenIncidents) -> Evidence:
    language = (get_language() or "en")[:2]
    standing, successor = _standing(incident, seen.member)
    sources = seen.sources.get(incident.pk, incident.source_count)
    facts = {
        **toll_facts(incident.killed_low, incident.killed_best, incident.killed_high),
        "incidents": 1,
        "reports": incident.report_count,
        "sources": sources,
        "date": incident.edtf,
        "place": names_of(incident.place, incident.place_text, incident.tlp),
        "level": incident.state,
    }
    figures = figure_texts(facts, language)
    titles = in_languages(lambda: incident.title or _automatic_title(incident, facts["place"]))
    return Evidence(
        citation.key,
        citation.kind,
        standing,
        title=titles.get(language, incident.title),
        titles=titles,
        code=incident.code,
        level=incident.state,
        levels={incident.state: 1},
        tlp=incident.tlp,
        killed_low=incident.killed_low,
        killed_best=incident.killed_best,
        killed_high=incident.killed_high,
        edtf=incident.edtf,
        when=figures.get("date", ""),
        place=figures.get("place", ""),
        precision=incident.place_precision,
        reports=incident.report_count,
        sources=sources,
        incidents=1,
        successor=successor,
        facts=facts,
        figures=figures,
    )


def _automatic_title(incident: Incident, names: Mapping[str, str]) -> str:
    scheme, language = codebook.load()["event_types"], (get_language() or "en")[:2]
    known = incident.event_type in scheme
    kind = scheme[incident.event_type].label(language) if known else _("Incident")
    place = names.get(language) or names.get("")
    return _("%(type)s, %(place)s") % {"type": kind, "place": place} if place else kind


def _standing(incident: Incident, member: Membership) -> tuple[Standing, str]:
    """Return whether an incident stands, and the code of what it was merged into."""
    if not incident.stands:
        into = incident.merged_into
        if into is not None and may_see(into, member):
            return Standing.MERGED, into.code
        return Standing.WITHDRAWN, ""
    gone = incident.report_count and incident.withdrawn_count >= incident.report_count
    refuted = incident.state in ("refuted", "withdrawn")
    return (Standing.WITHDRAWN if gone or refuted else Standing.STANDS), ""


def names_of(place: Place | None, written: str, mark: int) -> dict[str, str]:
    """Return the names of a place by language, "" for all others.

    A place marked more strictly than the record that names it (``mark``) is called as it was
    written: so the names are the same for all who see the record.
    """
    if place is None or place.tlp > mark:
        return {"": written} if written else {}
    return {"": place.name, **place.labels}


def of_claim(citation: Citation, seen: SeenReports, incidents: SeenIncidents) -> Evidence:
    """Return what one report says of one matter, and how far its incident was checked."""
    claim = citation.claim
    report = seen.rows.get(claim.report_id) if claim else None
    if claim is None or report is None:
        return hidden(citation.key, citation.kind)
    incident = incidents.rows.get(seen.incident_of.get(report.pk, 0))
    gone = report.withdrawn_at is not None or not claim.is_current
    facts = _claimed(claim, report.tlp)
    figures = figure_texts(facts, (get_language() or "en")[:2])
    level = incident.state if incident else "unverified"
    titles = in_languages(lambda: _claim_title(claim, report))
    made = Evidence(
        citation.key,
        citation.kind,
        Standing.WITHDRAWN if gone else Standing.STANDS,
        title=_claim_title(claim, report),
        titles=titles,
        code=report.code,
        level=level,
        levels={level: 1},
        tlp=max(report.tlp, incident.tlp if incident else 0),
        reports=1,
        sources=1,
        facts=facts | {"level": level},
        figures=figures,
    )
    return _with_value(made, claim, figures)


def _claimed(claim: Claim, mark: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"reports": 1, "sources": 1}
    if claim.kind == Claim.Kind.TOLL and claim.measure == "killed":
        facts |= toll_facts(claim.low, claim.best, claim.high)
    if claim.kind == Claim.Kind.DATE:
        facts["date"] = claim.edtf
    if claim.kind == Claim.Kind.PLACE:
        facts["place"] = names_of(claim.place, claim.place_text, mark)
    return facts


def _with_value(made: Evidence, claim: Claim, figures: Mapping[str, str]) -> Evidence:
    if claim.kind == Claim.Kind.TOLL and claim.measure == "killed":
        return replace(made, killed_low=claim.low, killed_best=claim.best, killed_high=claim.high)
    if claim.kind == Claim.Kind.DATE:
        return replace(made, edtf=claim.edtf, when=date_in_words_of(claim))
    if claim.kind == Claim.Kind.PLACE:
        return replace(made, place=figures.get("place", ""), precision=claim.precision)
    return made


def date_in_words_of(claim: Claim) -> str:
    """Say the date a claim gives."""
    return date_in_words(claim.edtf, (get_language() or "en")[:2]) if claim.edtf else ""


def _claim_title(claim: Claim, report: Report) -> str:
    source = report.source
    who = source.label if source.tlp <= report.tlp else _("a source not named")
    return _("%(who)s: %(what)s") % {"who": who, "what": claim_words(claim, report.tlp)}


def claim_words(claim: Claim, mark: int) -> str:
    """Say what a claim of a report with this mark claims: a toll, a date, a place, a party."""
    book, language = codebook.load(), get_language() or "en"
    if claim.kind == Claim.Kind.TOLL:
        measure = book.label("toll_measures", claim.measure, language)
        facts = toll_facts(claim.low, claim.best, claim.high)
        said = facts["killed.range"] or claim.low or claim.high
        return _("%(measure)s %(number)s") % {"measure": measure, "number": said or _("not known")}
    if claim.kind == Claim.Kind.TYPE:
        scheme = book["event_types"]
        known = claim.event_type in scheme
        return scheme[claim.event_type].label(language) if known else claim.event_type
    if claim.kind == Claim.Kind.PARTY:
        party = claim.party
        return party.label if party and party.tlp <= mark else claim.party_text
    name = "date" if claim.kind == Claim.Kind.DATE else "place"
    return figure_texts(_claimed(claim, mark), language[:2]).get(name) or _("not known")
