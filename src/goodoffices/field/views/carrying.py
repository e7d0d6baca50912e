"""Handing in an outbox that was carried by hand, and what became of each record in it."""

from __future__ import annotations

from typing import BinaryIO, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from goodoffices.core.views.acting import acting, said_on
from goodoffices.field.services.carrying import Handed, take_outbox

OUTCOMES = {
    "received": _("Received"),
    "known": _("Was here already"),
    "refused": _("Not taken"),
    "damaged": _("Damaged"),
}
"""What became of a record, in the reader's words."""


class OutboxForm(forms.Form):
    """The file, and the phrase it was sealed with."""

    file = forms.FileField(
        label=_("Outbox file"),
        help_text=_("The web form makes it under Waiting, “Save as a file”."),
    )
    passphrase = forms.CharField(
        label=_("Phrase"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "auto"}),
        help_text=_("Only where the file was sealed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def carried(request: HttpRequest) -> HttpResponse:
    """Take an outbox file in. The same file again changes nothing."""
    member = acting(request, "field.send")
    form = OutboxForm(request.POST or None, request.FILES or None)
    handed: Handed | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with said_on(form) as done:
            file = cast(BinaryIO, given["file"].file)
            handed = take_outbox(file=file, passphrase=given["passphrase"], by=member)
        if done:
            form = OutboxForm()
    rows = [(one, OUTCOMES[one.outcome]) for one in handed.records] if handed else []
    values = {"form": form, "handed": handed, "rows": rows}
    return render(request, "field/carried.html", values, status=400 if form.errors else 200)
