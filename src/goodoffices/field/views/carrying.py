"""Handing in an outbox that was carried by hand, where the phone has no network."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
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
