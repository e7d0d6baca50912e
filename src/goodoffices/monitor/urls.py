"""The addresses of monitoring, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.monitor.views import (
    exports,
    imports,
    incident,
    incident_acts,
    incidents,
    mappings,
    report,
    report_acts,
    report_new,
    reports,
    search,
    situation,
    source_acts,
    sources,
)

app_name = "monitor"
urlpatterns = [
    path("situation/", situation.show, name="situation"),
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/map.json", incidents.map_points, name="incident-map"),
    path("incidents/export.<str:ending>", exports.incidents, name="incident-export"),
    path("incidents/<slug:code>/", incident.show, name="incident"),
    path("incidents/<slug:code>/assess/", incident_acts.assess, name="incident-assess"),
    path("incidents/<slug:code>/describe/", incident_acts.describe, name="incident-describe"),
    path("incidents/<slug:code>/link/", incident_acts.link, name="incident-link"),
    path(
        "incidents/<slug:code>/unlink/<slug:report>/", incident_acts.unlink, name="incident-unlink"
    ),
    path("incidents/<slug:code>/rule/<slug:field>/", incident_acts.rule, name="incident-rule"),
    path("incidents/<slug:code>/restrict/", incident_acts.restrict, name="incident-restrict"),
    path("reports/", reports.index, name="reports"),
    path("reports/new/", report_new.new, name="report-new"),
    path("reports/export.<str:ending>", exports.reports, name="report-export"),
    path("reports/<slug:code>/", report.show, name="report"),
    path("reports/<slug:code>/link/", report_acts.link, name="report-link"),
    path("reports/<slug:code>/open/", report_acts.open_incident, name="report-open"),
    path("reports/<slug:code>/set-aside/", report_acts.set_aside, name="report-set-aside"),
    path("reports/<slug:code>/take-back/", report_acts.take_back, name="report-take-back"),
    path("reports/<slug:code>/grade/", report_acts.grade, name="report-grade"),
    path("reports/<slug:code>/withdraw/", report_acts.withdraw, name="report-withdraw"),
    path("reports/<slug:code>/reinstate/", report_acts.reinstate, name="report-reinstate"),
    path("reports/<slug:code>/restrict/", report_acts.restrict, name="report-restrict"),
    path("sources/", sources.index, name="sources"),
    path("sources/new/", source_acts.new, name="source-new"),
    path("sources/<slug:code>/", sources.show, name="source"),
    path("sources/<slug:code>/change/", source_acts.change, name="source-change"),
    path("sources/<slug:code>/grade/", source_acts.grade, name="source-grade"),
    path("search/", search.show, name="search"),
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
