"""Sharing agreements: a version as it stands, writing the next one, withdrawing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.models import Partner, SharingAgreement
from goodoffices.publish.partners import queries
from goodoffices.publish.partners.fields import FIELDS
from goodoffices.publish.partners.forms.agreements import AgreementForm
from goodoffices.publish.partners.services import agreements
from goodoffices.publish.partners.services.organisations import MAY
from goodoffices.publish.partners.views.addresses import at, way
from goodoffices.publish.partners.views.partners import SEES, both


@require_safe
def show(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one version of what was agreed."""
    member = acting(request, SEES)
    partner = queries.find(code, member)
    one = agreements.by_number(partner, number)
    values = {
        "partner": partner,
        "agreement": one,
        "holds": agreements.in_force(partner) == one,
        "allowed": [FIELDS[name] for name in one.fields if name in FIELDS],
        "withheld": [field for name, field in FIELDS.items() if name not in one.fields],
        "places": agreements.places_of(one, member),
        "files": Evidence.objects.visible_to(member).filter(pk__in=one.files.values("pk")),
        "warnings": queries.warnings(partner, one),
        "crumbs": way(member, partner, title_of(one)),
        "may_share": member.may(MAY),
    }
    return render(request, "publish/partners/agreement.html", values)


def title_of(one: SharingAgreement) -> str:
    """Return what a version is called."""
    return _("Agreement, version %(number)s") % {"number": one.number}


@both
def agree(request: HttpRequest, code: str) -> HttpResponse:
    """Write the next version of what is agreed, beginning from the latest."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    latest = partner.agreements.order_by("-number").first()
    start = AgreementForm.of(latest, member) if latest else None
    form = AgreementForm(member, request.POST or None, initial=start)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            made = agreements.agree(partner=partner, terms=form.terms(), by=member.user)
        if done:
            return redirect(at(member, "agreement", code=partner.code, number=made.number))
    return _editor(request, member, partner, form)


def _editor(
    request: HttpRequest, member: Membership, partner: Partner, form: AgreementForm
) -> HttpResponse:
    title = _("Write an agreement")
    values = {
        "form": form,
        "partner": partner,
        "title": title,
        "used": list(queries.used(partner)),
        "crumbs": way(member, partner, title),
        "back": at(member, "partner", code=partner.code),
    }
    status = 400 if form.errors else 200
    return render(request, "publish/partners/agree.html", values, status=status)


@both
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Withdraw a version: nothing leaves under it any more."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    one = agreements.by_number(partner, number)

    def do(form: Any) -> None:
        agreements.withdraw(agreement=one, by=member.user, reason=form.cleaned_data["reason"])

    title = _("Withdraw the agreement")
    act = Act(
        title,
        pgettext("an agreement", "Withdraw"),
        _("The agreement is withdrawn; that it held stays on record."),
        back=at(member, "agreement", code=partner.code, number=number),
        text=_("Nothing leaves under it any more, and no earlier version comes back."),
        stop=True,
        crumbs=way(member, partner, title),
    )
    return act_page(request, act, ReasonForm, do)
