"""Addresses of the public site behind its language: ``.../<language>/`` and these."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

from goodoffices.site.addressing import at
from goodoffices.site.views import data, feeds, files, involving, news, own

TOPIC = "topics/<slug:topic>/"

urlpatterns: list[URLPattern | URLResolver] = [
    at("", news.home),
    at("news/", news.index),
    at("news/page/<int:number>/", news.index),
    at(TOPIC, news.index),
    at(f"{TOPIC}page/<int:number>/", news.index),
    at("reports/", news.reports),
    at("reports/page/<int:number>/", news.reports),
    at("news/<slug:address>/", news.show),
    at("news/<slug:address>/<str:name>", files.of_page),
    at("data/", data.index),
    at("data/<slug:address>/", data.show),
    at("data/<slug:address>/<int:version>/", data.show),
    at("data/<slug:address>/<int:version>/<str:name>", files.of_dataset),
    at("get-involved/", involving.get_involved),
    at("get-involved/thanks/", involving.thanks),
    *(at(f"{name}/", own.show, {"name": name}) for name in own.PAGES),
    at("feed.<slug:form>", feeds.feed),
    at(f"{TOPIC}feed.<slug:form>", feeds.feed),
]

if find_spec("goodoffices.site.mail_urls"):  # the mailing list's pages
    urlpatterns += import_module("goodoffices.site.mail_urls").urlpatterns
