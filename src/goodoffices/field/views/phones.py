"""One's own phones: an officer sets up ODK Collect for themself, and takes a lost phone away."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.field.forms.devices import NameForm, RevokeForm
from goodoffices.field.models import Device
from goodoffices.field.queries.devices import devices_for, own_device
from goodoffices.field.services import devices as services
from goodoffices.field.views.setting_up import shown_once


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List one's own phones and browsers, and issue access for another, shown once."""
    member = acting(request, "field.send")
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            device, secret = services.issue_device(
                member=member, kind=Device.Kind.COLLECT, by=member.user, **form.cleaned_data
            )
        if done:
            return shown_once(request, device, secret, member)
    own = devices_for(member).filter(membership=member, revoked_at__isnull=True)
    values = {"form": form, "devices": own.order_by("-issued_at")}
    return render(request, "field/phones.html", values, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's own phone away, when it was lost or is not used any more."""
    member = acting(request, "field.send")
    device = own_device(code, member)
    act = Act(
        title=_("Revoke “%(name)s”") % {"name": device.name},
        button=_("Revoke it now"),
        done=_("The access is revoked: the device lists nothing and sends nothing any more."),
        back=reverse("field:today-phones", kwargs={"programme": member.programme.slug}),
        text=_("What it sent stays here. If it was seized, tell your office too."),
        stop=True,
    )

    def do(form: forms.Form) -> None:
        services.revoke_device(device=device, by=member.user, **form.cleaned_data)

    return act_page(request, act, RevokeForm, do)
