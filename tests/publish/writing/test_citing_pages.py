"""Citing from the pages people look at, and from the draft they write."""

from __future__ import annotations

import pytest

from goodoffices.core.tlp import TLP
from goodoffices.publish.models import Citation, Publication, State, Topic
from tests.monitor.stage import Stage
from tests.publish.stage import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(stage: Stage) -> Publication:
    return publication(stage.cast.programme)


def test_an_incident_is_found_and_cited(stage: Stage, draft: Publication) -> None:
    client, path = stage.client(stage.cast.press_officer), f"publications/{draft.code}/cite/en/"
    page = client.get(stage.at(path), {"q": "shelled"})
    assert stage.incident.code in page.content.decode()
    answer = client.post(stage.at(path), {"kind": "incident", "incident": stage.incident.code})
    assert answer["Location"] == stage.at(f"publications/{draft.code}/write/en/#cited-c1")
    page = client.get(stage.at(path), {"incident": stage.incident.code})
    claims = page.context["claims"]
    assert {one.report.code for one in claims} == {stage.first.code, stage.second.code}
    client.post(stage.at(path), {"kind": "claim", "claim": claims[0].name})
    assert Citation.objects.get(key="c2").claim == claims[0].claim


def test_what_is_hidden_is_neither_found_nor_cited(stage: Stage, draft: Publication) -> None:
    path = stage.at(f"publications/{draft.code}/cite/en/")
    # Also the director, who is named on it: RED never comes out.
    for member in (stage.cast.press_officer, stage.cast.director):
        client = stage.client(member)
        for asked in ({}, {"q": "Xanthippe"}, {"q": stage.secret.code}):
            page = client.get(path, asked)
            assert stage.secret not in page.context["incidents"]
            assert "Xanthippe speaks" not in page.content.decode()
        guesses = (
            {"kind": "incident", "incident": stage.secret.code},
            {"kind": "incident", "incident": "0000000000"},
            {"kind": "claim", "claim": f"{stage.hidden.code}-1"},
        )
        answers = [client.post(path, guess) for guess in guesses]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert client.get(path, {"incident": stage.secret.code}).status_code == 404
    assert not Citation.objects.exists()


def test_cite_this_leads_from_an_incident_to_a_draft(stage: Stage, draft: Publication) -> None:
    client = stage.client(stage.cast.press_officer)
    record = client.get(stage.at(f"incidents/{stage.incident.code}/")).content.decode()
    address = stage.at(f"publications/cite/?incident={stage.incident.code}")
    assert address in record
    page = client.get(address)
    assert draft.code in page.content.decode()
    answer = client.post(address, {"publication": draft.code, "note": "for the first sentence"})
    assert answer["Location"].endswith("#cited-c1")
    assert Citation.objects.get().note == "for the first sentence"
    hidden = stage.at(f"publications/cite/?incident={stage.secret.code}")
    assert client.get(hidden).status_code == client.post(hidden, {}).status_code == 404
    officer = stage.client(stage.cast.field_officer)
    record = officer.get(stage.at(f"incidents/{stage.incident.code}/")).content.decode()
    assert "publications/cite/" not in record


@pytest.mark.parametrize("kind", ["toll", "chart", "map"])
def test_a_filtered_list_is_cited_as_numbers(stage: Stage, draft: Publication, kind: str) -> None:
    client = stage.client(stage.cast.press_officer)
    filters = "from=2026-03-01&to=2026-03-31"
    listed = client.get(stage.at(f"incidents/?{filters}")).content.decode()
    assert "publications/cite/?query=from%3D2026-03-01%26to%3D2026-03-31" in listed
    address = stage.at("publications/cite/?query=from%3D2026-03-01%26to%3D2026-03-31")
    assert "TLP:AMBER and less strict: 1 incident" in client.get(address).content.decode()
    given = {"publication": draft.code, "kind": kind, "tlp": str(int(TLP.AMBER))}
    assert client.post(address, given).status_code == 302
    made = Citation.objects.get()
    assert made.asked == {"query": filters, "tlp": TLP.AMBER}
    assert made.checked["incidents"] == 1
    mark = "[!c1]" if kind != "toll" else "[=c1.killed.range]"
    page = client.post(
        stage.at(f"publications/{draft.code}/look/ar/"), {"title": "x", "body": mark}
    )
    said = page.content.decode()
    assert ("<svg" in said) == (kind == "chart")  # the place has no point: a table alone
    assert ("<table>" in said) == (kind != "toll")
    assert ("1–7" in said) == (kind == "toll")


def test_nothing_can_be_cited_where_nothing_is(stage: Stage, draft: Publication) -> None:
    client = stage.client(stage.cast.press_officer)
    address = stage.at("publications/cite/?query=from%3D1999-01-01%26to%3D1999-01-02")
    given = {"publication": draft.code, "kind": "toll", "tlp": "0"}
    page = client.post(address, given, follow=True)
    assert "This can carry no sentence now" in page.content.decode()
    assert client.get(stage.at("publications/cite/?query=from%3Dnever")).status_code == 400
    assert not Citation.objects.exists()


def test_a_citation_is_taken_back_for_a_reason(stage: Stage, draft: Publication) -> None:
    client = stage.client(stage.cast.press_officer)
    client.post(
        stage.at(f"publications/{draft.code}/cite/en/"),
        {"kind": "incident", "incident": stage.incident.code},
    )
    address = stage.at(f"publications/{draft.code}/citations/c1/withdraw/")
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "wrong one"}).status_code == 302
    assert client.get(address).status_code == 404
    assert Citation.objects.get().withdrawn_reason == "wrong one"


def test_topics_are_added_closed_and_opened(stage: Stage) -> None:
    client, path = stage.client(stage.cast.press_officer), stage.at("topics/")
    given = {"en": "Roads", "ar": "طرق <b>", "he": "דרכים"}
    assert client.post(path, given).status_code == 302
    assert client.post(path, given).status_code in {200, 400}
    assert "طرق &lt;b&gt;" in client.get(path).content.decode()
    client.post(f"{path}roads/")
    assert Topic.objects.get().closed_at is not None
    assert "roads" not in client.get(stage.at("publications/new/")).content.decode()
    client.post(f"{path}roads/", {"open": "yes"})
    assert Topic.objects.get().closed_at is None
    assert client.post(f"{path}none/").status_code == 404


def test_a_draft_is_begun_and_found(stage: Stage) -> None:
    client = stage.client(stage.cast.press_officer)
    empty = client.get(stage.at("publications/")).content.decode()
    assert "Nothing is being written yet" in empty
    given = {"kind": "brief", "source_language": "he", "title": "השוק", "body": "", "office": ""}
    answer = client.post(stage.at("publications/new/"), given)
    made = Publication.objects.get()
    assert answer["Location"] == stage.at(f"publications/{made.code}/write/he/")
    listed = client.get(stage.at("publications/?kind=brief&state=draft&language=he&q=השוק"))
    assert made.code in listed.content.decode()
    assert "It is being written." in listed.content.decode()
    assert made.code not in client.get(stage.at("publications/?state=published")).content.decode()
    Publication.objects.update(state=State.PUBLISHED)
    page = client.get(stage.at(f"publications/{made.code}/")).content.decode()
    assert f"publications/cite/?cited={made.code}" in page
    assert "/write/" not in page
