"""The addresses of the room, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.rights.views import identities, people, restricting

app_name = "rights"
PERSON, GROUP = {"kind": "person"}, {"kind": "group"}

urlpatterns = [
    path("people/", people.index, PERSON, name="people"),
    path("people/new/", people.new, PERSON, name="person-new"),
    path("people/find/", identities.find_by_name, name="find"),
    path("people/<slug:code>/", people.show, PERSON, name="person"),
    path("people/<slug:code>/change/", people.change, PERSON, name="person-change"),
    path("people/<slug:code>/restrict/", restricting.of_person, PERSON, name="person-restrict"),
    path("people/<slug:code>/identity/", identities.open_one, PERSON, name="person-identity"),
    path("people/<slug:code>/identity/write/", identities.write, PERSON, name="person-write"),
    path("groups/", people.index, GROUP, name="groups"),
    path("groups/new/", people.new, GROUP, name="group-new"),
    path("groups/<slug:code>/", people.show, GROUP, name="group"),
    path("groups/<slug:code>/change/", people.change, GROUP, name="group-change"),
    path("groups/<slug:code>/restrict/", restricting.of_person, GROUP, name="group-restrict"),
    path("groups/<slug:code>/identity/", identities.open_one, GROUP, name="group-identity"),
    path("groups/<slug:code>/identity/write/", identities.write, GROUP, name="group-write"),
]
