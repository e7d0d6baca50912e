"""Merging incidents, splitting one, and taking either back."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import search
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.addresses import Circle
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.monitor.forms.regrouping import MergeForm, SplitForm
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.circles import in_circle
from goodoffices.monitor.queries.records.holding import LinkedReport, linked_reports
from goodoffices.monitor.queries.records.incident import find_incident
from goodoffices.monitor.queries.records.regroupings import find_regrouping
from goodoffices.monitor.services.linking import regrouping
from goodoffices.monitor.views.acts import Act, act_page, acting
from goodoffices.monitor.views.incident import address, crumbs

MOST_FOUND = 20
NEAR_KM, NEAR_DAYS = 25.0, 3


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Find the incident that is the same as this one, and merge it into this one."""
    member = acting(request, "monitor.incident")
    incident = find_incident(code, member)
    typed = asked_for(request, "q").strip()
    act = Act(
        template="monitor/merge.html",
        title=_("Merge with another incident"),
        button=_("Merge it into this one"),
        done=_("The two are one incident now. You can take it back on this page."),
        back=address(incident, member),
        crumbs=crumbs(incident, member, _("Merge")),
        more={"incident": incident, "typed": typed, "found": _found(incident, typed, member)},
    )
    start = {"incident": asked_for(request, "incident"), "revision": incident.revision}

    def do(form: forms.Form) -> None:
        given = form.cleaned_data
        regrouping.merge(
            incident=incident,
            other=_other(given["incident"], member),
            reason=given["reason"],
            revision=given["revision"],
            by=member.user,
        )

    return act_page(request, act, lambda given: MergeForm(given, initial=start), do)


def _other(code: str, member: Membership) -> Incident:
    try:
        return find_incident(code.strip(), member)
    except NotFound:
        raise InvalidInput(_("There is no such incident. Search by its words.")) from None


def _found(incident: Incident, typed: str, member: Membership) -> list[Incident]:
    """Return incidents found by code or words, else those of about the same days and place."""
    rows = Incident.objects.visible_to(member).exclude(pk=incident.pk).select_related("place")
    if typed:
        by_code = list(rows.filter(code=typed.lower()[:16]))
        ids = search.best("incident", typed, member, limit=MOST_FOUND)
        found = rows.in_bulk(ids)
        return by_code or [found[pk] for pk in ids if pk in found]
    if incident.first_day is None or incident.latitude is None or incident.longitude is None:
        return []
    circle = Circle(incident.latitude, incident.longitude, NEAR_KM)
    near = rows.filter(
        in_circle(circle, incident.programme_id, days=2 * NEAR_DAYS + 1),
        first_day__gte=incident.first_day - NEAR_DAYS,
        first_day__lte=(incident.last_day or incident.first_day) + NEAR_DAYS,
    )
    return list(near.order_by("first_day", "pk")[:MOST_FOUND])


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the reports that tell of another event; they get an incident of their own."""
    member = acting(request, "monitor.incident")
    incident = find_incident(code, member)
    reports = linked_reports(incident, member)
    by_code = {one.report.code: one.report for one in reports}
    act = Act(
        template="monitor/split.html",
        title=_("Split this incident"),
        button=_("Split these reports off"),
        done=_("The reports have an incident of their own now. You can take it back there."),
        back=address(incident, member),
        crumbs=crumbs(incident, member, _("Split")),
        more={"incident": incident, "reports": reports},
    )

    def do(form: forms.Form) -> str:
        given = form.cleaned_data
        made = regrouping.split(
            incident=incident,
            reports=[by_code[one] for one in given["reports"]],
            title=given["title"],
            reason=given["reason"],
            revision=given["revision"],
            by=member.user,
        )
        return address(made.other, member)

    start = {"revision": incident.revision}
    options = [(code, _named(one)) for code, one in zip(by_code, reports, strict=True)]
    return act_page(request, act, lambda given: SplitForm(options, given, initial=start), do)


def _named(one: LinkedReport) -> str:
    return one.title or _("Report %(code)s") % {"code": one.report.code}


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take a merge or a split back."""
    member = acting(request, "monitor.incident")
    made = find_regrouping(code, member)
    merged = made.kind == made.Kind.MERGE
    title = _("Take the merge back") if merged else _("Take the split back")
    act = Act(
        title=title,
        button=_("Take it back"),
        done=_("Taken back: the reports are where they were."),
        back=address(made.incident, member),
        crumbs=crumbs(made.incident, member, title),
        text=_(
            "The reports go back to where they were, as far as nobody has moved them on since. "
            "What was judged on either incident stays."
        ),
        more={"incident": made.incident},
    )

    def do(form: forms.Form) -> None:
        regrouping.take_back(regrouping=made, by=member.user, **form.cleaned_data)

    return act_page(request, act, lambda given: ReasonForm(given), do)
