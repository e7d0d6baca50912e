"""Partners: the list, one of them, adding and changing, ending and taking up again."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.access import may_see
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.models import Partner
from goodoffices.publish.partners import queries
from goodoffices.publish.partners.forms.organisations import PartnerForm, PartnerTokenForm
from goodoffices.publish.partners.services import organisations
from goodoffices.publish.partners.services.agreements import in_force
from goodoffices.publish.partners.services.organisations import MAY
from goodoffices.publish.partners.views.addresses import at, way

SEES = "publish.view"
PAGE = 50
RUNS = 25
both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the partners, with the agreement that holds with each."""
    member = acting(request, SEES)
    page = Paginator(queries.listed(member), PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "rows": [(one, in_force(one)) for one in _with(page.object_list, member)],
        "waiting": queries.waiting(member) if member.may(MAY) else 0,
        "may_share": member.may(MAY),
    }
    return render(request, "publish/partners/index.html", values)


def _with(partners: Any, member: Membership) -> list[Partner]:
    """Give each partner its programme, which all of them share."""
    found = list(partners)
    for one in found:
        one.programme = member.programme
    return found


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one partner: what is agreed, what went out and came in, its tokens."""
    member = acting(request, SEES)
    partner = queries.find(code, member)
    runs = Paginator(queries.runs_of(partner, member), RUNS)
    values = {
        "partner": partner,
        "crumbs": way(member, partner),
        "holds": in_force(partner),
        "agreements": queries.agreements_of(partner),
        "page": runs.get_page(request.GET.get("page")),
        "tokens": queries.tokens_of(partner) if member.may(MAY) else [],
        "token_form": PartnerTokenForm(),
        "people": partner.members.select_related("user").order_by("user__name"),
        "party": partner.party if partner.party and may_see(partner.party, member) else None,
        "may_share": member.may(MAY),
        "may_load": member.may("monitor.import"),
        "me": member.user,
        "events": history(partner, member),
    }
    return render(request, "publish/partners/partner.html", values)


@both
def new(request: HttpRequest) -> HttpResponse:
    """Add a partner."""
    return _form_page(request, acting(request, MAY), None)


@both
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is written of a partner."""
    member = acting(request, MAY)
    return _form_page(request, member, queries.find(code, member))


def _form_page(request: HttpRequest, member: Membership, old: Partner | None) -> HttpResponse:
    start = PartnerForm.of(old, member) if old else None
    form = PartnerForm(member, request.POST or None, initial=start, suggest=_suggest(member))
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            made = _saved(member, form, old)
        if done:
            return redirect(at(member, "partner", code=made.code))
    title = _("Change the partner") if old else _("Add a partner")
    values = {
        "form": form,
        "title": title,
        "crumbs": way(member, old, title) if old else [*way(member), (title, "")],
        "back": at(member, "partner", code=old.code) if old else at(member, "partners"),
    }
    status = 400 if form.errors else 200
    return render(request, "publish/partners/form.html", values, status=status)


def _saved(member: Membership, form: PartnerForm, old: Partner | None) -> Partner:
    given = form.given()
    if old is None:
        return organisations.add(programme=member.programme, given=given, by=member.user)
    seen = form.cleaned_data["revision"] or 0
    return organisations.change(partner=old, given=given, by=member.user, seen=seen)


def _suggest(member: Membership) -> str:
    return reverse("core:party-suggestions", kwargs={"programme": member.programme.slug})


@both
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End the exchange with a partner, or take it up again."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    ends = partner.ended_at is None
    words = (
        _("End the exchange"),
        pgettext("an exchange", "End"),
        _("The exchange is ended; nothing goes out."),
    )
    if not ends:
        words = (_("Take the exchange up again"), _("Take up"), _("The exchange goes on."))

    def do(form: Any) -> None:
        switch = organisations.end if ends else organisations.resume
        switch(partner=partner, by=member.user, reason=form.cleaned_data["reason"])

    act = Act(
        *words,
        back=at(member, "partner", code=partner.code),
        stop=ends,
        text=_("Its tokens are revoked and stay so; what it has already, it keeps.")
        if ends
        else "",
        crumbs=way(member, partner, words[0]),
    )
    return act_page(request, act, ReasonForm, do)
