"""The pages of the mailing list in the workspace."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django_scopes import scope

from goodoffices.core.models import AuditEntry, Job
from goodoffices.publish.mail import marks
from goodoffices.publish.models import Delivery, Mailing, ReleasedPage, Subscriber
from tests.cast import sign_in
from tests.publish.mail import stage


@pytest.fixture
def press(client, in_programme):
    """The press officer, with a publication out and somebody on the list."""
    stage.site(in_programme.programme)
    stage.published(in_programme.programme)
    stage.subscriber(in_programme.programme, "reader@example.net", topics=["ceasefire"])
    return sign_in(client, in_programme.press_officer)


def at(name: str, **parts: str) -> str:
    return reverse(f"publish:{name}", kwargs={"programme": "talmora", **parts})


def body(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_numbers_and_no_address(press):
    page = body(press.get(at("mailing-list")))
    assert "Mailing list" in page
    assert "reader@example.net" not in page
    assert "https://talmora.example.org/en/mail/" in page


def test_a_subscriber_is_found_by_the_whole_address_and_that_is_on_record(press):
    answer = press.post(at("subscriber-find"), {"email": "READER@example.net"})
    one = Subscriber.objects.get()
    assert answer["Location"] == at("subscriber", code=one.code)
    assert "reader@example.net" in body(press.get(answer["Location"]))
    nothing = press.post(at("subscriber-find"), {"email": "reade@example.net"})
    assert nothing["Location"] == at("subscriber-none")
    entries = AuditEntry.objects.filter(action="publish.list.looked_up").order_by("seq")
    assert [one.data for one in entries] == [{"found": True}, {"found": False}]
    assert "example.net" not in "".join(str(vars(one)) for one in entries)


def test_somebody_is_taken_off_the_list_for_good(press):
    one = Subscriber.objects.get()
    press.post(at("subscriber-remove", code=one.code), {"reason": "Asked by telephone"})
    one.refresh_from_db()
    assert (one.state, one.email) == ("left", "")
    assert "An address that was deleted" in body(press.get(at("subscriber", code=one.code)))


def test_taking_the_list_out_asks_why_and_is_on_record(press):
    assert press.post(at("mailing-list-export"), {"reason": ""}).status_code == 400
    with scope(programme=Subscriber.objects.get().programme):
        stage.subscriber(Subscriber.objects.get().programme, "=1+1@example.net")
    answer = press.post(at("mailing-list-export"), {"reason": "Moving"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "email,language,topics,confirmed_at"
    assert lines[1].startswith("reader@example.net,en,ceasefire,")
    assert lines[2].startswith("'=1+1@example.net")
    assert AuditEntry.objects.get(action="publish.list.exported").data == {"subscribers": 2}


def test_a_publication_is_sent_from_choosing_to_the_end(press, server):
    made = press.post(at("mailing-new"), {"address": stage.ADDRESS})
    mailing = Mailing.objects.get()
    assert made["Location"] == at("mailing", code=mailing.code)
    page = body(press.get(made["Location"]))
    assert "It goes to 1 person" in page
    preview = body(press.get(at("mailing-preview", code=mailing.code, language="ar")))
    assert stage.TITLES["ar"] in preview
    html = press.get(at("mailing-html", code=mailing.code, language="ar"))
    assert "sandbox" in html["Content-Security-Policy"]
    assert 'dir="rtl"' in html.content.decode()
    press.post(at("mailing-test", code=mailing.code))
    assert len(server.to("pia.ress@example.org")) == 3
    start = at("mailing-start", code=mailing.code)
    assert press.post(start, {}).status_code == 400
    assert press.post(start, {"looked": "on"}).status_code == 302
    assert press.post(start, {"looked": "on"}).status_code == 409
    mailing.refresh_from_db()
    assert (mailing.state, Job.objects.get().arguments) == ("sending", {"mailing": mailing.code})
    press.post(at("mailing-pause", code=mailing.code))
    press.post(at("mailing-go-on", code=mailing.code))
    assert Job.objects.count() == 1
    assert outbox.outbox == []


def test_each_edition_is_sent_by_one_mailing(press):
    press.post(at("mailing-new"), {"address": stage.ADDRESS})
    assert "There is nothing to send" in body(press.get(at("mailing-new")))
    assert press.post(at("mailing-new"), {"address": stage.ADDRESS}).status_code == 400
    ReleasedPage.objects.update(edition=2)
    press.post(at("mailing-new"), {"address": stage.ADDRESS})
    assert set(Mailing.objects.values_list("edition", flat=True)) == {1, 2}


def test_nothing_starts_without_a_server_or_once_it_is_withdrawn(press, server, settings):
    press.post(at("mailing-new"), {"address": stage.ADDRESS})
    start = at("mailing-start", code=Mailing.objects.get().code)
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    assert press.post(start, {"looked": "on"}).status_code == 409
    settings.EMAIL_HOST = host
    ReleasedPage.objects.filter(language="en").update(withdrawn_at="2026-11-26T00:00Z")
    assert press.post(start, {"looked": "on"}).status_code == 400
    assert Mailing.objects.get().state == "draft"


def test_a_mail_in_doubt_is_settled_by_a_person(press):
    programme = Subscriber.objects.get().programme
    mailing = stage.mailing(programme, "done")
    for code in ("doubt1", "doubt2"):
        Delivery.objects.create(mailing=mailing, code=code, language="en", state="doubtful")
    assert "2 mails in doubt" in body(press.get(at("mailing", code=mailing.code)))
    settle = at("mailing-settle", code=mailing.code, delivery="doubt1")
    assert press.post(settle, {}).status_code == 400
    press.post(settle, {"arrived": "yes"})
    assert press.post(settle, {"arrived": "yes"}).status_code == 409
    press.post(at("mailing-settle", code=mailing.code, delivery="doubt2"), {"arrived": "no"})
    assert dict(mailing.deliveries.values_list("code", "state")) == {
        "doubt1": "sent",
        "doubt2": "waiting",
    }
    mailing.refresh_from_db()
    assert mailing.state == "sending"


def test_another_programme_s_people_and_mailings_are_not_there(press, in_programme):
    with scope(programme=in_programme.other_programme):
        other = stage.subscriber(in_programme.other_programme, "theirs@example.net")
        theirs = stage.mailing(in_programme.other_programme, "draft")
    assert press.get(at("subscriber", code=other.code)).status_code == 404
    assert press.get(at("mailing", code=theirs.code)).status_code == 404
    found = press.post(at("subscriber-find"), {"email": "theirs@example.net"})
    assert found["Location"] == at("subscriber-none")
    assert marks.mark("theirs@example.net") == other.mark
