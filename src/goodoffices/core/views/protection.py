"""The data-protection page: what is kept of people, why, on what ground, until when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.forms.protection import HandlingForm
from goodoffices.core.queries.protection import accounts
from goodoffices.core.retention import kinds
from goodoffices.core.services import protection
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show every member what the programme keeps and why; made to be printed."""
    member = acting(request)
    values = {
        "accounts": accounts(member.programme),
        "may_change": member.may("core.protection"),
    }
    return render(request, "core/protection.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Say why a kind of record is kept."""
    member = acting(request, "core.protection")
    held = protection.statement(member.programme, kind)
    label = kinds()[kind].label
    back = reverse("core:protection", kwargs={"programme": member.programme.slug})
    act = Act(
        title=str(label),
        text=str(kinds()[kind].holds),
        button=_("Save"),
        done=_("Saved."),
        back=back,
        crumbs=[(_("Data protection"), back), (str(label), "")],
    )

    def do(form: HandlingForm) -> None:
        protection.state(
            programme=member.programme,
            kind=kind,
            said=form.said,
            by=member.user,
            seen_before=form.cleaned_data["seen"],
        )

    return act_page(
        request,
        act,
        lambda sent: (
            HandlingForm.of(held, kinds()[kind])
            if sent is None
            else HandlingForm(sent, kind=kinds()[kind])
        ),
        do,  # type: ignore[arg-type]
    )
