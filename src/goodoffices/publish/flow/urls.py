"""The addresses of checks, release and what comes after, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.publish.flow.views import after, checks, release

urlpatterns = [
    path("publications-waiting/", checks.waiting, name="waiting"),
    path("publications-changed/", checks.changed_since, name="changed-since"),
    path("publications/<slug:code>/release/", checks.show, name="release"),
    path("publications/<slug:code>/release/<slug:name>/", checks.step, name="step"),
    path("publications/<slug:code>/publish/", release.publish, name="publish-now"),
    path("publications/<slug:code>/schedule/", release.schedule, name="schedule"),
    path("publications/<slug:code>/embargo/", release.embargo, name="embargo"),
    path("publications/<slug:code>/editions/<int:number>/", release.edition, name="edition"),
    path("publications/<slug:code>/correct/", after.correct, name="correct"),
    path("publications/<slug:code>/withdraw/", after.withdraw, name="withdraw"),
    path("publications/<slug:code>/withdraw/confirm/", after.confirm, name="withdraw-confirm"),
    path("publications/<slug:code>/withdraw/refuse/", after.take_back, name="withdraw-refuse"),
]
