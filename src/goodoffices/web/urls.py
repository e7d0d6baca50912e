"""Every address of the program."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from goodoffices.web import pages, style

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("language/", pages.set_language, name="set_language"),
    path("style/", style.page, name="style"),
    path("account/", include("allauth.urls")),
]

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
