"""Every address of the program."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from goodoffices.web import api, invitations, pages, style
from goodoffices.web.manual import views as manual

CLOSED = [
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/<str:key>/",
    "password/set/",
    "login/code/confirm/",
]
"""Pages of the account library that have no place where people are invited."""

account: list[URLPattern | URLResolver] = [
    *(path(address, pages.closed) for address in CLOSED),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("", include("allauth.urls")),
]

programme: list[URLPattern | URLResolver] = [
    path("", include(f"goodoffices.{room}.urls"))
    for room in ("core", "monitor", "field", "rights", "publish")
    if find_spec(f"goodoffices.{room}.urls")
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("language/", pages.set_language, name="set_language"),
    path("style/", style.page, name="style"),
    path("style/incidents.geojson", style.incidents, name="style-incidents"),
    path("style/boundaries.geojson", style.boundaries, name="style-boundaries"),
    path("docs/", manual.index, name="docs-index"),
    path("docs/<path:page>", manual.show, name="docs"),
    path("account/", include(account)),
    path("field/fill/", include("goodoffices.field.fill.urls")),
    path("p/<slug:programme>/", include(programme)),
    path("field/", include("goodoffices.field.openrosa.urls")),
    path("api/", api.urls),
]

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler429 = "goodoffices.web.pages.too_many"
handler500 = pages.server_error
