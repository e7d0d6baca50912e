"""How the programme verifies: its ladder, what needs two, its rule, its checklists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.models import Membership
from goodoffices.core.views.acts import Act, act_page
from goodoffices.monitor.forms.verification_settings import (
    ChecklistForm,
    ItemForm,
    LadderForm,
    OriginRuleForm,
    SecondRuleForm,
)
from goodoffices.monitor.models.verification import ASPECTS
from goodoffices.monitor.queries.verification.counted import against_the_rule
from goodoffices.monitor.services.verification import Policy, change_policy, policy_of
from goodoffices.monitor.services.verification.policy import shipped_items
from goodoffices.monitor.views.acts import acting


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show how the programme verifies."""
    member = acting(request, "core.settings")
    policy = policy_of(member.programme)
    items = [one for one in (*shipped_items(), *policy.own) if one.code not in policy.off]
    values = {
        "policy": policy,
        "second": [(aspect, _states(policy, aspect)) for aspect in ASPECTS],
        "rule_states": sorted(policy.rule_states),
        "items": len(items),
        "own_items": len(policy.own),
        "counted": against_the_rule(member),
        "crumbs": [(_("Settings"), _settings(member)), (_("Verification"), "")],
    }
    return render(request, "monitor/verification_settings.html", values)


def _states(policy: Policy, aspect: str) -> list[str]:
    return sorted(one.split(":")[1] for one in policy.second if one.startswith(f"{aspect}:"))


def _settings(member: Membership) -> str:
    return reverse("core:settings", kwargs={"programme": member.programme.slug})


def _begun(member: Membership, title: str, text: str = "", template: str = "core/act.html") -> Act:
    back = reverse("monitor:verification", kwargs={"programme": member.programme.slug})
    return Act(
        title=title,
        button=_("Save"),
        done=_("Saved."),
        back=back,
        text=text,
        template=template,
        crumbs=[(_("Settings"), _settings(member)), (_("Verification"), back), (title, "")],
    )


def _changed(
    request: HttpRequest,
    member: Membership,
    act: Act,
    form: Callable[..., forms.Form],
    values: Callable[[Any], dict[str, Any]],
) -> HttpResponse:
    """Show one form of the policy, or change what it says."""
    policy = policy_of(member.programme)

    def make(given: QueryDict | None) -> forms.Form:
        return form(policy, given, initial={"seen": policy.number})

    def do(filled: forms.Form) -> None:
        change_policy(
            programme=member.programme,
            by=member.user,
            seen_before=filled.cleaned_data["seen"],
            **values(filled),
        )

    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest) -> HttpResponse:
    """Name the steps of the ladder of standards of proof, and put them in order."""
    member = acting(request, "core.settings")
    act = _begun(
        member,
        _("Standards of proof"),
        _(
            "The step that asks least comes first. A step without any name is taken off the "
            "ladder; assessments keep the step they were made by, as it was called then."
        ),
        "monitor/ladder.html",
    )
    return _changed(request, member, act, LadderForm, lambda form: {"ladder": form.ladder})


@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Say which states of which aspect need a second person."""
    member = acting(request, "core.settings")
    act = _begun(
        member,
        _("What needs a second person"),
        _(
            "An assessment to one of these states waits until another member confirms it. "
            "Assessments that wait already, or took effect, stay as they are."
        ),
    )
    return _changed(request, member, act, SecondRuleForm, lambda form: {"second": form.second})


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """Say how many independent origins some states ask for."""
    member = acting(request, "core.settings")
    act = _begun(
        member,
        _("The rule about independent origins"),
        _(
            "Sources that repeat one another are one origin. Where the rule does not hold, the "
            "program says so and asks for a reason; a person decides."
        ),
    )
    return _changed(
        request,
        member,
        act,
        OriginRuleForm,
        lambda form: {"rule": form.rule, "rule_states": form.cleaned_data["states"]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def checklists(request: HttpRequest) -> HttpResponse:
    """Choose which items the checklists ask for."""
    member = acting(request, "core.settings")
    act = _begun(
        member,
        _("Checklists"),
        _(
            "An incident shows the items of its type, of the groups above it, and those for all "
            "types. An own item that is unticked is taken off; ticks that were set stay on record."
        ),
        "monitor/checklist_settings.html",
    )
    return _changed(
        request, member, act, ChecklistForm, lambda form: {"off": form.off, "own": form.own}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest) -> HttpResponse:
    """Add an item of the programme's own to the checklists."""
    member = acting(request, "core.settings")
    policy = policy_of(member.programme)
    act = _begun(member, _("Add an item"))
    act.then = reverse(
        "monitor:verification-checklists", kwargs={"programme": member.programme.slug}
    )
    known = [*shipped_items(), *policy.own]
    return _changed(
        request,
        member,
        act,
        lambda _policy, *args, **more: ItemForm(*args, **more),
        lambda form: {"own": [*policy.own, form.item(known)]},
    )
