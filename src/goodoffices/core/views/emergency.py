"""The switch for the hour an office is raided: close now, open again by two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import Conflict, NotFound, NotPermitted
from goodoffices.core.forms.emergency import CloseForm
from goodoffices.core.models import Lock, Membership
from goodoffices.core.services import locks
from goodoffices.core.shutting import Shut

PAST = 20
"""Closings of before that the page lists."""


def opens_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep a view within reach of those who may use the switch, while the programme is closed."""
    view.opens_again = True  # type: ignore[attr-defined]
    return view


@opens_again
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the switch, and close; while nothing answers, only what opens again."""
    member = _acting(request)
    form = CloseForm(request.POST or None, programme=member.programme)
    if request.method == "POST" and form.is_valid():
        try:
            _close(form, member)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            return _closed(request, form)
    status = 400 if form.is_bound else 200
    return render(request, _template(member), _shown(member, form), status=status)


@opens_again
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to open again, or open as the second person."""
    member = _acting(request)
    lock = Lock.objects.select_related("programme", "office").filter(code=code).first()
    if lock is None:
        raise Http404
    if locks.is_asked(lock) and lock.asked_by_id != member.user_id:
        locks.open_again(lock=lock, by=member.user)
        messages.success(request, _("It is open again."))
    else:
        locks.ask_to_open(lock=lock, by=member.user)
        messages.success(request, _("Asked. A second person can open it within a day."))
    return redirect("core:emergency", programme=member.programme.slug)


def _acting(request: HttpRequest) -> Membership:
    """Like `acting`, which refuses everything while nothing answers."""
    member: Membership | None = getattr(request, "member", None)
    if member is None:
        raise NotFound(_("There is nothing at this address."))
    if not member.may("core.lock"):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    return member


def _close(form: CloseForm, member: Membership) -> None:
    locks.close(
        programme=member.programme,
        office=form.chosen,
        mode=form.cleaned_data["mode"],
        reason=form.cleaned_data["reason"],
        by=member.user,
    )


def _closed(request: HttpRequest, form: CloseForm) -> HttpResponse:
    member: Membership = request.member  # type: ignore[attr-defined]
    office = form.chosen
    hits = office is None or office.pk == member.office_id
    if form.cleaned_data["mode"] == Shut.NO_ACCESS and hits:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("Closed for now. It holds from the next request on."))
    return redirect("core:emergency", programme=member.programme.slug)


def _template(member: Membership) -> str:
    shut = member.shut == Shut.NO_ACCESS
    return "core/emergency_closed.html" if shut else "core/emergency.html"


def _shown(member: Membership, form: CloseForm) -> dict[str, Any]:
    rows = Lock.objects.filter(programme=member.programme).select_related(
        "office", "by", "asked_by", "ended_by"
    )
    standing = [
        {
            "lock": lock,
            "asked": locks.is_asked(lock),
            "own": lock.asked_by_id == member.user_id,
            "elsewhere": lock.office_id is not None and lock.office_id == member.office_id,
        }
        for lock in rows.filter(ended_at=None).order_by("pk")
    ]
    past = rows.exclude(ended_at=None).order_by("-pk")[:PAST]
    return {"form": form, "standing": standing, "past": past}
