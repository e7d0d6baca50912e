"""The addresses of the room, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "publish"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goodoffices.publish.partners.urls")),
]
