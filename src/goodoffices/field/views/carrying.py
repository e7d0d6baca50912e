<<<<<<< HEAD
"""Handing in an outbox that was carried by hand, where the phone has no network."""

from __future__ import annotations

=======
"""Handing in an outbox that was carried by hand, and what became of each record in it."""

from __future__ import annotations

from typing import BinaryIO, cast

>>>>>>> field-fill
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
<<<<<<< HEAD
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodoffices.core.views.acting import acting, said_on
from goodoffices.field.services.carrying import Carried, carry_in


class OutboxForm(forms.Form):
    """The file, and the passphrase where it was sealed by one."""

    file = forms.FileField(
        label=_("Outbox file"), help_text=_("The file that the web form exported on the phone.")
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Only where the file was sealed by one."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take an outbox file, and say of each record what became of it."""
    member = acting(request, "field.send")
    form = OutboxForm(request.POST or None, request.FILES or None)
    taken: list[Carried] | None = None
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            given = form.cleaned_data
            taken = carry_in(file=given["file"].file, passphrase=given["passphrase"], member=member)
    status = 400 if form.is_bound and taken is None else 200
    return render(request, "field/outbox.html", {"form": form, "taken": taken}, status=status)
=======
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
>>>>>>> field-fill
