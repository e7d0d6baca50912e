"""Saved views, and when somebody last looked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.apps import apps
from django.urls import reverse

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.access import name_on
from goodoffices.core.models import Party, SavedView, Visit
from goodoffices.core.queries.addresses import Circle
from goodoffices.core.roles import PERMISSIONS
from goodoffices.core.savable import pages
from goodoffices.core.services import saved_views as views
from goodoffices.core.services.visits import look
from goodoffices.core.tlp import TLP
from goodoffices.field.queries.asked import SubmissionFilter
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.reports import ReportFilter
from tests.cast import Cast

PAGE = "monitor:incidents"


def test_a_view_keeps_filters_and_drops_the_page_number(in_programme: Cast) -> None:
    view = views.save_view(
        member=in_programme.analyst,
        page=PAGE,
        name=" North ",
        query="?q=a+b&page=3&state=verified&to=&next=//evil.example&csrfmiddlewaretoken=x",
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


def test_who_may_not_share_keeps_views_to_themselves(in_programme: Cast) -> None:
    """Also those that were shared under another role."""
    for member in (in_programme.field_officer, in_programme.partner):
        with pytest.raises(NotPermitted):
            views.save_view(member=member, page=PAGE, name="North", query="q=x", shared=True)
    own = views.save_view(member=in_programme.partner, page=PAGE, name="North", query="q=x")
    with pytest.raises(NotPermitted):
        views.change_view(view=own, member=in_programme.partner, name="North", shared=True)
    SavedView.objects.update(shared=True)
    assert own in views.views_for(in_programme.partner)
    assert own not in views.views_for(in_programme.analyst)


def test_views_of_a_page_that_one_may_not_open_are_not_there(in_programme: Cast) -> None:
    view = views.save_view(
        member=in_programme.analyst, page="rights:cases", name="Late", query="state=late"
    )
    views.change_view(view=view, member=in_programme.analyst, name="Late", shared=True)
    assert view in views.views_for(in_programme.director)
    assert view not in views.views_for(in_programme.field_officer)
    for page in ("rights:cases", "field:submissions"):
        with pytest.raises(InvalidInput):
            views.save_view(member=in_programme.field_officer, page=page, name="x", query="")


def test_a_view_that_names_a_hidden_record_is_not_there(in_programme: Cast) -> None:
    """Nor counted; for whom the record is named it is."""
    programme = in_programme.programme
    party = Party.objects.create(programme=programme, kind="group", name="Xan", tlp=TLP.RED)
    name_on(party, [in_programme.director], by=None)
    for page, query in ((PAGE, f"party={party.code}"), ("core:evidence-list", f"q={party.code}")):
        view = views.save_view(
            member=in_programme.director, page=page, name="x", query=query, shared=True
        )
        assert view in views.views_for(in_programme.director)
        assert view not in views.views_for(in_programme.analyst)
        assert view not in views.views_for(in_programme.analyst, page)
    name_on(party, [in_programme.analyst], by=None)
    assert [one.page for one in views.views_for(in_programme.analyst)] == [PAGE]


def test_every_page_that_can_be_saved_knows_its_records(in_programme: Cast) -> None:
    for page in pages().values():
        assert reverse(page.url_name, kwargs={"programme": "talmora"})
        assert page.permission in PERMISSIONS
        for name, kind in page.records.items():
            assert name in page.parameters
            assert hasattr(apps.get_model(kind).objects.all(), "visible_to")


def test_what_a_page_asks_for_is_what_its_views_keep() -> None:
    """A filter that is added to a page and forgotten here would be lost without a word."""
    whole = {
        "monitor:incidents": _names(
            IncidentFilter(
                first_day=1,
                last_day=2,
                preset="7d",
                place="a",
                near=Circle(1, 2, 3),
                possibly=True,
                types=("a",),
                parties=("a",),
                sources=("a",),
                states=("a",),
                killed_from=1,
                killed_to=2,
                text="a",
                sort="killed",
            )
        ),
        "monitor:reports": set(
            parse_qs(
                ReportFilter(
                    decision="waits",
                    sources=("a",),
                    offices=("a",),
                    languages=("en",),
                    first_day=1,
                    last_day=2,
                    text="a",
                ).address()
            )
        ),
        "field:submissions": _names(
            SubmissionFilter(
                forms=("a",),
                offices=("a",),
                devices=("a",),
                officers=("a",),
                reviews=("a",),
                mappings=("a",),
                flags=("a",),
                first_day=1,
                last_day=2,
                near=Circle(1, 2, 3),
                text="a",
                awaits=True,
                branches=True,
                deleted=True,
                look="map",
            )
        ),
    }
    for name, parameters in whole.items():
        assert pages()[name].parameters == parameters, name


def _names(asked: IncidentFilter | SubmissionFilter) -> set[str]:
    return {name for name, _value in asked.pairs()}


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
