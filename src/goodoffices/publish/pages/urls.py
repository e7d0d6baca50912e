"""The addresses of the pages about the public site, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.publish.pages import views

urlpatterns = [
    path("site/", views.site, name="site"),
    path("site/state/", views.state, name="site-state"),
    path("site/change/", views.change, name="site-change"),
    path("site/pages/<slug:page>/<slug:language>/", views.page, name="site-page"),
    path("site/pages/<slug:page>/<slug:language>/publish/", views.publish, name="site-publish"),
    path("site/inbox/", views.inbox, name="inbox"),
    path("site/inbox/<int:number>/answered/", views.answered, name="inbox-answered"),
    path("site/inbox/<int:number>/delete/", views.delete, name="inbox-delete"),
]
