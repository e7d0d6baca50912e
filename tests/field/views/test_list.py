"""The list of submissions in its three looks, and the decisions made there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodoffices.core.models import AuditEntry
from goodoffices.field.services import reviewing
from tests.field.views.stage import FieldStage, xml


def test_the_table_shows_who_sent_what_and_where_it_stands(field_stage: FieldStage) -> None:
    shown = field_stage.page("submissions/")
    assert "3 submissions" in shown
    assert "Shells in Harrow" in shown
    assert "Fia Ofs" in shown
    assert "files awaited" in shown
    assert "Not mapped" in shown
    assert "Xanthippe" not in shown
    assert "4 submissions" in field_stage.page("submissions/", field_stage.cast.director)


def test_one_form_shows_its_first_answers(field_stage: FieldStage) -> None:
    shown = field_stage.page("submissions/", form=field_stage.form.code)
    assert '<th scope="col"><bdi>District</bdi></th>' in shown
    assert "North of the river" in shown
    assert "Three shells fell" not in shown, "only the first few questions"


def test_links_of_the_table_carry_the_filters(field_stage: FieldStage) -> None:
    shown = field_stage.page("submissions/", q="shells")
    assert f"submissions/{field_stage.first.code}/?q=shells" in shown


def test_the_map_has_a_dot_a_table_and_says_what_is_missing(field_stage: FieldStage) -> None:
    shown = field_stage.page("submissions/", look="map")
    assert 'class="map-dot' in shown
    assert "11.450, 31.220" in shown
    assert "2 submissions have no point on this map." in shown
    nowhere = field_stage.page("submissions/", look="map", q="calm")
    assert 'class="map-dot' not in nowhere


def test_the_living_map_gets_what_lies_in_view(field_stage: FieldStage) -> None:
    client = field_stage.client()
    found = client.get(field_stage.at("submissions/map.geojson"), {"bbox": "30,10,33,13"}).json()
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == [31.22, 11.45]
    assert feature["properties"]["items"][0]["label"] == "Shells in Harrow"
    elsewhere = client.get(field_stage.at("submissions/map.geojson"), {"bbox": "0,0,1,1"}).json()
    assert elsewhere["features"] == []


def test_many_submissions_are_clustered_and_none_is_lost(
    field_stage: FieldStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        point = f"<place><point>{11.4 + number / 500} 31.2 0 5</point></place>"
        field_stage.send(xml(f"uuid:m{number}", point))
    monkeypatch.setattr("goodoffices.field.figures.submission_map.MOST_POINTS", 2)
    client = field_stage.client()
    asked = {"bbox": "30,10,33,13", "zoom": "5"}
    found = client.get(field_stage.at("submissions/map.geojson"), asked).json()
    assert sum(one["properties"]["count"] for one in found["features"]) == 6
    one = found["features"][0]["properties"]
    listed = client.get(one["list_url"])
    assert listed.context["total"] >= one["count"]


def test_files_are_shown_as_a_grid(field_stage: FieldStage) -> None:
    shown = field_stage.page("submissions/", look="media")
    assert shown.count('class="medium"') == 2
    assert "/pictures/" in shown
    assert "text/plain" in shown
    assert "Not named in the form" in shown
    empty = field_stage.page("submissions/", look="media", q="calm")
    assert "No file came with these submissions" in empty


@pytest.mark.parametrize("look", ["table", "map", "media"])
def test_a_look_costs_few_queries(field_stage: FieldStage, look: str) -> None:
    client, address = field_stage.client(), field_stage.at(f"submissions/?look={look}")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 18


def test_an_empty_list_says_what_to_do(field_stage: FieldStage) -> None:
    assert "Nothing matches these filters" in field_stage.page("submissions/", q="zebra")


@pytest.mark.parametrize(
    "query", ["review=perhaps", "from=2026-02-31", "page=99999", "near=a", "flag=%27--", "look=up"]
)
def test_an_absurd_address_gets_a_clear_page(field_stage: FieldStage, query: str) -> None:
    assert field_stage.client().get(field_stage.at(f"submissions/?{query}")).status_code == 200


def test_the_ticked_ones_are_decided_on_at_one_stroke(field_stage: FieldStage) -> None:
    stage = field_stage
    codes = [stage.first.code, stage.second.code, stage.hidden.code]
    given = {"code": codes, "state": "approved", "query": "q=x&page=2"}
    done = stage.client().post(stage.at("submissions/review/"), given, follow=True)
    assert "2 submissions are approved." in done.content.decode()
    assert done.redirect_chain[0][0].endswith("/submissions/?q=x")
    for one, state in ((stage.first, "approved"), (stage.other, "received")):
        one.refresh_from_db()
        assert one.review == state
    stage.hidden.refresh_from_db()
    assert stage.hidden.review == "received"
    assert AuditEntry.objects.filter(action="field.submission.reviewed").count() == 2


def test_a_rejection_of_many_needs_a_reason(field_stage: FieldStage) -> None:
    given = {"code": [field_stage.first.code], "state": "rejected"}
    client, address = field_stage.client(), field_stage.at("submissions/review/")
    assert "Say why" in client.post(address, given, follow=True).content.decode()
    field_stage.first.refresh_from_db()
    assert field_stage.first.review == "received"
    done = client.post(address, given | {"text": "a test of the phone"}, follow=True)
    assert "The submission is rejected." in done.content.decode()


def test_nothing_ticked_and_deleted_ones_are_said(field_stage: FieldStage) -> None:
    stage = field_stage
    client, address = stage.client(), stage.at("submissions/review/")
    assert "Tick the submissions" in client.post(address, {}, follow=True).content.decode()
    by = stage.cast.monitoring_officer.user
    reviewing.delete(submission=stage.first, reason="twice", by=by)
    given = {"code": [stage.first.code], "state": "approved"}
    assert "it is deleted" in client.post(address, given, follow=True).content.decode()


def test_the_list_can_be_saved_as_a_view(field_stage: FieldStage) -> None:
    client = field_stage.client()
    saved = {"page": "field:submissions", "query": "review=question&page=3", "name": "Open"}
    done = client.post(f"/p/{field_stage.cast.programme.slug}/views/new/", saved)
    assert done["Location"].endswith("/field/submissions/?review=question")
    assert "Open" in field_stage.page("submissions/")


def test_who_reads_no_submissions_is_refused(field_stage: FieldStage) -> None:
    stage = field_stage
    for who in (stage.cast.field_officer, stage.cast.administrator, stage.cast.partner):
        assert stage.client(who).get(stage.at("submissions/")).status_code == 403
    analyst = stage.page("submissions/", stage.cast.analyst)
    assert "Quarantine" not in analyst


def test_the_table_points_to_the_report(field_stage: FieldStage) -> None:
    """Rooms above say what became of a submission; the field only asks them."""
    from goodoffices.field import outcomes

    def told(rows: object, member: object) -> dict[int, outcomes.Outcome]:
        return {field_stage.first.pk: outcomes.Outcome("A report", "/p/x/", "linked")}

    outcomes.tell_with(told)
    try:
        assert '<a href="/p/x/">linked</a>' in field_stage.page("submissions/")
    finally:
        outcomes._TELLERS.remove(told)
