"""Saying who was involved in an act and which norm it may breach, and taking that back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act as Page
from goodoffices.core.views.acts import act_page
from goodoffices.rights.forms.acts import InvolveForm, ViolationForm
from goodoffices.rights.models import Involvement, Violation
from goodoffices.rights.queries.acts import norm_said, of, seen_involvements, somebody
from goodoffices.rights.services import acts
from goodoffices.rights.services.withdrawing import withdraw
from goodoffices.rights.views.acts import find_act, way
from goodoffices.rights.views.addresses import at


@require_http_methods(["GET", "HEAD", "POST"])
def involve(request: HttpRequest, code: str) -> HttpResponse:
    """Say that somebody was involved in an act."""
    member = acting(request, "rights.record")
    act = find_act(code, member)

    def do(form: Any) -> None:
        who = somebody(form.cleaned_data["who"], member)
        acts.involve(act=act, who=who, given=form.given(), by=member.user)

    page = Page(
        title=_("Say who was involved"),
        button=_("Add"),
        done=_("Added to the act."),
        back=at(member, "act", code=act.code),
        crumbs=way(act, member, _("Who was involved")),
    )
    suggest = at(member, "suggestions")
    return act_page(request, page, lambda given: InvolveForm(given, suggest=suggest), do)


@require_http_methods(["GET", "HEAD", "POST"])
def violate(request: HttpRequest, code: str) -> HttpResponse:
    """Tie an act to a norm that it may breach."""
    member = acting(request, "rights.record")
    act = find_act(code, member)

    def do(form: Any) -> None:
        reason = form.cleaned_data["reason"]
        acts.tie_norm(act=act, by=member.user, reason=reason, **form.chosen())

    page = Page(
        title=_("Tie the act to a norm"),
        button=_("Tie"),
        done=_("The act is tied to the norm."),
        back=at(member, "act", code=act.code),
        crumbs=way(act, member, _("Norm")),
    )
    return act_page(request, page, ViolationForm, do)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back_involvement(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take back that somebody was involved."""
    member = acting(request, "rights.record")
    act = find_act(code, member)
    rows = Involvement.objects.filter(seen_involvements(member), act=act, code=said)
    row = rows.select_related("person", "group", "party").first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    one = of(row)
    text = _("%s stays in the history of the act.") % one.name
    noted_on = acts.stricter(act, one.who)
    return _take_back(request, act, member, row, "rights.involvement.withdrawn", text, noted_on)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back_violation(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take back that an act may breach a norm."""
    member = acting(request, "rights.record")
    act = find_act(code, member)
    row = Violation.objects.filter(act=act, code=said).select_related("norm").first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    return _take_back(request, act, member, row, "rights.violation.withdrawn", norm_said(row))


def _take_back(
    request: HttpRequest,
    act: Any,
    member: Any,
    row: Any,
    action: str,
    text: str,
    noted_on: Any = None,
) -> HttpResponse:
    def do(form: Any) -> None:
        withdraw(
            said=row,
            of=act,
            action=action,
            by=member.user,
            reason=form.cleaned_data["reason"],
            noted_on=noted_on,
        )

    page = Page(
        title=_("Take this back"),
        button=_("Take back"),
        done=_("It is taken back; that it was said stays on record."),
        back=at(member, "act", code=act.code),
        crumbs=way(act, member, _("Take back")),
        text=text,
        stop=True,
    )
    return act_page(request, page, ReasonForm, do)
