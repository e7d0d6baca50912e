"""Taking the reason why somebody opens a RED record, and letting them to it."""

from __future__ import annotations

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from goodoffices.core.forms.reasons import ReasonToOpen
from goodoffices.core.models import Membership, Protected
from goodoffices.core.reasons import read_token
from goodoffices.core.services.reads import give_reason
from goodoffices.core.views.acting import acting

REASONS = "reasons"
"""Session key: the records that a reason was given for in this session."""


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Keep the reason, and go on to what was asked for."""
    member = acting(request)
    form = ReasonToOpen(request.POST)
    if not form.is_valid():
        return render(request, "core/reason_wanted.html", {"form": form}, status=400)
    record = _record(form.cleaned_data["token"], member)
    key = give_reason(record, member=member, reason=form.cleaned_data["reason"])
    request.session[REASONS] = [*request.session.get(REASONS, ()), key]
    return redirect(_within(request, form.cleaned_data["next"], member))


def _record(token: str, member: Membership) -> Protected:
    """Return the record that was asked about, while the member may see it."""
    about = read_token(token)
    if about is None:
        raise Http404
    kind, pk = about
    rows = getattr(apps.get_model(kind), "all_ever", apps.get_model(kind).objects)
    found: Protected | None = rows.visible_to(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _within(request: HttpRequest, wanted: str, member: Membership) -> str:
    """Return the page that asked, inside the programme; else the programme's first page."""
    home = reverse("home")
    inside = wanted.startswith(f"/p/{member.programme.slug}/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if inside and safe else home
