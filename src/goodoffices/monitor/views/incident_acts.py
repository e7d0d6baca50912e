"""What one does to an incident: set its state, describe it, link reports, choose rules."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import search
from goodoffices.core.models import Membership
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.methods import dates
from goodoffices.monitor import services
from goodoffices.monitor.forms.incident import (
    DescribeForm,
    LinkForm,
    RuleForm,
    UnlinkForm,
)
from goodoffices.monitor.models import Claim, Incident, Report, ReportLink
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.queries.records.facts import Fact, SaidClaim
from goodoffices.monitor.queries.records.holding import linked_reports
from goodoffices.monitor.queries.records.incident import RULED, facts_of, find_incident
from goodoffices.monitor.queries.records.report import find_report
from goodoffices.monitor.views.acts import Act, act_page, acting
from goodoffices.monitor.views.incident import address, crumbs
from goodoffices.monitor.views.restricting import restrict_page

MOST_FOUND = 20
AROUND_DAYS = 4


def _begun(incident: Incident, member: Membership, title: str, button: str, done: str) -> Act:
    return Act(
        title=title,
        button=button,
        done=done,
        back=address(incident, member),
        crumbs=crumbs(incident, member, title),
        more={"incident": incident},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, code: str) -> HttpResponse:
    """Write title and summary."""
    member = acting(request, "monitor.incident")
    incident = find_incident(code, member)
    names = ("revision", "title", "title_language", "summary", "summary_language")
    start = {name: getattr(incident, name) for name in names}

    def do(form: forms.Form) -> None:
        services.describe(incident=incident, by=member.user, **form.cleaned_data)

    act = _begun(incident, member, _("Title and summary"), _("Save"), _("Saved."))
    return act_page(request, act, lambda given: DescribeForm(given, initial=start), do)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Find a report by its words or code, and link it."""
    member = acting(request, "monitor.incident")
    incident = find_incident(code, member)
    typed = asked_for(request, "q").strip()
    act = _begun(
        incident, member, _("Link a report"), _("Link this report"), _("The report is linked.")
    )
    act.template = "monitor/link_report.html"
    act.more |= {"typed": typed, "found": _candidates(incident, typed, member)}
    start = {"revision": incident.revision, "report": asked_for(request, "report")}

    def do(form: forms.Form) -> None:
        given = form.cleaned_data
        report = _report(given.pop("report"), member)
        services.link(incident=incident, report=report, by=member.user, **given)

    return act_page(request, act, lambda given: LinkForm(given, initial=start), do)


def _report(code: str, member: Membership) -> Report:
    try:
        return find_report(code.strip(), member)
    except NotFound:
        raise InvalidInput(_("There is no such report. Search by its words.")) from None


def _candidates(incident: Incident, typed: str, member: Membership) -> list[Report]:
    """Return reports found by code or words, else those that wait from about the same days."""
    held = ReportLink.objects.filter(incident=incident, withdrawn_at=None).values("report")
    rows = Report.objects.visible_to(member).exclude(pk__in=held).select_related("source", "office")
    if not typed:
        return list(_around(rows.filter(WAITING), incident)[:MOST_FOUND])
    by_code = list(rows.filter(code=typed.lower()[:16]))
    ids = search.best("report", typed, member, limit=3 * MOST_FOUND)
    found = rows.in_bulk(ids)
    return by_code or [found[pk] for pk in ids if pk in found][:MOST_FOUND]


def _around(rows: QuerySet[Report], incident: Incident) -> QuerySet[Report]:
    if incident.first_day is None:
        return rows.order_by("-received_at", "-pk")
    last = incident.last_day or incident.first_day
    near = rows.filter(
        first_day__gte=incident.first_day - AROUND_DAYS, first_day__lte=last + AROUND_DAYS
    )
    return near.order_by(F("first_day").desc(), "-pk")


@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: HttpRequest, code: str, report: str) -> HttpResponse:
    """Take back that a report tells of this incident."""
    member = acting(request, "monitor.incident")
    incident, linked = find_incident(code, member), find_report(report, member)
    start = {"revision": incident.revision}

    def do(form: forms.Form) -> None:
        services.unlink(incident=incident, report=linked, by=member.user, **form.cleaned_data)

    act = _begun(
        incident, member, _("Unlink a report"), _("Unlink it"), _("The report is unlinked.")
    )
    act.text = _("The report stays, and its claims no longer count here. The link stays on record.")
    act.stop = True
    act.more["report"] = linked
    return act_page(request, act, lambda given: UnlinkForm(given, initial=start), do)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, code: str, field: str) -> HttpResponse:
    """Choose by which rule a value is derived, or which claim the team takes."""
    member = acting(request, "monitor.incident")
    if field not in RULED:
        raise Http404
    incident = find_incident(code, member)
    facts = facts_of(incident, linked_reports(incident, member)).of(field)
    claims = _claims(facts)
    start = {"revision": incident.revision, "rule": getattr(incident, f"{field}_rule")}

    def make(given: QueryDict | None) -> forms.Form:
        said = [(pk, line) for pk, (line, _c) in claims.items()]
        return RuleForm(field, said, _tolls(facts), given, initial=start)

    def do(form: forms.Form) -> None:
        given = form.cleaned_data
        assert isinstance(form, RuleForm)
        chosen = given["claim"] if given["rule"] == "team" else None
        services.choose_rule(
            incident=incident,
            field=field,
            rule=given["rule"],
            claim=claims[chosen][1] if chosen is not None else None,
            value=form.value,
            reason=given["reason"],
            revision=given["revision"],
            by=member.user,
        )

    act = _begun(
        incident, member, _title(field), _("Use this rule"), _("The value is derived anew.")
    )
    act.template = "monitor/rule.html"
    act.more |= {"facts": facts, "field": field}
    return act_page(request, act, make, do)


def _title(field: str) -> str:
    titles = {
        "date": _("How the date is derived"),
        "place": _("How the place is derived"),
        "type": _("How the type is derived"),
        "toll": _("How the tolls are derived"),
    }
    return titles[field]


def _tolls(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """Return the tolls that the team may give a figure of: those told, and all people killed."""
    told = [(one.measure, one.category) for one in facts if one.measure]
    known = dict.fromkeys([*told, ("killed", "all")])
    return [(f"{measure}:{category}", _toll_name(measure, category)) for measure, category in known]


def _toll_name(measure: str, category: str) -> str:
    book, language = codebook.load(), (get_language() or "en")[:2]
    said = book.label("toll_measures", measure, language)
    return f"{said} / {book.label('toll_categories', category, language)}"


def _claims(facts: Sequence[Fact]) -> dict[int, tuple[str, Claim]]:
    said = (one for fact in facts for one in fact.claims)
    return {one.claim.pk: (_in_a_line(one), one.claim) for one in said}


def _in_a_line(said: SaidClaim) -> str:
    """Say a claim in one line of a list: its value, and the report it comes from."""
    line = _("%(value)s (report %(code)s, grade %(grade)s)")
    value = _value(said.claim)
    return line % {"value": value, "code": said.linked.report.code, "grade": said.grade}


def _value(claim: Claim) -> str:
    language = (get_language() or "en")[:2]
    if claim.kind == Claim.Kind.DATE:
        return str(dates.print_span(dates.parse(claim.edtf), language))
    if claim.kind == Claim.Kind.PLACE:
        return claim.place_text or f"{claim.latitude}, {claim.longitude}"
    if claim.kind == Claim.Kind.TYPE:
        return codebook.load().label("event_types", claim.event_type, language)
    figures = [claim.low, claim.best, claim.high]
    known = "–".join(str(one) for one in figures if one is not None)
    return f"{_toll_name(claim.measure, claim.category)}: {known}"


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Change who may see it."""
    member = acting(request, "monitor.incident")
    incident = find_incident(code, member)
    way = crumbs(incident, member, _("Who may see it"))
    return restrict_page(request, member, incident, address(incident, member), way)
