"""The demonstration's saved views: each finds something, and the shared ones are seen by others."""

from __future__ import annotations

from django.test import Client
from django_scopes import scope, scopes_disabled

from goodoffices.core.models import Membership, Programme, SavedView
from goodoffices.core.queries.saved_views import views_for
from goodoffices.demo.tables import table
from tests.cast import sign_in


def check_views(programme: Programme) -> None:
    """Hold what the demonstration promises; called where it is loaded."""
    with scope(programme=programme):
        assert SavedView.objects.count() == len(table("views")["views"])
        director = Membership.objects.get(role="director")
        seen = views_for(director)
        shared = SavedView.objects.filter(shared=True)
        assert {one.pk for one in seen} == {one.pk for one in shared}
        codes = [one.code for one in seen]
    browser = sign_in(Client(), director)
    with scopes_disabled():
        pages = [
            browser.get(f"/p/{programme.slug}/views/{code}/", follow=True).content.decode()
            for code in codes
        ]
    barren = [
        code
        for code, page in zip(codes, pages, strict=True)
        if "Nothing matches" in page or 'aria-current="page"><bdi>' not in page
    ]
    assert not barren, [one.name for one in seen if one.code in barren]
