"""Tokens for the programme's API."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.own import TokenForm
from goodoffices.core.models import ApiToken, Membership
from goodoffices.core.services import tokens
from goodoffices.core.views.acting import acting, said_on


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List one's tokens (an administrator: everybody's) and issue a new one, shown once."""
    member = acting(request, "core.tokens")
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            _token, secret = tokens.issue_token(member=member, **form.cleaned_data)
        if done:
            form = TokenForm()
    shown = _shown_to(member).filter(tokens.alive()).order_by("membership__user__name", "-pk")
    values = {"form": form, "secret": secret, "tokens": shown, "own": member}
    return render(request, "core/tokens.html", values)


@require_POST
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """End a token at once."""
    member = acting(request, "core.tokens")
    token = _shown_to(member).filter(code=code).first()
    if token is None:
        raise NotFound(_("There is nothing at this address."))
    tokens.revoke_token(token=token, by=member.user)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect("core:tokens", programme=member.programme.slug)


def _shown_to(member: Membership) -> QuerySet[ApiToken]:
    found = ApiToken.objects.select_related("membership__user", "programme")
    return found if member.may("core.members") else found.filter(membership=member)
