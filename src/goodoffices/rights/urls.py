"""The addresses of the room, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.rights.views import (
    acts,
    case_acts,
    cases,
    consents,
    identities,
    involvements,
    people,
    restricting,
    totals,
)

app_name = "rights"
PERSON, GROUP = {"kind": "person"}, {"kind": "group"}
FIGURES = {"ending": "figures"}

urlpatterns = [
    path("people/", people.index, PERSON, name="people"),
    path("people/new/", people.new, PERSON, name="person-new"),
    path("people/find/", identities.find_by_name, name="find"),
    path("people/<slug:code>/", people.show, PERSON, name="person"),
    path("people/<slug:code>/change/", people.change, PERSON, name="person-change"),
    path("people/<slug:code>/restrict/", restricting.of_person, PERSON, name="person-restrict"),
    path("people/<slug:code>/identity/", identities.open_one, PERSON, name="person-identity"),
    path("people/<slug:code>/identity/write/", identities.write, PERSON, name="person-write"),
    path("people/<slug:code>/consents/", consents.give, name="consent-give"),
    path("people/<slug:code>/consents/<slug:said>/", consents.take_back, name="consent-withdraw"),
    path("people/<slug:code>/files/", consents.tie, name="file-tie"),
    path("people/<slug:code>/files/<slug:said>/", consents.untie, name="file-untie"),
    path("groups/", people.index, GROUP, name="groups"),
    path("groups/new/", people.new, GROUP, name="group-new"),
    path("groups/<slug:code>/", people.show, GROUP, name="group"),
    path("groups/<slug:code>/change/", people.change, GROUP, name="group-change"),
    path("groups/<slug:code>/restrict/", restricting.of_person, GROUP, name="group-restrict"),
    path("groups/<slug:code>/identity/", identities.open_one, GROUP, name="group-identity"),
    path("groups/<slug:code>/identity/write/", identities.write, GROUP, name="group-write"),
    path("cases/", cases.index, name="cases"),
    path("cases/new/", cases.new, name="case-new"),
    path("cases/<slug:code>/", cases.show, name="case"),
    path("cases/<slug:code>/change/", cases.change, name="case-change"),
    path("cases/<slug:code>/restrict/", cases.restrict, name="case-restrict"),
    path("cases/<slug:code>/close/", case_acts.close, name="case-close"),
    path("cases/<slug:code>/note/", case_acts.note, name="case-note"),
    path("cases/<slug:code>/notes/<slug:said>/", case_acts.take_back_note, name="note-take-back"),
    path("cases/<slug:code>/belongs/", case_acts.belong, name="case-belong"),
    path("cases/<slug:code>/belongs/<slug:said>/", case_acts.take_off, name="case-take-off"),
    path("cases/<slug:code>/steps/", case_acts.plan, name="case-plan"),
    path("cases/<slug:code>/steps/<slug:step>/finish/", case_acts.finish, name="step-finish"),
    path("cases/<slug:code>/steps/<slug:step>/drop/", case_acts.drop, name="step-drop"),
    path("totals/", totals.index, name="totals"),
    path("totals/new/", totals.new, name="total-new"),
    path("totals/<slug:code>/", totals.show, name="total"),
    path("totals/<slug:code>/again/", totals.again, name="total-again"),
    path("totals/<slug:code>/withdraw/", totals.withdraw, name="total-withdraw"),
    path("totals/<slug:code>/restrict/", totals.restrict, name="total-restrict"),
    path("totals/<slug:code>/estimate.<slug:ending>", totals.export, name="total-export"),
    path("totals/<slug:code>/figures.csv", totals.export, FIGURES, name="total-figures"),
    path("people-suggestions/", acts.suggest, name="suggestions"),
    path("norms/", acts.norms, name="norms"),
    path("acts/", acts.index, name="acts"),
    path("acts/export.<slug:ending>", consents.export, name="act-export"),
    path("acts/new/", acts.new, name="act-new"),
    path("acts/<slug:code>/", acts.show, name="act"),
    path("acts/<slug:code>/change/", acts.change, name="act-change"),
    path("acts/<slug:code>/restrict/", acts.restrict, name="act-restrict"),
    path("acts/<slug:code>/involve/", involvements.involve, name="act-involve"),
    path("acts/<slug:code>/norm/", involvements.violate, name="act-norm"),
    path(
        "acts/<slug:code>/involved/<slug:said>/",
        involvements.take_back_involvement,
        name="involvement-take-back",
    ),
    path(
        "acts/<slug:code>/norms/<slug:said>/",
        involvements.take_back_violation,
        name="violation-take-back",
    ),
]
