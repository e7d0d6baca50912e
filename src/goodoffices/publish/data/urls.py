"""The addresses of open data, below those of the room."""

from django.urls import path

from goodoffices.publish.data import views

VERSION = "data/<slug:code>/versions/<int:number>/"

urlpatterns = [
    path("data/", views.index, name="data"),
    path("data/new/", views.new, name="data-new"),
    path("data/<slug:code>/", views.show, name="data-release"),
    path("data/<slug:code>/change/", views.change, name="data-change"),
    path("data/<slug:code>/prepare/", views.prepare, name="data-prepare"),
    path(VERSION, views.version, name="data-version"),
    path(f"{VERSION}approve/", views.approve, name="data-approve"),
    path(f"{VERSION}publish/", views.publish, name="data-publish"),
    path(f"{VERSION}withdraw/", views.withdraw, name="data-withdraw"),
    path(f"{VERSION}drop/", views.drop, name="data-drop"),
    path(f"{VERSION}files/<str:name>", views.download, name="data-file"),
]
