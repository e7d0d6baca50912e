"""The page of field reports under ``/field/fill/``, for all programmes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.field.fill import views

app_name = "fill"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.page, name="page"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("words/<str:language>.json", views.words, name="words"),
    path("f/<path:name>", views.file, name="file"),
]
