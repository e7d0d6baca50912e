"""The addresses of the checks, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.publish.gates.views import checks, names, policy, replies

urlpatterns = [
    path("publications/<slug:code>/checks/", checks.show, name="checks"),
    path("publications/<slug:code>/checks/<slug:language>/", checks.of_text, name="checks-text"),
    path(
        "publications/<slug:code>/overrides/<slug:said>/",
        checks.take_back,
        name="override-withdraw",
    ),
    path("publications/<slug:code>/names/", names.look, name="names"),
    path("publications/<slug:code>/replies/", replies.show, name="replies"),
    path("publications/<slug:code>/replies/ask/", replies.ask, name="reply-ask"),
    path("publications/<slug:code>/replies/leave-out/", replies.leave_out, name="reply-leave-out"),
    path(
        "publications/<slug:code>/replies/<slug:said>/answer/", replies.answer, name="reply-answer"
    ),
    path(
        "publications/<slug:code>/replies/<slug:said>/take-back/",
        replies.take_back,
        name="reply-withdraw",
    ),
    path("release-policy/", policy.show, name="release-policy"),
    path("release-policy/overrides/", checks.overrides, name="overrides"),
    path("release-policy/packs/<str:code>/", policy.pack, name="term-pack"),
]
