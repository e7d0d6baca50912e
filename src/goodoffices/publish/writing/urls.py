"""The addresses of writing, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.publish.writing.views import citing, editor, publications, topics

urlpatterns = [
    path("publications/", publications.index, name="publications"),
    path("publications/new/", publications.new, name="publication-new"),
    path("publications/cite/", citing.cite, name="cite"),
    path("publications/<slug:code>/", publications.show, name="publication"),
    path("publications/<slug:code>/change/", publications.change, name="publication-change"),
    path("publications/<slug:code>/write/<slug:language>/", editor.write, name="write"),
    path("publications/<slug:code>/look/<slug:language>/", editor.look, name="look"),
    path("publications/<slug:code>/cite/<slug:language>/", citing.pick, name="cite-in"),
    path(
        "publications/<slug:code>/texts/<slug:language>/<int:number>/",
        publications.version,
        name="text",
    ),
    path(
        "publications/<slug:code>/citations/<slug:key>/withdraw/",
        citing.withdraw,
        name="citation-withdraw",
    ),
    path(
        "publications/<slug:code>/citations/<slug:key>/check/", citing.check, name="citation-check"
    ),
    path("topics/", topics.index, name="topics"),
    path("topics/<slug:slug>/", topics.close, name="topic-close"),
]
