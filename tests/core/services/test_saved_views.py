"""Saved views, and when somebody last looked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.models import SavedView, Visit
from goodoffices.core.services import saved_views as views
from goodoffices.core.services.visits import look
from tests.cast import Cast

PAGE = "monitor:incidents"


def test_a_view_keeps_filters_and_drops_the_page_number(in_programme: Cast) -> None:
    view = views.save_view(
        member=in_programme.analyst, page=PAGE, name=" North ", query="?q=a+b&page=3&state=verified"
    )
    assert (view.name, view.query) == ("North", "q=a+b&state=verified")


def test_the_same_name_replaces_the_view(in_programme: Cast) -> None:
    for query in ("q=1", "q=2"):
        views.save_view(member=in_programme.analyst, page=PAGE, name="North", query=query)
    assert SavedView.objects.get().query == "q=2"


def test_a_shared_view_is_seen_by_those_cleared_as_far_as_its_owner(in_programme: Cast) -> None:
    view = views.save_view(
        member=in_programme.analyst, page=PAGE, name="North", query="q=x", shared=True
    )
    assert view in views.views_for(in_programme.field_officer)
    assert view not in views.views_for(in_programme.partner)
    views.change_view(view=view, member=in_programme.analyst, name="North", shared=False)
    assert view not in views.views_for(in_programme.field_officer)
    assert view in views.views_for(in_programme.analyst, PAGE)


def test_only_its_owner_changes_or_deletes_a_view(in_programme: Cast) -> None:
    view = views.save_view(
        member=in_programme.analyst, page=PAGE, name="North", query="", shared=True
    )
    with pytest.raises(NotFound):
        views.change_view(view=view, member=in_programme.director, name="Mine", shared=True)
    with pytest.raises(NotFound):
        views.remove_view(view=view, member=in_programme.director)
    views.remove_view(view=view, member=in_programme.analyst)
    assert not SavedView.objects.exists()


def test_a_view_is_not_renamed_onto_another(in_programme: Cast) -> None:
    views.save_view(member=in_programme.analyst, page=PAGE, name="North", query="")
    south = views.save_view(member=in_programme.analyst, page=PAGE, name="South", query="")
    with pytest.raises(Conflict):
        views.change_view(view=south, member=in_programme.analyst, name="North", shared=False)


@pytest.mark.parametrize(
    ("page", "name", "query"),
    [
        ("account_login", "x", ""),
        (PAGE, "  ", ""),
        (PAGE, "x" * 101, ""),
        (PAGE, "x", "q=" + "a" * 3000),
        (PAGE, "x", "&".join(f"type={n}" for n in range(500))),
    ],
)
def test_what_cannot_be_saved(in_programme: Cast, page: str, name: str, query: str) -> None:
    with pytest.raises(InvalidInput):
        views.save_view(member=in_programme.analyst, page=page, name=name, query=query)


def test_since_my_last_visit(in_programme: Cast) -> None:
    def at(minutes: int) -> datetime | None:
        moment = datetime(2026, 3, 1, 7, tzinfo=UTC) + timedelta(minutes=minutes)
        return look(member=in_programme.analyst, page="situation", now=moment)

    start = datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert at(0) is None
    assert at(10) is None
    assert at(39) is None, "a look every half hour is one visit"
    assert at(100) == start + timedelta(minutes=39)
    assert at(101) == start + timedelta(minutes=39), "loading again does not move it"
    assert at(200) == start + timedelta(minutes=101)
    assert Visit.objects.get().before == start + timedelta(minutes=101)
