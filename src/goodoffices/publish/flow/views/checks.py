"""The page of checks: where a publication stands, what may be done, what was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.addresses import at
from goodoffices.publish.flow import gating, moving, publishing, withdrawing
from goodoffices.publish.flow.digests import digest, latest_texts, stale
from goodoffices.publish.flow.forms import StepForm
from goodoffices.publish.flow.queries import find, possible_for, steps_of, waiting_for
from goodoffices.publish.flow.since import changed
from goodoffices.publish.flow.table import BY_NAME, CHECKED_IN
from goodoffices.publish.flow.views.addresses import title_of, way
from goodoffices.publish.flow.words import STEPS, sentences
from goodoffices.publish.models import OUT, Publication, State
from goodoffices.publish.words import STATES, WAITS

ORDER = (State.DRAFT, *CHECKED_IN, State.READY, State.PUBLISHED)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the publications that wait for this member."""
    member = acting(request, "publish.view")
    return render(request, "publish/flow/waiting.html", {"rows": waiting_for(member)})


@require_safe
def changed_since(request: HttpRequest) -> HttpResponse:
    """List what is out and rests on records that say otherwise today."""
    member = acting(request, "publish.view")
    return render(request, "publish/flow/changed.html", {"rows": changed(member)})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show where a publication stands and what may be done with it."""
    member = acting(request, "publish.view")
    found = find(code, member)
    note_read(found, member=member)
    values = {
        "publication": found,
        "title": title_of(found),
        "crumbs": way(found, member),
        "state": STATES[State(found.state)],
        "waits": WAITS[State(found.state)],
        "steps": [STATES[one] for one in ORDER],
        "now": _place(found),
        "possible": [
            (one.move.name, STEPS[one.move.name][0], one.move.forward, one.against)
            for one in possible_for(found, member)
        ],
        "taken": steps_of(found, digest(found)),
        "events": history(found, member),
        **_release(found, member),
        **_after(found, member),
    }
    return render(request, "publish/flow/release.html", values)


def _place(found: Publication) -> int:
    """Return the number of the current step, from 1; what is out has passed them all."""
    if found.state in OUT:
        return len(ORDER) + 1
    shown = {State.SCHEDULED: State.READY, State.HELD: State.READY, State.DROPPED: State.DRAFT}
    return ORDER.index(shown.get(State(found.state), State(found.state))) + 1


def _release(found: Publication, member: Membership) -> dict[str, Any]:
    """Return what the page says of coming out: what stands against it, when it is due."""
    last = publishing.last_step(found)
    texts = latest_texts(found)
    held = found.state == State.HELD and last
    return {
        "findings": len(gating.blocking(found, member=member)) if found.state not in OUT else 0,
        "texts": [(one, one.language in stale(found, texts)) for one in texts.values()],
        "why": sentences(last.why) if held and last else [],
        "may_release": member.may("publish.release") and found.state in ("ready", "scheduled"),
        "may_embargo": found.state not in (*OUT, State.DROPPED)
        and member.may("publish.write" if found.state == State.DRAFT else "publish.release"),
    }


def _after(found: Publication, member: Membership) -> dict[str, Any]:
    """Return what the page says once something is out: editions, corrections, withdrawal."""
    request = withdrawing.open_request(found)
    is_out = found.state in publishing.CORRECTABLE
    may_withdraw = is_out and any(member.may(one) for one in withdrawing.MAY)
    corrections = found.corrections.visible_to(member).order_by("pk")
    return {
        "editions": found.editions.select_related("by").order_by("-number"),
        "corrections": [(one, title_of(one), STATES[State(one.state)]) for one in corrections],
        "may_correct": is_out and member.may("publish.write") and found.corrects_id is None,
        "may_withdraw": may_withdraw and request is None,
        "asked": request,
        "may_confirm": may_withdraw and request and request.by_id != member.user_id,
        "may_take_back": may_withdraw and request is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Take one step of the state table."""
    member = acting(request, "publish.view")
    found = find(code, member)
    if name not in STEPS:
        raise NotFound(_("There is nothing at this address."))
    move = BY_NAME[name]
    if request.method != "POST" and not member.shut:
        moving.allowed(found, moving.possible(found, name), member.user)
    label, done = STEPS[name]
    act = Act(
        title=str(label),
        button=str(label),
        done=str(done),
        back=at(member, "release", code=found.code),
        crumbs=way(found, member, str(label)),
        stop=name in ("drop", "back"),
    )

    def do(form: Any) -> None:
        said = form.cleaned_data
        reason = said.get("reason", "")
        moving.take(publication=found, name=name, by=member.user, seen=said["seen"], reason=reason)

    start = {"seen": moving.seen_by(found)}
    return act_page(request, act, lambda given: StepForm(move.reason, given, initial=start), do)
