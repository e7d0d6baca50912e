"""Tokens of partners: issuing, approving as a second person, revoking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goodoffices.core.views.acting import acting, said_on
from goodoffices.publish.partners import queries
from goodoffices.publish.partners.forms.organisations import PartnerTokenForm
from goodoffices.publish.partners.services import tokens
from goodoffices.publish.partners.services.organisations import MAY
from goodoffices.publish.partners.views.addresses import at, way


@never_cache
@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Issue a token, shown once; it opens nothing before somebody else has approved it."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    form, secret = PartnerTokenForm(request.POST), ""
    if form.is_valid():
        with said_on(form):
            _token, secret = tokens.issue(partner=partner, by=member.user, **form.cleaned_data)
    title = _("Issue a token")
    values = {
        "form": form,
        "secret": secret,
        "partner": partner,
        "crumbs": way(member, partner, title),
        "back": at(member, "partner", code=partner.code),
    }
    status = 400 if form.errors else 200
    return render(request, "publish/partners/token.html", values, status=status)


@require_POST
def approve(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Let a token open what its agreement shares."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    tokens.approve(token=queries.find_token(partner, token), by=member.user)
    messages.success(request, _("The token opens what the agreement shares."))
    return redirect(at(member, "partner", code=code))


@require_POST
def revoke(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """End a token at once."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    tokens.revoke(token=queries.find_token(partner, token), by=member.user)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect(at(member, "partner", code=code))
