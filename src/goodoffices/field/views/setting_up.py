"""What is shown once after access was issued: how a phone with ODK Collect is set up."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goodoffices.core.models import Membership
from goodoffices.field.models import Device


def shown_once(
    request: HttpRequest, device: Device, secret: str, member: Membership
) -> HttpResponse:
    """Show the QR code and the words that set a phone up; kept in no cache, shown only now."""
    values = {
        "device": device,
        "secret": secret,
        "own": device.membership_id == member.pk,
        "address": keyed_address(request, device, secret),
        "plain_address": plain_address(request, device),
        "picture": picture(settings_of(keyed_address(request, device, secret), device)),
    }
    return render(request, "field/device_ready.html", values)


def keyed_address(request: HttpRequest, device: Device, secret: str) -> str:
    """Return the server address with the key in it: nothing else is to be typed."""
    where = {"slug": device.programme.slug, "secret": secret}
    listed = reverse("openrosa:forms-by-key", kwargs=where)
    return request.build_absolute_uri(listed.removesuffix("/formList"))


def plain_address(request: HttpRequest, device: Device) -> str:
    """Return the server address for those who type user name and password."""
    listed = reverse("openrosa:forms", kwargs={"slug": device.programme.slug})
    return request.build_absolute_uri(listed.removesuffix("/formList"))


def settings_of(address: str, device: Device) -> dict[str, Any]:
    """Return what Collect is to be set to: it sends and updates by itself, and its user sees only
    what they need."""
    return {
        "general": {
            "protocol": "odk_default",
            "server_url": address,
            "username": "",
            "password": "",
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_one_hour",
            "automatic_update": True,
            "autosend": "wifi_and_cellular",
            "delete_send": True,
            "image_size": "large",
            "metadata_username": "",
            "metadata_email": "",
            "metadata_phonenumber": "",
        },
        "admin": {"change_server": False, "analytics": False},
        "project": {"name": f"{device.programme.name} · {device.name}"[:60], "icon": "G"},
    }


def packed(settings: dict[str, Any]) -> str:
    """Return settings in the form that Collect scans: JSON, zlib, Base64."""
    said = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(said, 9)).decode()


def picture(settings: dict[str, Any]) -> str:
    """Return the QR code as the address of a picture that needs no request."""
    code = segno.make(packed(settings), error="l", micro=False)
    return str(code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff"))
