"""The addresses of monitoring, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.monitor.views import imports, incidents, mappings, situation

app_name = "monitor"
urlpatterns = [
    path("situation/", situation.show, name="situation"),
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/map.json", incidents.map_points, name="incident-map"),
    path("imports/", imports.index, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/<slug:code>/", imports.show, name="import"),
    path("imports/<slug:code>/confirm/", imports.confirm, name="import-confirm"),
    path("imports/<slug:code>/rejections.csv", imports.rejections, name="import-rejections"),
    path("mappings/", mappings.index, name="mappings"),
    path("mappings/new/", mappings.new, name="mapping-new"),
    path("mappings/table/<str:token>/", mappings.edit, name="mapping"),
    path("mappings/<slug:code>/", mappings.new, name="mapping-again"),
]
