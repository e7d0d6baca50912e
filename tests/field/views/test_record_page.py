"""The page of a submission: answers, files, versions, decisions, what is said about it."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodoffices.core.models import AuditEntry
from goodoffices.field.models import Submission
from goodoffices.field.refusals import Refused
from goodoffices.field.services import reviewing
from tests.field.views.stage import FIRST, PNG, FieldStage, send, xml

ACTS = ("review", "reject", "note", "delete", "restore", "edits/1")


def at(stage: FieldStage, path: str = "", one: Submission | None = None) -> str:
    return f"submissions/{(one or stage.first).code}/{path}"


def test_answers_in_words_repeats_as_tables_files_with_states(field_stage: FieldStage) -> None:
    shown = field_stage.page(at(field_stage))
    for words in ("North of the river", "Three shells fell at dawn.", "market.png", "Awaited"):
        assert words in shown
    assert "<caption><bdi>people</bdi></caption>" in shown
    assert '<bdi class="num">2.1</bdi>' in shown
    assert "Files are still awaited." in shown
    assert "11.4500, 31.2200" in shown
    assert 'class="map-dot' in shown


def test_labels_follow_the_readers_language(field_stage: FieldStage) -> None:
    client = field_stage.client()
    client.post("/language/", {"language": "ar"})
    shown = client.get(field_stage.at(at(field_stage))).content.decode()
    assert "المنطقة" in shown
    assert "شمال النهر" in shown
    assert 'dir="rtl"' in shown


def test_words_keep_their_own_direction_and_run_nothing(field_stage: FieldStage) -> None:
    nasty = "&lt;script&gt;alert(1)&lt;/script&gt;"
    sent = field_stage.send(xml("uuid:n", f"<what>{nasty}</what>", name=nasty))
    shown = field_stage.page(at(field_stage, one=sent))
    assert "<script>alert" not in shown
    assert f'<span class="answer" dir="auto">{nasty}</span>' in shown


def test_a_record_costs_few_queries(field_stage: FieldStage) -> None:
    client, address = field_stage.client(), field_stage.at(at(field_stage))
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 22


def test_the_xml_comes_byte_for_byte(field_stage: FieldStage) -> None:
    answer = field_stage.client().get(field_stage.at(at(field_stage, "version-1.xml")))
    assert answer.content == bytes(field_stage.first.versions.get().xml)
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(action="field.submission.opened").count() == 1
    missing = field_stage.client().get(field_stage.at(at(field_stage, "version-9.xml")))
    assert missing.status_code == 404


def test_files_are_handed_out_whole_and_only_pictures_are_shown(field_stage: FieldStage) -> None:
    client, second = field_stage.client(), field_stage.second
    photo, note = (hashlib.sha256(one).hexdigest() for one in (PNG, b"a stray note"))
    sent = client.get(field_stage.at(at(field_stage, f"files/{photo}", second)))
    assert b"".join(sent.streaming_content) == PNG  # type: ignore[attr-defined]
    assert sent["Content-Disposition"] == 'attachment; filename="b.png"'
    shown = client.get(field_stage.at(at(field_stage, f"pictures/{photo}", second)))
    assert shown["Content-Type"] == "image/png"
    assert "attachment" not in shown.get("Content-Disposition", "")
    for address in (f"pictures/{note}", f"files/{'0' * 64}"):
        assert client.get(field_stage.at(at(field_stage, address, second))).status_code == 404
    other = client.get(field_stage.at(at(field_stage, f"files/{photo}", field_stage.first)))
    assert other.status_code == 404, "a file of another submission"


def test_edits_stand_side_by_side(field_stage: FieldStage) -> None:
    changed = FIRST.replace("<killed>2</killed>", "<killed>3</killed>")
    field_stage.send(xml("uuid:1b", changed, edits="uuid:1"))
    shown = field_stage.page(at(field_stage))
    assert "What differs from version 1" in shown
    assert "Edited since" in shown
    assert shown.count("Download the XML, byte for byte") == 2


def test_one_key_decides(field_stage: FieldStage) -> None:
    client, page = field_stage.client(), field_stage.at(at(field_stage))
    shown = client.get(page).content.decode()
    for key in ("a", "r"):
        assert f'data-key="{key}"' in shown
    done = client.post(f"{page}review/", {"state": "approved", "query": "q=shells"})
    assert done["Location"].endswith(f"/submissions/{field_stage.first.code}/?q=shells")
    assert 'data-key="u"' in client.get(page).content.decode()
    client.post(f"{page}review/", {"state": "received"})
    field_stage.first.refresh_from_db()
    assert field_stage.first.review == "received"
    assert client.post(f"{page}review/", {"state": "perhaps"}).status_code == 400


def test_rejecting_asks_why(field_stage: FieldStage) -> None:
    client, page = field_stage.client(), field_stage.at(at(field_stage, "reject/"))
    assert client.post(page, {"reason": ""}).status_code == 400
    assert client.post(page, {"reason": "of last year"}).status_code == 302
    assert "of last year" in field_stage.page(at(field_stage))


def test_asking_and_commenting(field_stage: FieldStage) -> None:
    client, page = field_stage.client(), field_stage.at(at(field_stage, "note/"))
    asked = client.post(page, {"kind": "question", "text": "Which market?"})
    assert asked["Location"].endswith("#talk")
    client.post(page, {"kind": "comment", "text": "Compare with the radio"})
    shown = field_stage.page(at(field_stage))
    assert "Question to the officer" in shown
    assert "Which market?" in shown
    assert "Compare with the radio" in shown
    assert "Has a question" in shown
    assert client.post(page, {"kind": "comment", "text": " "}).status_code == 400


def test_deleting_and_restoring(field_stage: FieldStage) -> None:
    client = field_stage.client()
    page = field_stage.at(at(field_stage))
    assert client.post(f"{page}delete/", {"reason": ""}).status_code == 400
    assert client.post(f"{page}delete/", {"reason": "sent twice"}).status_code == 302
    assert "This submission is deleted." in client.get(page).content.decode()
    assert "Shells" not in field_stage.page("submissions/")
    assert "Shells" in field_stage.page("submissions/", deleted="1")
    assert client.post(f"{page}review/", {"state": "approved"}).status_code == 409
    assert client.post(f"{page}restore/", {"reason": "it was not"}).status_code == 302
    assert "Shells" in field_stage.page("submissions/")
    assert client.post(f"{page}restore/", {"reason": "again"}).status_code == 409


@pytest.fixture
def crossing(field_stage: FieldStage) -> FieldStage:
    """Have two phones' edits of the same version cross."""
    field_stage.send(xml("uuid:1b", "<killed>3</killed>", edits="uuid:1"))
    with pytest.raises(Refused):
        field_stage.send(xml("uuid:1c", "<killed>4</killed>", edits="uuid:1"))
    return field_stage


def test_two_edits_are_compared_and_settled(crossing: FieldStage) -> None:
    assert "Two edits were made of the same version." in crossing.page(at(crossing))
    assert crossing.first.code in crossing.page("submissions/", branches="1")
    client, page = crossing.client(), crossing.at(at(crossing, "edits/3/"))
    shown = client.get(page).content.decode()
    assert "What differs from version 2" in shown
    assert client.post(page, {"take": "yes", "reason": ""}).status_code == 400
    assert client.post(page, {"take": "yes", "reason": "the later count"}).status_code == 302
    crossing.first.refresh_from_db()
    assert crossing.first.current == 3
    assert client.post(page, {"take": "no", "reason": "no"}).status_code == 409
    assert client.get(crossing.at(at(crossing, "edits/9/"))).status_code == 404


def test_an_encrypted_one_says_so(field_stage: FieldStage) -> None:
    sealed = (
        '<data id="incident" version="1" encrypted="yes" '
        'xmlns="http://opendatakit.org/submissions"><base64EncryptedKey>x</base64EncryptedKey>'
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        '<meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:enc</instanceID></meta></data>'
    )
    sent = send(field_stage.cast.field_officer, field_stage.phone, sealed)
    shown = field_stage.page(at(field_stage, one=sent))
    assert "It was encrypted on the phone" in shown
    assert "submission.xml.enc" in shown


def test_neighbours_are_reached_by_key(field_stage: FieldStage) -> None:
    shown = field_stage.page(at(field_stage, one=field_stage.second))
    assert f'href="{field_stage.at(at(field_stage, one=field_stage.other))}"' in shown
    assert 'data-key="j"' in shown
    assert "3 in the list" in shown
    alone = field_stage.page(at(field_stage, one=field_stage.second), q="shells")
    assert f"{field_stage.first.code}/?q=shells" in alone
    assert 'data-key="k"' not in alone


def test_a_red_one_is_read_on_record(field_stage: FieldStage) -> None:
    stage = field_stage
    assert "Xanthippe was there" in stage.page(at(stage, one=stage.hidden), stage.cast.director)
    entry = AuditEntry.objects.get(action="core.record.read")
    assert entry.object_code == stage.hidden.code
    stage.page(at(stage))
    assert AuditEntry.objects.filter(action="core.record.read").count() == 1


@pytest.mark.parametrize("who", ["outsider", "stranger", "field_officer", "administrator"])
def test_others_find_nothing(field_stage: FieldStage, who: str) -> None:
    client = field_stage.client(getattr(field_stage.cast, who))
    for path in ("", "version-1.xml", *(f"{act}/" for act in ACTS)):
        answer = client.get(field_stage.at(at(field_stage, path)))
        assert answer.status_code in (403, 404, 405), path
        assert "Shells" not in answer.content.decode()


def test_the_hidden_cannot_be_acted_on(field_stage: FieldStage) -> None:
    stage = field_stage
    client = stage.client()
    for path in ("", "version-1.xml", *(f"{act}/" for act in ACTS)):
        address = stage.at(at(stage, path, stage.hidden))
        given = {"state": "approved", "reason": "x", "text": "x", "take": "no"}
        answers = [client.get(address), client.post(address, given)]
        assert {one.status_code for one in answers} <= {404, 405}, path
    stage.hidden.refresh_from_db()
    assert stage.hidden.review == "received"
    assert stage.hidden.deleted_at is None


def test_history_is_told(field_stage: FieldStage) -> None:
    by = field_stage.cast.monitoring_officer.user
    reviewing.review(submission=field_stage.first, state="approved", by=by)
    shown = field_stage.page(at(field_stage))
    assert "received a submission" in shown
    assert "set the review state of a submission" in shown
