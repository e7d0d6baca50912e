"""An officer's own page, and setting up the web form."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.field.views import enrolling

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/web-form/", enrolling.web_form, name="web-form"),
]
