"""The quarantine: what was refused, byte for byte, until somebody releases or discards it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import evidence
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import house_history
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.field.models import QuarantinedFile, QuarantinedPost
from goodoffices.field.queries.quarantine import visible_posts
from goodoffices.field.refusals import REFUSALS
from goodoffices.field.services import quarantine as services
from goodoffices.field.views.submission import address as submission_address
from goodoffices.field.views.submission_files import safely

PAGE = 50
SHOWN = 20_000
"""Characters of refused bytes that the page shows; the download holds them all."""

Outcome = QuarantinedPost.Outcome


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what was refused, what waits for a decision first."""
    member = acting(request, "field.quarantine")
    outcome, reason = asked(request, "outcome", 10), asked(request, "reason", 40)
    outcome = outcome if outcome in {"", "all", *Outcome.values} else ""
    rows = visible_posts(member).select_related("form", "device__membership__user", "by")
    if outcome != "all":
        rows = rows.filter(outcome=outcome or Outcome.WAITING)
    if reason in REFUSALS:
        rows = rows.filter(reason=reason)
    page = Paginator(rows.defer("body").order_by("-latest_at", "-pk"), PAGE)
    shown = page.get_page(request.GET.get("page"))
    values = {
        "page": shown,
        "rows": [(one, reason_in_words(one)) for one in shown],
        "tabs": _tabs(outcome, reason),
        "reasons": [(code, one.words, code == reason) for code, one in REFUSALS.items()],
        "reason": reason,
        "outcome": outcome,
    }
    return render(request, "field/quarantine.html", values)


def _tabs(outcome: str, reason: str) -> list[tuple[str, str, bool]]:
    labels = {
        "": _("Waits for a decision"),
        "released": _("Released"),
        "discarded": _("Discarded"),
        "all": _("All"),
    }
    return [
        (label, f"?outcome={code}&reason={reason}", code == outcome)
        for code, label in labels.items()
    ]


def reason_in_words(post: QuarantinedPost) -> Any:
    """Say why something was refused; a code of a later version stands for itself."""
    known = REFUSALS.get(post.reason)
    return known.words if known else post.reason


def _post(code: str, member: Membership) -> QuarantinedPost:
    rows = visible_posts(member).select_related(
        "form", "device__membership__user", "device__membership__programme"
    )
    found = rows.select_related("programme", "by", "settled_by", "submission").filter(code=code)
    post = found.first()
    if post is None:
        raise NotFound(_("There is nothing at this address."))
    return post


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one refused post: why, from whom, its bytes as text, its files."""
    member = acting(request, "field.quarantine")
    post = _post(code, member)
    services.opened(post=post, by=member.user)
    body = bytes(post.body)
    text = body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    refusal = REFUSALS.get(post.reason)
    values = {
        "post": post,
        "why": reason_in_words(post),
        "text": text[:SHOWN],
        "goes_on": len(text) > SHOWN,
        "size": len(body),
        "files": list(post.files.select_related("file").order_by("pk")),
        "crumbs": _crumbs(post, member),
        "events": house_history(post, member),
        "releasable": refusal is not None and refusal.releasable,
        "waits": post.outcome == Outcome.WAITING,
        "submission": _became(post, member),
    }
    return render(request, "field/quarantine_post.html", values)


def _became(post: QuarantinedPost, member: Membership) -> str:
    """Return the address of the submission it became, where the member may see it."""
    from goodoffices.core.access import may_see

    if post.submission is None or not may_see(post.submission, member):
        return ""
    return submission_address(post.submission.code, member)


def _crumbs(post: QuarantinedPost, member: Membership, here: str = "") -> list[tuple[str, str]]:
    listed = reverse("field:quarantine", kwargs={"programme": member.programme.slug})
    name = post.form.title if post.form else post.xform_id or post.code
    way = [(_("Quarantine"), listed), (name, _address(post, member) if here else "")]
    return [*way, (here, "")] if here else way


def _address(post: QuarantinedPost, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": post.code}
    return reverse("field:quarantine-post", kwargs=where)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, code: str) -> HttpResponse:
    """Have a refused post taken all the same, with a reason."""
    member = acting(request, "field.quarantine")
    post = _post(code, member)
    act = _act(post, member, _("Release it"), _("Release it"), _("It is taken as a submission."))
    act.text = _("It is taken as if it had just arrived, in the name of the device that sent it.")

    def do(form: forms.Form) -> str:
        receipt = services.release(post=post, reason=form.cleaned_data["reason"], by=member.user)
        post.submission = receipt.submission
        return _became(post, member) or _address(post, member)

    return act_page(request, act, ReasonForm, do)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Settle a refused post without taking it, with a reason."""
    member = acting(request, "field.quarantine")
    post = _post(code, member)
    act = _act(post, member, _("Discard"), _("Discard it"), _("It is discarded."))
    act.text = _("It is not taken. Its bytes stay on record and can be downloaded.")
    act.stop = True

    def do(form: forms.Form) -> None:
        services.discard(post=post, reason=form.cleaned_data["reason"], by=member.user)

    return act_page(request, act, ReasonForm, do)


def _act(post: QuarantinedPost, member: Membership, title: str, button: str, done: str) -> Act:
    return Act(
        title=title,
        button=button,
        done=done,
        back=_address(post, member),
        crumbs=_crumbs(post, member, title),
    )


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the refused bytes as they came, as a download."""
    member = acting(request, "field.quarantine")
    post = _post(code, member)
    services.opened(post=post, by=member.user)
    ending = "xml" if post.is_xml else "bin"
    answer = HttpResponse(bytes(post.body), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{post.code}.{ending}"'
    return safely(answer)


@require_safe
def file(request: HttpRequest, code: str, sha256: str) -> HttpResponseBase:
    """Send a file that came with a refused post, as a download."""
    member = acting(request, "field.quarantine")
    post = _post(code, member)
    rows = QuarantinedFile.objects.select_related("file")
    found = rows.filter(post=post, file__sha256=sha256).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    stream = evidence.open(found.file)
    services.opened(post=post, by=member.user)
    answer = FileResponse(
        stream,
        as_attachment=True,
        filename=evidence.clean_name(found.name),
        content_type="application/octet-stream",
    )
    return safely(answer)
