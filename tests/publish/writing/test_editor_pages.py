"""The editor: saving, looking, two at once, translations, and what somebody pastes into it."""

from __future__ import annotations

import pytest

from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.models import Citation, Publication, Text
from goodoffices.publish.writing.services.citations import GivenCitation, cite
from tests.monitor.stage import Stage
from tests.publish.stage import citation, publication, text

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3))"


@pytest.fixture
def draft(stage: Stage) -> Publication:
    return publication(stage.cast.programme, body="Shells fell. [@c1]")


def sent(number: int = 1, **more: str) -> dict[str, str]:
    return {"title": "Market", "summary": "", "body": "x", "number": str(number), **more}


def test_saving_makes_a_version_and_stays(stage: Stage, draft: Publication) -> None:
    client, path = stage.client(stage.cast.press_officer), f"publications/{draft.code}/write/en/"
    answer = client.post(stage.at(path), sent(body="Three.\r\n\r\nFour.", do="save"))
    assert (answer.status_code, answer["Location"]) == (302, stage.at(path))
    assert Text.objects.get(number=2).body == "Three.\n\nFour."
    answer = client.post(stage.at(path), sent(2, body="Five.", do="cite"))
    assert answer["Location"] == stage.at(f"publications/{draft.code}/cite/en/")
    assert Text.objects.filter(number=3).exists()


def test_looking_saves_nothing(stage: Stage, draft: Publication) -> None:
    client, path = stage.client(stage.cast.press_officer), f"publications/{draft.code}/"
    page = client.post(stage.at(f"{path}write/en/"), sent(body="A **new** word.", do="preview"))
    assert page.status_code == 200
    assert "A <strong>new</strong> word." in page.content.decode()
    piece = client.post(stage.at(f"{path}look/en/"), sent(body="A **new** word."))
    assert "A <strong>new</strong> word." in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert Text.objects.count() == 1


def test_what_is_pasted_stays_text(stage: Stage, draft: Publication) -> None:
    citation(draft, "c1", kind="incident", incident=stage.incident)
    Incident.objects.filter(pk=stage.incident.pk).update(title=EVIL)
    client, path = stage.client(stage.cast.press_officer), f"publications/{draft.code}/"
    given = sent(title=EVIL, summary=EVIL, body=f"{EVIL} [@c1]\n\n[=c1.killed]", do="preview")
    pages = [
        client.post(stage.at(f"{path}write/en/"), given),
        client.post(stage.at(f"{path}look/en/"), given),
    ]
    client.post(stage.at(f"{path}write/en/"), {**given, "do": "save"})
    pages += [client.get(stage.at(f"publications/{end}")) for end in ("", f"{draft.code}/")]
    pages += [client.get(stage.at(f"{path}{end}")) for end in ("texts/en/2/", "cite/en/")]
    for page in pages:
        said = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in said
        assert "<img" not in said
        assert 'href="javascript' not in said
        assert "alert(1)" in said


def test_two_editors_at_once_see_both_texts(stage: Stage, draft: Publication) -> None:
    path = stage.at(f"publications/{draft.code}/write/en/")
    text(draft, "en", 2, body="Theirs fell at dawn.", by=stage.cast.analyst)
    client = stage.client(stage.cast.press_officer)
    page = client.post(path, sent(1, body="Mine fell at dawn.", do="save"))
    said = page.content.decode()
    assert page.status_code == 409
    assert "<del>Theirs</del><ins>Mine</ins> fell at dawn." in said
    assert "Ana Lyst" in said
    assert Text.objects.count() == 2
    # The editor holds one's own text, and knows now of theirs: saving again is a choice.
    assert page.context["form"]["body"].value() == "Mine fell at dawn."
    assert page.context["form"]["number"].value() == "2"
    assert client.post(path, sent(2, body="Mine fell at dawn.")).status_code == 302
    assert Text.objects.get(number=3).body == "Mine fell at dawn."


def test_a_translation_stands_beside_its_source(stage: Stage, draft: Publication) -> None:
    text(draft, "ar", 1, title="السوق", body="سقطت قذائف. [@c1]", of_source=1)
    text(draft, "en", 2, body="Shells fell. [@c1]\n\nNobody was warned.")
    client, path = stage.client(stage.cast.analyst), f"publications/{draft.code}/write/ar/"
    page = client.get(stage.at(path))
    said = page.content.decode()
    assert "<ins>Nobody was warned.</ins>" in said
    assert '<textarea name="body"' in said
    assert 'lang="ar" dir="rtl"' in said
    # Isolates keep each mark together in the editor; none is ever saved.
    assert page.context["form"]["body"].value() == "سقطت قذائف. \u2066[@c1]\u2069"
    given = sent(1, title="السوق", body="سقطت. \u2066[@c1]\u2069", of_source="2")
    client.post(stage.at(path), given)
    saved = Text.objects.get(language="ar", number=2)
    assert (saved.body, saved.of_source) == ("سقطت. [@c1]", 1), "it was not said to follow"
    client.post(stage.at(path), {**given, "number": "2", "follows": "on"})
    assert Text.objects.get(language="ar", number=3).of_source == 2
    assert "stale" not in client.get(stage.at(path)).content.decode().split("<form")[1]


def test_a_text_that_cannot_be_saved_is_kept_in_the_editor(
    stage: Stage, draft: Publication
) -> None:
    client, path = stage.client(stage.cast.analyst), f"publications/{draft.code}/write/en/"
    page = client.post(stage.at(path), sent(title="", body="What I wrote for an hour."))
    assert page.status_code == 400
    assert "What I wrote for an hour." in page.content.decode()
    Publication.objects.update(state="published")
    assert client.get(stage.at(path)).status_code == 409
    assert client.get(stage.at(f"publications/{draft.code}/write/fr/")).status_code == 404


def test_a_hidden_record_behind_a_citation_says_nothing(stage: Stage, draft: Publication) -> None:
    by = stage.cast.press_officer
    Incident.objects.filter(pk=stage.incident.pk).update(title="Orchard behind the mill")
    cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by.user)
    text(draft, "en", 2, body="[=c1.killed.high] died. [@c1]")
    analyst = stage.cast.analyst
    client, path = stage.client(analyst), f"publications/{draft.code}/"
    Publication.objects.update(tlp=TLP.GREEN)
    ends = ("", "write/en/", "texts/en/2/")
    for end in ends:
        assert "Orchard" in client.get(stage.at(path + end)).content.decode()
    analyst.clearance = TLP.GREEN
    analyst.save()
    Incident.objects.filter(pk=stage.incident.pk).update(killed_high=70_011)
    for end in ends:
        said = client.get(stage.at(path + end)).content.decode()
        assert "A record you may not see." in said
        for secret in ("Orchard", stage.incident.code, "70,011", ">7<", "Changed since"):
            assert secret not in said, (end, secret)


def test_a_figure_that_changed_is_checked_with_one_button(stage: Stage, draft: Publication) -> None:
    by = stage.cast.press_officer
    cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by.user)
    Incident.objects.filter(pk=stage.incident.pk).update(killed_high=9)
    client, path = stage.client(by), f"publications/{draft.code}/"
    for end in ("", "write/en/"):
        said = client.get(stage.at(path + end)).content.decode()
        assert "<del><bdi>7</bdi></del> → <strong><bdi>9</bdi></strong>" in said
    answer = client.post(stage.at(f"{path}citations/c1/check/"), {"language": "en"})
    assert answer["Location"] == stage.at(f"{path}write/en/#cited-c1")
    assert Citation.objects.get().checked["killed.high"] == 9
    assert "Changed since" not in client.get(stage.at(path)).content.decode()
