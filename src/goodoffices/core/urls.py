"""The addresses of what every room stands on, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.core.views import (
    boundary_json,
    evidence,
    history,
    members,
    place_points,
    saved_views,
    settings,
    suggestions,
    tasks,
    tokens,
)

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", members.index, name="members"),
    path("members/invite/", members.invite, name="member-invite"),
    path("members/<slug:code>/", members.show, name="member"),
    path("members/<slug:code>/end/", members.end, name="member-end"),
    path("members/<slug:code>/invitation/", members.renew, name="member-renew"),
    path("roles/", members.roles, name="roles"),
    path("settings/", settings.show, name="settings"),
    path("settings/offices/new/", settings.new_office, name="office-new"),
    path("settings/offices/<slug:code>/", settings.office, name="office"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/<slug:code>/revoke/", tokens.revoke, name="token-revoke"),
    path("views/", saved_views.index, name="views"),
    path("views/new/", saved_views.new, name="view-new"),
    path("views/<slug:code>/", saved_views.show, name="view"),
    path("views/<slug:code>/change/", saved_views.change, name="view-change"),
    path("views/<slug:code>/delete/", saved_views.remove, name="view-delete"),
    path("tasks/", tasks.index, name="tasks"),
    path("tasks/<slug:code>/", tasks.show, name="task"),
    path("tasks/<slug:code>/cancel/", tasks.cancel, name="task-cancel"),
    path("history/", history.index, name="history"),
    path("boundaries/<slug:code>.json", boundary_json.show, name="boundary-set"),
    path("places/points.json", place_points.show, name="place-points"),
    path("places/suggest/", suggestions.places, name="place-suggestions"),
    path("parties/suggest/", suggestions.parties, name="party-suggestions"),
    path("evidence/<slug:code>/", evidence.download, name="evidence"),
]
