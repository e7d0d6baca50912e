"""Devices and the quarantine."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.field.views import devices, quarantine

DEVICE = "field/devices/<str:code>/"
POST = "field/quarantine/<str:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/devices/", devices.index, name="devices"),
    path("field/devices/new/", devices.new, name="device-new"),
    path(DEVICE, devices.show, name="device"),
    path(f"{DEVICE}rename/", devices.rename, name="device-rename"),
    path(f"{DEVICE}revoke/", devices.revoke, name="device-revoke"),
    path("field/quarantine/", quarantine.index, name="quarantine"),
    path(POST, quarantine.show, name="quarantine-post"),
    path(f"{POST}release/", quarantine.release, name="quarantine-release"),
    path(f"{POST}discard/", quarantine.discard, name="quarantine-discard"),
    path(f"{POST}bytes", quarantine.body, name="quarantine-bytes"),
    path(f"{POST}files/<str:sha256>", quarantine.file, name="quarantine-file"),
]
