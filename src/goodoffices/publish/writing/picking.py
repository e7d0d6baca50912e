"""What can be cited: incidents, the claims of their reports, filters, other publications."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Claim, Incident, Report, ReportLink
from goodoffices.monitor.queries import listing
from goodoffices.monitor.queries.filters import parse
from goodoffices.monitor.queries.periods import settle
from goodoffices.publish.evidence.records import claim_words
from goodoffices.publish.evidence.sets import counted_by_mark
from goodoffices.publish.models import Citation, Publication
from goodoffices.publish.writing.queries import find_publication, in_order, listed
from goodoffices.publish.writing.services.citations import GivenCitation

MOST = 12
SETS = (Citation.Kind.TOLL, Citation.Kind.CHART, Citation.Kind.MAP)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim that can be cited, in words, with the report that makes it.

    ``name`` is what a form calls it: the report's code and the claim's place among its claims.
    """

    claim: Claim
    report: Report
    words: str
    name: str


def incidents(member: Membership, typed: str) -> list[Incident]:
    """Return incidents whose words match, newest first; those marked RED cannot be cited."""
    typed = typed.strip()
    found = listing.page(parse({"q": typed[:200]}), member, size=MOST + 4).rows
    own = Incident.objects.visible_to(member).filter(code=typed.lower()[:16])
    rows = [*own.select_related("place"), *found] if typed else found
    once = {one.pk: one for one in rows if one.tlp < TLP.RED}
    return list(once.values())[:MOST]


def incident(member: Membership, code: str) -> Incident:
    """Return an incident that may be cited; raises `NotFound` as for a code that nothing has."""
    rows = Incident.objects.visible_to(member).filter(code=code[:16], tlp__lt=TLP.RED)
    found: Incident | None = rows.select_related("place").first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def claims(member: Membership, of: Incident) -> list[Claimed]:
    """Return the claims of an incident's reports that the member may see."""
    linked = ReportLink.standing_in([of.pk]).values("report")
    seen = Report.objects.visible_to(member).filter(pk__in=linked, tlp__lt=TLP.RED)
    return _claims(list(seen.filter(withdrawn_at=None).select_related("source")))


def _claims(reports: list[Report]) -> list[Claimed]:
    by_pk = {one.pk: one for one in reports}
    rows = Claim.of_reports(by_pk).filter(is_current=True).select_related("place", "party")
    found: list[Claimed] = []
    counts: dict[int, int] = defaultdict(int)
    for one in rows.order_by("report_id", "pk"):
        report = by_pk[one.report_id]
        counts[report.pk] += 1
        name = f"{report.code}-{counts[report.pk]}"
        found.append(Claimed(one, report, claim_words(one, report.tlp), name))
    return found


def claim(member: Membership, name: str) -> Claim:
    """Return a claim that may be cited, by its name in a form; raises `NotFound`."""
    seen = Report.objects.visible_to(member).filter(code=name.split("-")[0][:16], tlp__lt=TLP.RED)
    for one in _claims(list(seen.filter(withdrawn_at=None).select_related("source"))):
        if one.name == name:
            return one.claim
    raise NotFound(_("There is nothing at this address."))


def publications(member: Membership, typed: str, *, but: Publication) -> list[Publication]:
    """Return publications that are out and whose title matches."""
    from goodoffices.publish.models import OUT

    rows = listed(member, text=typed).filter(state__in=OUT, tlp__lt=TLP.RED).exclude(pk=but.pk)
    return list(in_order(rows)[:MOST])


def settled(query: str, member: Membership) -> str:
    """Return the filters of an address with a period by name settled into days.

    A number in public must not move because a day went by.
    """
    asked = parse(QueryDict(query[:2000]))
    if asked.problems:
        raise InvalidInput(" ".join(asked.problems), code="bad-filter")
    period = settle(asked, member) if asked.preset not in ("", "all") else None
    fixed = asked.in_period(period.first, period.last) if period else replace(asked, preset="")
    return urlencode(replace(fixed, sort="newest").pairs())


def counted(query: str, member: Membership) -> dict[int, int]:
    """Return how many incidents a filter counts, for each strictest mark it may have."""
    return counted_by_mark(parse(QueryDict(settled(query, member))), member)


def given(member: Membership, asked: QueryDict) -> GivenCitation:
    """Return what a form asks to cite; `NotFound` for what the member may not see."""
    kind, note = asked.get("kind", ""), asked.get("note", "").replace("\x00", "")
    if kind == Citation.Kind.INCIDENT:
        return GivenCitation(kind, incident=incident(member, asked.get("incident", "")), note=note)
    if kind == Citation.Kind.CLAIM:
        return GivenCitation(kind, claim=claim(member, asked.get("claim", "")), note=note)
    if kind == Citation.Kind.PUBLICATION:
        return GivenCitation(
            kind, cited=find_publication(asked.get("cited", ""), member), note=note
        )
    if kind in SETS:
        query = settled(asked.get("query", ""), member)
        return GivenCitation(kind, query=query, tlp=mark(asked, member), note=note)
    raise InvalidInput(_("Choose what to cite."), code="bad-kind")


def mark(asked: QueryDict, member: Membership) -> int:
    """Return the strictest mark that is counted: as asked, within the member's clearance."""
    text = asked.get("tlp", "0")
    wanted = int(text) if text in {"0", "1", "2", "3"} else int(TLP.CLEAR)
    return min(wanted, member.clearance)
