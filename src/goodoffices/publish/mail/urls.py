"""Addresses of the mailing list in the workspace."""

from __future__ import annotations

from django.urls import path

from goodoffices.publish.mail.views import listing, mailings

urlpatterns = [
    path("mailing-list/", listing.index, name="mailing-list"),
    path("mailing-list/find/", listing.find, name="subscriber-find"),
    path("mailing-list/find/none/", listing.nobody, name="subscriber-none"),
    path("mailing-list/export/", listing.export, name="mailing-list-export"),
    path("mailing-list/subscribers/<slug:code>/", listing.subscriber, name="subscriber"),
    path("mailing-list/subscribers/<slug:code>/remove/", listing.remove, name="subscriber-remove"),
    path("mailings/new/", mailings.new, name="mailing-new"),
    path("mailings/<slug:code>/", mailings.show, name="mailing"),
    path("mailings/<slug:code>/preview/<str:language>/", mailings.preview, name="mailing-preview"),
    path(
        "mailings/<slug:code>/preview/<str:language>/html/",
        mailings.preview_html,
        name="mailing-html",
    ),
    path("mailings/<slug:code>/test/", mailings.try_out, name="mailing-test"),
    path("mailings/<slug:code>/start/", mailings.start, name="mailing-start"),
    path("mailings/<slug:code>/pause/", mailings.pause, name="mailing-pause"),
    path("mailings/<slug:code>/go-on/", mailings.go_on, name="mailing-go-on"),
    path("mailings/<slug:code>/cancel/", mailings.cancel, name="mailing-cancel"),
    path("mailings/<slug:code>/doubt/<slug:delivery>/", mailings.settle, name="mailing-settle"),
]
