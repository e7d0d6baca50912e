"""Publishing now or later, the embargo, and the editions that came out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.addresses import at
from goodoffices.publish.evidence import resolve_all
from goodoffices.publish.flow import moving, publishing, scheduling, verifying
from goodoffices.publish.flow.forms import EmbargoForm, MomentForm, StepForm
from goodoffices.publish.flow.freezing import is_whole
from goodoffices.publish.flow.queries import find
from goodoffices.publish.flow.table import CHECKED_IN
from goodoffices.publish.flow.views.addresses import way
from goodoffices.publish.models import Edition, Publication, State
from goodoffices.publish.words import STATES

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish now."""
    member = acting(request, "publish.release")
    found = find(code, member)
    moving.possible(found, "publish")
    act = Act(
        title=_("Publish now"),
        button=_("Publish now"),
        done=_("It is out."),
        back=at(member, "release", code=found.code),
        crumbs=way(found, member, _("Publish now")),
        text=_(
            "Everything is looked at once more. Then the text is frozen with its sources and "
            "everybody can read it. What is out is not changed any more: it can be corrected or "
            "withdrawn, and both are seen."
        ),
    )

    def do(form: Any) -> None:
        publishing.publish(publication=found, by=member.user, seen=form.cleaned_data["seen"])

    start = {"seen": moving.seen_by(found)}
    return act_page(request, act, lambda given: StepForm(False, given, initial=start), do)


@both
def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Have it published at a moment."""
    member = acting(request, "publish.release")
    found = find(code, member)
    moving.possible(found, "schedule")
    zone = member.programme.time_zone
    act = Act(
        title=_("Schedule"),
        button=_("Schedule"),
        done=_("It comes out at that moment, unless something changes before."),
        back=at(member, "release", code=found.code),
        crumbs=way(found, member, _("Schedule")),
        text=_(
            "Before it comes out everything is looked at once more. Where what it rests on has "
            "changed, it is held back and those who release are told."
        ),
    )

    def do(form: Any) -> None:
        when = scheduling.moment(form.local(), member.programme, which=form.cleaned_data["which"])
        seen = form.cleaned_data["seen"]
        scheduling.schedule(publication=found, at=when, by=member.user, seen=seen)

    start = {"seen": moving.seen_by(found), "day": timezone.localdate()}
    return act_page(request, act, lambda given: MomentForm(zone, given, initial=start), do)


@both
def embargo(request: HttpRequest, code: str) -> HttpResponse:
    """Say before which moment nothing may come out."""
    member = acting(request, "publish.view")
    found = find(code, member)
    scheduling.may_embargo(found, member)
    act = Act(
        title=_("Embargo"),
        button=_("Save"),
        done=_("The embargo is as you said."),
        back=at(member, "release", code=found.code),
        crumbs=way(found, member, _("Embargo")),
        text=_("Nothing of it comes out before that moment. Leave both empty to lift it."),
    )

    def do(form: Any) -> None:
        local = form.local()
        which = form.cleaned_data["which"]
        until = scheduling.moment(local, member.programme, which=which) if local else None
        scheduling.set_embargo(publication=found, until=until, by=member.user)

    start = {}
    if found.embargo_until:
        local = timezone.localtime(found.embargo_until)
        start = {"day": local.date(), "time": local.time()}
    zone = member.programme.time_zone
    return act_page(request, act, lambda given: EmbargoForm(zone, given, initial=start), do)


@require_safe
def edition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show an edition as it came out, and whether it still is what its hash says."""
    member = acting(request, "publish.view")
    found = find(code, member)
    frozen = found.editions.select_related("by").filter(number=number).first()
    if frozen is None:
        raise NotFound(_("There is nothing at this address."))
    whole = is_whole(frozen)
    is_last = frozen.number == found.editions.count()
    values = {
        "publication": found,
        "edition": frozen,
        "texts": [_shown(one, whole) for one in frozen.content["texts"]],
        "cited": _cited(found, frozen, member),
        "overrides": sorted(frozen.content["overrides"].items()),
        "checked": [
            (STATES[State(one["of"])], one["by"], datetime.fromisoformat(one["at"]))
            for one in frozen.content["steps"]
            if one["of"] in CHECKED_IN
        ],
        "is_whole": whole,
        "is_last": is_last,
        "is_shown": is_last and verifying.is_shown(found, frozen),
        "crumbs": way(found, member, _("Edition %(number)s") % {"number": number}),
    }
    return render(request, "publish/flow/edition.html", values)


def _shown(text: dict[str, Any], whole: bool) -> dict[str, Any]:
    """Return a text as it came out; where the hash does not fit, only its words."""
    # It was made by manuscript.render, which lets only harmless elements through.
    html = mark_safe(text["html"]) if whole else text["body"]  # noqa: S308
    right = text["language"] in ("ar", "he")
    return {**text, "html": html, "direction": "rtl" if right else "ltr"}


def _cited(found: Publication, frozen: Edition, member: Membership) -> list[dict[str, Any]]:
    """Return what it rests on; of a record the member may not see today only the key."""
    now = resolve_all(found, member=member)
    rows: list[dict[str, Any]] = frozen.content["citations"]
    return [
        one if one["key"] in now and not now[one["key"]].hidden else {"key": one["key"]}
        for one in rows
    ]
