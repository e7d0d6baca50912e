"""An officer's own page, and setting up the web form."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.field.views import carrying, enrolling, phones, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/", today.show, name="today"),
    path("field/sent/", today.sent, name="today-sent"),
    path("field/sent/<str:code>/", today.receipt, name="today-receipt"),
    path("field/phones/", phones.index, name="today-phones"),
    path("field/phones/<str:code>/revoke/", phones.revoke, name="today-phone-revoke"),
    path("field/web-form/", enrolling.web_form, name="web-form"),
    path("field/carried/", carrying.carried, name="carried"),
]
