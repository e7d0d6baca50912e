"""The addresses of monitoring, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.monitor.views import incidents, situation

app_name = "monitor"
urlpatterns = [
    path("situation/", situation.show, name="situation"),
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/map.json", incidents.map_points, name="incident-map"),
]
