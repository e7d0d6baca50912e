"""The addresses of the room, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import include, path

app_name = "publish"

urlpatterns = [
    path("", include("goodoffices.publish.writing.urls")),
    path("", include("goodoffices.publish.gates.urls")),
    path("", include("goodoffices.publish.flow.urls")),
]
