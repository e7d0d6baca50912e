"""An officer's own page: today's forms, what was sent and arrived, what came back as a question."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting, said_on
from goodoffices.field.models import FormVersion, Submission, SubmissionVersion
from goodoffices.field.queries import mine
from goodoffices.field.queries.devices import devices_for
from goodoffices.field.queries.handing_out import handed_out
from goodoffices.field.queries.record import Reader
from goodoffices.field.services import reviewing

LATEST = 10
PAGE = 30


class AnswerForm(forms.Form):
    """An officer's answer to a question about what they sent."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    question = forms.IntegerField(required=False, widget=forms.HiddenInput)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the officer's page."""
    member = acting(request, "field.send")
    rows = list(mine.sent_by(member).select_related("form")[: LATEST + 1])
    values = {
        "forms": [(one, fill_address(one)) for one in handed_out(member)],
        "asked": mine.asked_back(member),
        "sent": mine.shown(rows[:LATEST]),
        "goes_on": len(rows) > LATEST,
        "devices": devices_for(member).filter(membership=member, revoked_at__isnull=True),
        "web_form": _address("field:web-form", member),
    }
    return render(request, "field/today.html", values)


def fill_address(version: FormVersion) -> str:
    """Return where a form is filled in. It stands behind the hash, so that no log ever names it."""
    key = f"{version.form.xform_id}\n{version.version}"
    return f"/field/fill/#/form/{quote(key, safe='')}"


def _address(name: str, member: Membership) -> str:
    try:
        return reverse(name, kwargs={"programme": member.programme.slug})
    except NoReverseMatch:
        return ""


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """List everything one has sent, the newest first."""
    member = acting(request, "field.send")
    rows = mine.sent_by(member).select_related("form")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {"page": page, "sent": mine.shown(list(page.object_list))}
    return render(request, "field/sent.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show what arrived of one thing one has sent, and answer what is asked about it."""
    member = acting(request, "field.send")
    submission = mine.find_sent(code, member)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            reviewing.answer(submission=submission, by=member.user, **form.cleaned_data)
        if done:
            messages.success(request, _("Your answer is sent. Thank you."))
            return redirect("field:today", programme=member.programme.slug)
    return _receipt(request, submission, form)


def _receipt(request: HttpRequest, submission: Submission, form: AnswerForm) -> HttpResponse:
    versions = SubmissionVersion.objects.select_related("form_version", "device")
    current = versions.get(submission=submission, number=submission.current)
    reader = Reader(current, list(current.attachments.select_related("file")))
    values = {
        "one": mine.shown([submission])[0],
        "version": current,
        "files": list(current.attachments.select_related("file").order_by("pk")),
        "answers": list(reader.asked(submission.answers)),
        "form": form,
    }
    return render(request, "field/receipt.html", values, status=400 if form.is_bound else 200)
