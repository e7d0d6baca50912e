"""Members of the programme: who they are, inviting, changing, ending; what each role may do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import roles as roles_of_programme
from goodoffices.core.forms.members import EndForm, InviteForm, MemberChangeForm
from goodoffices.core.models import Membership
from goodoffices.core.roles import default_clearance
from goodoffices.core.services import accounts
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.mail import send_invitation


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the members, those invited and those who were."""
    member = acting(request, "core.members")
    rows = list(Membership.objects.select_related("user", "office").order_by("user__name"))
    values = {
        "groups": [
            (_("Members"), [row for row in rows if row.active]),
            (_("Invited, not joined yet"), [row for row in rows if row.is_invited]),
            (_("Former members"), [row for row in rows if not row.active and not row.is_invited]),
        ],
        "own": member,
    }
    return render(request, "core/members.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person; the link is shown once, to hand over where mail does not reach."""
    member = acting(request, "core.members")
    form = InviteForm(request.POST or None, initial={"language": member.user.language})
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            made = form.invitation(member.programme, member.user)
        if done:
            return _invited(request, made)
    return render(request, "core/member_invite.html", {"form": form})


@never_cache
@require_POST
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """Make a new link for a person who has not joined yet."""
    member = acting(request, "core.members")
    made = accounts.renew_invitation(membership=_member(code), by=member.user)
    return _invited(request, made)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a member, and change role, clearance and office."""
    acting(request, "core.members")
    found = _member(code)
    form = (
        MemberChangeForm(request.POST) if request.method == "POST" else MemberChangeForm.of(found)
    )
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            _change(request, found, form.cleaned_data)
        if done:
            messages.success(request, _("Saved."))
            return redirect("core:members", programme=found.programme.slug)
    return _shown(request, found, form, EndForm())


@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End a membership, or take an invitation back."""
    member = acting(request, "core.members")
    found, form = _member(code), EndForm(request.POST)
    if form.is_valid():
        with said_on(form) as done:
            accounts.end_membership(
                membership=found, by=member.user, reason=form.cleaned_data["reason"]
            )
        if done:
            messages.success(request, _("The membership has ended."))
            return redirect("core:members", programme=member.programme.slug)
    return _shown(request, found, MemberChangeForm.of(found), form)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Say which permissions each role holds."""
    acting(request)
    known = list(roles_of_programme.Role)
    rows = [
        (meaning, [role for role in known if name in roles_of_programme.ROLES[role]])
        for name, meaning in roles_of_programme.PERMISSIONS.items()
    ]
    clearances = [(role, default_clearance(role)) for role in known]
    values = {"roles": known, "rows": rows, "clearances": clearances}
    return render(request, "core/roles.html", values)


def _member(code: str) -> Membership:
    found = Membership.objects.select_related("user", "office", "programme").filter(code=code)
    member = found.first()
    if member is None:
        raise NotFound(_("There is nothing at this address."))
    return member


def _change(request: HttpRequest, found: Membership, given: dict[str, Any]) -> None:
    clearance = given["clearance"]
    accounts.change_member(
        membership=found,
        role=given["role"],
        clearance=default_clearance(given["role"]) if clearance is None else clearance,
        office=given["office"],
        by=acting(request).user,
        seen_before=given["seen"],
    )


def _shown(
    request: HttpRequest, found: Membership, form: MemberChangeForm, ending: EndForm
) -> HttpResponse:
    own = acting(request)
    values = {"shown": found, "form": form, "ending": ending, "is_own": own.pk == found.pk}
    return render(request, "core/member.html", values)


def _invited(request: HttpRequest, made: accounts.Invitation) -> HttpResponse:
    link = request.build_absolute_uri(reverse("invitation", args=[made.secret]))
    sent = send_invitation(made.membership, link)
    values = {"invited": made.membership, "link": link, "sent": sent}
    return render(request, "core/member_invited.html", values)
