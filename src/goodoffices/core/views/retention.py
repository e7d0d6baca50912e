"""Records whose time is over: what would go, what may not, the purge, and legal holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.forms.retention import HoldForm
from goodoffices.core.models import Membership
from goodoffices.core.queries import holds as reading
from goodoffices.core.retention import kinds
from goodoffices.core.services import holds as services
from goodoffices.core.services import retention
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what a purge would do now; nothing is changed by looking."""
    member = acting(request, "core.protection")
    values = {
        "plans": retention.plan(member.programme, member),
        "crumbs": _crumbs(member),
    }
    return render(request, "core/retention.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def purge(request: HttpRequest) -> HttpResponse:
    """Have what may go purged by a worker."""
    member = acting(request, "core.protection")
    act = _act(
        member,
        title=_("Purge records whose time is over"),
        text=_("What is purged does not come back. Backups made before still hold it."),
        button=_("Purge"),
        done=_("A worker purges what may go."),
        stop=True,
    )

    def do(form: Any) -> None:
        retention.purge_soon(programme=member.programme, by=member.user)

    return act_page(request, act, HoldForm.nothing, do)


@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """List the legal holds that stand on records the member may see."""
    member = acting(request, "core.protection")
    values = {
        "holds": reading.standing(member),
        "crumbs": [*_crumbs(member)[:1], _over(member), (_("Legal holds"), "")],
    }
    return render(request, "core/holds.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Put a legal hold on a record; ``?kind=`` and ``code=`` name the one whose page one is on."""
    member = acting(request, "core.protection")
    named = {name: asked(request, name, 40) for name in ("kind", "code")}
    act = _act(
        member,
        title=_("Legal hold on a record"),
        text=_("No purge touches a record with a legal hold, until somebody ends it."),
        button=_("Place the hold"),
        done=_("Held."),
    )

    def do(form: Any) -> str:
        held = services.place(programme=member.programme, by=member.user, **form.cleaned_data)
        kind = kinds()[held.kind]
        return reading.address(kind, member.programme.slug, held.object_code)

    return act_page(
        request,
        act,
        lambda sent: HoldForm(sent, initial=named) if sent is None else HoldForm(sent),
        do,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_hold(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """End a legal hold, with the reason."""
    member = acting(request, "core.protection")
    record = services.found(member.programme, kind, code, member)
    act = _act(
        member,
        title=_("End the legal hold on %(code)s") % {"code": record.code},
        button=_("End the hold"),
        done=_("Ended."),
    )

    def do(form: Any) -> str:
        reason = form.cleaned_data["reason"]
        services.end(
            programme=member.programme, kind=kind, code=code, reason=reason, by=member.user
        )
        return reverse("core:holds", kwargs={"programme": member.programme.slug})

    return act_page(request, act, ReasonForm, do)


def _crumbs(member: Membership) -> list[tuple[str, str]]:
    protection = reverse("core:protection", kwargs={"programme": member.programme.slug})
    return [(_("Data protection"), protection), (_("Records whose time is over"), "")]


def _over(member: Membership) -> tuple[str, str]:
    where = {"programme": member.programme.slug}
    return _("Records whose time is over"), reverse("core:retention", kwargs=where)


def _act(member: Membership, *, title: str, **more: Any) -> Act:
    over = _over(member)
    return Act(title=title, back=over[1], crumbs=[_crumbs(member)[0], over, (title, "")], **more)
