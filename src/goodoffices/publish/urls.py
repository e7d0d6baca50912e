"""The addresses of the room, under ``/p/<programme>/``; each folder has its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "publish"

FOLDERS = ("writing", "gates", "flow", "data", "partners", "mail", "pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"goodoffices.publish.{folder}.urls"))
    for folder in FOLDERS
    if find_spec(f"goodoffices.publish.{folder}.urls")
]
