"""The pages of the field under ``/p/<programme>/field/``, one list a subject."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from goodoffices.field.urls import forms, house, officer, submissions

app_name = "field"
urlpatterns: list[URLPattern | URLResolver] = [
    *forms.urlpatterns,
    *submissions.urlpatterns,
    *officer.urlpatterns,
    *house.urlpatterns,
]
