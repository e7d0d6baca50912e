"""Verifying an incident: judge an aspect, be the second person, take back, tick the checklist."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import NotPermitted
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.monitor import services
from goodoffices.monitor.forms.verification import AssessForm, SecondForm, TakeBackForm
from goodoffices.monitor.queries.records.holding import linked_reports
from goodoffices.monitor.queries.records.incident import find_incident
from goodoffices.monitor.queries.verification.aspects import find_assessment, grounds_of, judged
from goodoffices.monitor.services.verification import policy_of
from goodoffices.monitor.views.acts import Act, act_page, acting
from goodoffices.monitor.views.incident import address, crumbs
from goodoffices.monitor.views.verified import assess_start, verification_values


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, code: str) -> HttpResponse:
    """Judge one aspect, with standard, reason and grounds, beside the checklist."""
    member = acting(request, "monitor.assess")
    incident = find_incident(code, member)
    policy, reports = policy_of(member.programme), linked_reports(incident, member)
    start = assess_start(incident, asked_for(request, "aspect"))

    def make(given: QueryDict | None) -> forms.Form:
        return AssessForm(policy, reports, given, initial=start)

    def do(form: forms.Form) -> None:
        assert isinstance(form, AssessForm)
        made = services.assess(incident=incident, by=member.user, **form.values)
        if made.waits:
            act.done = _("It is proposed and waits for a second person.")

    act = Act(
        title=_("Judge an aspect"),
        button=_("Set the state"),
        done=_("The state is set."),
        back=address(incident, member),
        crumbs=crumbs(incident, member, _("Judge an aspect")),
        template="monitor/assess.html",
        more=verification_values(incident, reports, member, policy),
    )
    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, code: str, assessment: str) -> HttpResponse:
    """Confirm an assessment as the second person, or decline it."""
    member = acting(request, "monitor.assess")
    incident = find_incident(code, member)
    found = find_assessment(incident, assessment, member)
    if found.by_id == member.user_id:
        raise NotPermitted(
            _("You made this assessment: another person has to confirm it."), code="own-assessment"
        )

    def do(form: forms.Form) -> None:
        given = form.cleaned_data
        agrees = given["agrees"] == "yes"
        services.second(
            assessment=found,
            agrees=agrees,
            by=member.user,
            reason=given["reason"],
            revision=given["revision"],
        )
        if not agrees:
            act.done = _("It is declined, and stays on record.")

    act = Act(
        title=_("Confirm as second person"),
        button=_("Answer"),
        done=_("It is confirmed and takes effect."),
        back=address(incident, member),
        crumbs=crumbs(incident, member, _("Confirm as second person")),
        template="monitor/second.html",
        more={
            **verification_values(
                incident, linked_reports(incident, member), member, policy_of(member.programme)
            ),
            "judged": judged(found, member, grounds_of(found)),
        },
    )
    start = {"revision": incident.revision}
    return act_page(request, act, lambda given: SecondForm(given, initial=start), do)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str, assessment: str) -> HttpResponse:
    """Take a judgement back; it stays on record."""
    member = acting(request, "monitor.assess")
    incident = find_incident(code, member)
    found = find_assessment(incident, assessment, member)

    def do(form: forms.Form) -> None:
        services.withdraw_assessment(assessment=found, by=member.user, **form.cleaned_data)

    act = Act(
        title=_("Take an assessment back"),
        button=_("Take it back"),
        done=_("It is taken back: what stood before it stands again."),
        back=address(incident, member),
        crumbs=crumbs(incident, member, _("Take an assessment back")),
        text=_("It stays on record with your reason. What stood before it is shown again."),
        stop=True,
        more={"incident": incident, "judged": judged(found, member)},
        template="monitor/take_back.html",
    )
    start = {"revision": incident.revision}
    return act_page(request, act, lambda given: TakeBackForm(given, initial=start), do)


@require_POST
def tick(request: HttpRequest, code: str) -> HttpResponse:
    """Tick items of the checklist, and take ticks off."""
    member = acting(request, "monitor.assess")
    incident = find_incident(code, member)
    changed = services.tick(
        incident=incident,
        ticked=request.POST.getlist("item"),
        seen_before=request.POST.getlist("seen"),
        by=member.user,
    )
    messages.success(request, _("Saved.") if changed else _("Nothing changed."))
    return redirect(address(incident, member) + "#checklist")
