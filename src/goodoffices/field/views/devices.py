"""Devices: who carries what, when it was heard of, what waits on it; taking it away at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.models import Membership, Office
from goodoffices.core.queries.history import house_history
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.core.views.options import Option
from goodoffices.field.forms.devices import DeviceForm, NameForm, RevokeForm
from goodoffices.field.models import Device
from goodoffices.field.queries.devices import devices_for, find_device_of
from goodoffices.field.services import devices as services
from goodoffices.field.views.setting_up import shown_once


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the devices, those in use first."""
    member = acting(request, "field.devices")
    office, state = asked(request, "office", 50), asked(request, "state", 10)
    rows = devices_for(member).order_by("membership__user__name", "name", "pk")
    if office:
        rows = rows.filter(office__code=office)
    found = list(rows)
    tabs = {
        "": (_("In use"), [one for one in found if one.revoked_at is None]),
        "waiting": (_("With something waiting"), [one for one in found if waits(one)]),
        "revoked": (_("Revoked"), [one for one in found if one.revoked_at is not None]),
    }
    state = state if state in tabs else ""
    values = {
        "devices": tabs[state][1],
        "state": state,
        "tabs": [
            (f"{label} ({len(rows)})", f"?state={name}&office={office}", name == state)
            for name, (label, rows) in tabs.items()
        ],
        "offices": _offices(office),
        "office": office,
    }
    return render(request, "field/devices.html", values)


def waits(device: Device) -> bool:
    """Say whether the device last said that something waits on it."""
    return device.revoked_at is None and bool(device.queue.get("waiting"))


def _offices(chosen: str) -> list[Option]:
    rows = Office.objects.order_by("code")
    return [Option(row.code, row.name, row.code == chosen) for row in rows]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Issue access for a member's phone; how to set it up is shown once."""
    member = acting(request, "field.devices")
    form = DeviceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            device, secret = services.issue_device(
                kind=Device.Kind.COLLECT, by=member.user, **form.cleaned_data
            )
        if done:
            return shown_once(request, device, secret, member)
    status = 400 if form.is_bound else 200
    return render(request, "field/device_new.html", {"form": form}, status=status)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one device: whose it is, when it was heard of, what waits on it."""
    member = acting(request, "field.devices")
    device = find_device_of(code, member)
    values = {
        "device": device,
        "crumbs": _crumbs(device, member),
        "events": house_history(device, member),
        "waits": waits(device),
        "may_read": member.may("field.submissions"),
    }
    return render(request, "field/device.html", values)


def _crumbs(device: Device, member: Membership, here: str = "") -> list[tuple[str, str]]:
    listed = reverse("field:devices", kwargs={"programme": member.programme.slug})
    way = [(_("Devices"), listed), (device.name, _address(device, member) if here else "")]
    return [*way, (here, "")] if here else way


def _address(device: Device, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": device.code}
    return reverse("field:device", kwargs=where)


def _act(device: Device, member: Membership, **said: Any) -> Act:
    return Act(back=_address(device, member), crumbs=_crumbs(device, member, said["title"]), **said)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a device another name."""
    member = acting(request, "field.devices")
    device = find_device_of(code, member)
    act = _act(
        device, member, title=_("Rename"), button=_("Save"), done=_("The device has a new name.")
    )

    def do(form: forms.Form) -> None:
        services.rename_device(device=device, by=member.user, **form.cleaned_data)

    return act_page(request, act, lambda given: NameForm(given, initial={"name": device.name}), do)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Take a device's access away at once."""
    member = acting(request, "field.devices")
    device = find_device_of(code, member)
    act = _act(
        device,
        member,
        title=_("Revoke the access"),
        button=_("Revoke it now"),
        done=_("The access is revoked: the device lists nothing and sends nothing any more."),
        text=_(
            "From now on the device can neither list forms nor send. What it sent stays here. What "
            "still waits on it can be carried over by hand as a file."
        ),
        stop=True,
    )

    def do(form: forms.Form) -> None:
        services.revoke_device(device=device, by=member.user, **form.cleaned_data)

    return act_page(request, act, RevokeForm, do)
