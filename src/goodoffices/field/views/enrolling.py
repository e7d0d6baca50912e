"""Setting up the web form on the phone that an officer holds in their hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting, said_on
from goodoffices.field.models import Device
from goodoffices.field.services.devices import issue_device


class PhoneForm(forms.Form):
    """How the programme calls the phone."""

    name = forms.CharField(
        label=_("Name of this phone"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Your office sees it in its list of devices, such as “small phone, Harrow”."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def web_form(request: HttpRequest) -> HttpResponse:
    """Give this browser access in the member's name; the secret is in the answer, once."""
    member = acting(request, "field.send")
    form = PhoneForm(request.POST or None)
    access: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            device, secret = issue_device(
                member=member,
                name=form.cleaned_data["name"],
                kind=Device.Kind.WEB,
                by=member.user,
            )
        if done:
            access = _access(member, device, secret)
    return render(request, "field/web_form.html", {"form": form, "access": access})


def _access(member: Membership, device: Device, secret: str) -> dict[str, str]:
    """Return what the page of field reports needs to speak with the programme."""
    slug = member.programme.slug
    page = reverse("fill:page")
    base = page.removesuffix("fill/") + f"{slug}/"
    return {
        "base": base,
        "slug": slug,
        "code": device.code,
        "secret": secret,
        "next": f"{page}#/enrol",
    }
