"""Addresses of the public site that stand before any language."""

from __future__ import annotations

from goodoffices.site import look
from goodoffices.site.addressing import at
from goodoffices.site.views import maps

urlpatterns = [
    at("", maps.begin),
    at("robots.txt", maps.robots),
    at("sitemap.xml", maps.sitemap),
    at("look/<slug:version>/site.css", look.serve_stylesheet),
    at("look/<slug:version>/fonts/<str:name>", look.serve_font),
]
