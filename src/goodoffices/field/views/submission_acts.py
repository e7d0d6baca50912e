"""What one does to submissions: review them, ask about them, delete them, settle their edits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.field.models import Submission, SubmissionVersion
from goodoffices.field.queries import record
from goodoffices.field.queries.asked import parse
from goodoffices.field.services import reviewing
from goodoffices.field.views.submission import address, crumbs

MOST = 200
"""Submissions that can be reviewed at one stroke: a page holds fewer."""


def _begun(request: HttpRequest, code: str) -> tuple[Membership, Submission, str]:
    """Return who acts on what, and the filters of the list they came from."""
    member = acting(request, "field.submissions")
    given = request.POST.get("query", "") if request.method == "POST" else ""
    query = parse(QueryDict(given or request.META.get("QUERY_STRING", ""))).address()
    return member, record.find(code, member), query


@require_POST
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Approve a submission, or put it back among those received."""
    member, submission, query = _begun(request, code)
    state = request.POST.get("state", "")
    reviewing.review(
        submission=submission, state=state, text=request.POST.get("text", ""), by=member.user
    )
    messages.success(request, _said(state, 1))
    return redirect(address(code, member, query))


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, code: str) -> HttpResponse:
    """Reject a submission, with a reason."""
    member, submission, query = _begun(request, code)
    act = _act(submission, member, _("Reject"), _("Reject it"), _said("rejected", 1), query)
    act.text = _("It stays on record with its report. The officer sees that it was rejected.")
    act.stop = True

    def do(form: forms.Form) -> None:
        reason = form.cleaned_data["reason"]
        reviewing.review(submission=submission, state="rejected", text=reason, by=member.user)

    return act_page(request, act, ReasonForm, do)


def _act(
    submission: Submission, member: Membership, title: str, button: str, done: str, query: str = ""
) -> Act:
    return Act(
        title=title,
        button=button,
        done=done,
        back=address(submission.code, member, query),
        crumbs=crumbs(submission, member, title),
        template="field/act.html",
        more={"submission": submission},
    )


def _said(state: str, number: int) -> str:
    """Say what was decided about so many submissions."""
    if state == "approved":
        text = ngettext(
            "The submission is approved.", "%(count)s submissions are approved.", number
        )
    elif state == "rejected":
        text = ngettext(
            "The submission is rejected.", "%(count)s submissions are rejected.", number
        )
    else:
        text = ngettext(
            "The submission is back among those received.",
            "%(count)s submissions are back among those received.",
            number,
        )
    return text % {"count": f"{number:,}"}


@require_POST
def review_many(request: HttpRequest) -> HttpResponse:
    """Decide alike on all submissions that were ticked in the list."""
    member = acting(request, "field.submissions")
    listed = reverse("field:submissions", kwargs={"programme": member.programme.slug})
    back = redirect(f"{listed}?{parse(QueryDict(request.POST.get('query', ''))).address()}")
    codes = request.POST.getlist("code")[:MOST]
    state, text = request.POST.get("state", ""), request.POST.get("text", "")
    try:
        if not codes:
            raise InvalidInput(_("Tick the submissions you have decided on first."))
        done, missed = _reviewed(codes, state, text, member)
    except InvalidInput as error:
        messages.error(request, error.message)
        return back
    if done:
        messages.success(request, _said(state, done))
    if missed:
        messages.warning(request, _missed(missed))
    return back


def _reviewed(codes: list[str], state: str, text: str, member: Membership) -> tuple[int, int]:
    """Return how many were decided on, and how many were left because they are deleted."""
    done, missed = 0, 0
    with transaction.atomic():
        for submission in Submission.objects.visible_to(member).filter(code__in=codes):
            try:
                reviewing.review(submission=submission, state=state, text=text, by=member.user)
                done += 1
            except Conflict:
                missed += 1
    return done, missed


def _missed(number: int) -> str:
    text = ngettext(
        "%(count)s submission was left: it is deleted.",
        "%(count)s submissions were left: they are deleted.",
        number,
    )
    return text % {"count": number}


@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Say something about a submission, or ask the officer who sent it."""
    member, submission, query = _begun(request, code)
    text = request.POST.get("text", "")
    if request.POST.get("kind") == "question":
        reviewing.ask(submission=submission, text=text, by=member.user)
        messages.success(request, _("The question waits for the officer."))
    else:
        reviewing.comment(submission=submission, text=text, by=member.user)
        messages.success(request, _("The comment is kept."))
    return redirect(address(code, member, query) + "#talk")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a submission; it can be restored."""
    member, submission, _query = _begun(request, code)
    act = _act(submission, member, _("Delete"), _("Delete it"), _("The submission is deleted."))
    act.text = _(
        "It leaves the lists, and its report counts no more. Nothing is erased: it can be restored."
    )
    act.stop = True
    return _reasoned(request, act, reviewing.delete, submission, member)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Restore a deleted submission."""
    member, submission, _query = _begun(request, code)
    act = _act(submission, member, _("Restore"), _("Restore it"), _("The submission is restored."))
    act.text = _("It comes back into the lists, and its report counts again.")
    return _reasoned(request, act, reviewing.restore, submission, member)


def _reasoned(
    request: HttpRequest, act: Act, service: Any, submission: Submission, member: Membership
) -> HttpResponse:
    def do(form: forms.Form) -> None:
        service(submission=submission, reason=form.cleaned_data["reason"], by=member.user)

    return act_page(request, act, ReasonForm, do)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Decide on an edit that came after another edit of the same version."""
    member, submission, _query = _begun(request, code)
    versions = SubmissionVersion.objects.select_related("submission__programme")
    version = versions.filter(submission=submission, number=number).first()
    if version is None:
        raise NotFound(_("There is nothing at this address."))
    found = record.record(submission)
    act = _act(
        submission,
        member,
        _("Decide between two edits"),
        _("Save the decision"),
        _("The edit is settled."),
    )
    act.text = _("Two edits were made of the same version. Both stay on record; one of them holds.")
    act.more["stage"] = next((one for one in found.stages if one.version.pk == version.pk), None)

    def do(form: forms.Form) -> None:
        take = form.cleaned_data["take"] == "yes"
        reason = form.cleaned_data["reason"]
        reviewing.settle_branch(version=version, take=take, reason=reason, by=member.user)

    return act_page(request, act, BranchForm, do)


class BranchForm(ReasonForm):
    """Which of two edits holds, and why."""

    take = forms.ChoiceField(label="", choices=(), widget=forms.RadioSelect, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["take"]
        assert isinstance(field, forms.ChoiceField)
        field.label = _("Which one holds")
        field.choices = [
            ("yes", _("This edit: it becomes the current version")),
            ("no", _("The one that holds now: this edit stays on record only")),
        ]
        self.order_fields(["take", "reason"])
