"""The addresses of the room, under ``/p/<programme>/``; each folder has its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "publish"

FOLDERS = ("writing", "gates", "flow", "data", "partners")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"goodoffices.publish.{folder}.urls")) for folder in FOLDERS
]
