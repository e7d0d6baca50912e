"""A mailing over a real mail server: each reader gets one, whatever the server does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goodoffices.publish.mail import keeping, links, recipients, sending, smtp
from goodoffices.publish.models import (
    ConsentEvent,
    Delivery,
    Letter,
    Mailing,
    ReleasedPage,
    Subscriber,
    Suppression,
)
from tests.publish.mail import stage


@pytest.fixture
def programme(in_programme):
    stage.site(in_programme.programme)
    stage.published(in_programme.programme)
    return in_programme.programme


def run(mailing: Mailing) -> Mailing:
    sending.run(mailing, worker="worker-x")
    mailing.refresh_from_db()
    return mailing


def states(mailing: Mailing) -> dict[str, str]:
    rows = mailing.deliveries.exclude(subscriber=None).order_by("pk")
    return {one.subscriber.code: one.state for one in rows.select_related("subscriber")}


def later(mailing: Mailing) -> None:
    """Let the time pass after which a mail is tried again."""
    mailing.deliveries.filter(state="waiting").update(not_before=timezone.now())


def test_each_reader_gets_one_mail_in_their_language(programme, server):
    for language in ("en", "ar", "he"):
        stage.subscriber(programme, f"{language}@example.net", language=language)
    mailing = run(stage.mailing(programme))
    assert mailing.state == "done"
    assert recipients.counts(mailing) == {"sent": 3}
    for language in ("en", "ar", "he"):
        (message,) = server.to(f"{language}@example.net")
        assert message["Subject"] == stage.TITLES[language]
        assert message["Content-Language"] == language
        html = message.get_body(("html",)).get_content()
        assert f'dir="{"ltr" if language == "en" else "rtl"}"' in html
        assert stage.TITLES[language] in message.get_body(("plain",)).get_content()


def test_the_headers_are_those_of_a_list_and_nothing_tracks(programme, server):
    one = stage.subscriber(programme, "a@example.net")
    mailing = run(stage.mailing(programme))
    delivery = mailing.deliveries.get()
    sender, _to, message = server.accepted[0]
    assert b"\r\nList-Unsubscribe: <https://talmora.example.org/en/mail/" in b"\r\n" + server.raw[0]
    leave = f"<https://talmora.example.org/en/mail/unsubscribe/{links.leave_token(one)}/>"
    assert message["List-Unsubscribe"] == leave
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "Talmora programme <talmora.talmora.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == links.message_id(delivery)
    assert message["To"] == "a@example.net"
    assert message["From"] == "Talmora programme <press@talmora.example.org>"
    assert sender == f"back+{links.delivery_mark(delivery.code)}@talmora.example.org"
    html = message.get_body(("html",)).get_content()
    assert "<img" not in html
    assert "x.example" not in html
    assert 'href="https://talmora.example.org/en/news/calm-in-harrow/#n1"' in html
    assert "https://talmora.example.org/site/talmora/en/news/other/" in html
    assert ".invalid" not in html + message.get_body(("plain",)).get_content()


def test_only_topics_asked_for_and_languages_that_are_out(programme, server):
    ReleasedPage.objects.filter(language="he").delete()
    stage.subscriber(programme, "all@example.net")
    stage.subscriber(programme, "right@example.net", topics=["ceasefire"])
    stage.subscriber(programme, "wrong@example.net", topics=["youth"])
    stage.subscriber(programme, "hebrew@example.net", language="he")
    stage.subscriber(programme, "open@example.net", state="asked", confirmed_at=None)
    found = recipients.reach(programme, stage.ADDRESS)
    assert (found.total, found.other_topics, dict(found.other_language)) == (2, 1, {"he": 1})
    run(stage.mailing(programme))
    assert sorted(to for _s, to, _m in server.accepted) == ["all@example.net", "right@example.net"]


def test_an_address_that_does_not_exist_leaves_the_list(programme, server):
    gone = stage.subscriber(programme, "gone@example.net")
    full = stage.subscriber(programme, "full@example.net")
    server.recipients = {
        "gone@example.net": "550 5.1.1 gone@example.net unknown",
        "full@example.net": "552 5.2.2 full",
    }
    mailing = run(stage.mailing(programme))
    assert states(mailing) == {gone.code: "refused", full.code: "refused"}
    assert set(mailing.deliveries.values_list("reply", flat=True)) == {"550 5.1.1", "552 5.2.2"}
    gone.refresh_from_db()
    full.refresh_from_db()
    assert (gone.state, gone.email, full.state, full.soft) == ("left", "", "on", 1)
    assert Suppression.objects.get().reason == "bounced"
    assert ConsentEvent.objects.get(subscriber=gone).kind == "bounced"


def test_what_the_server_puts_off_is_tried_again_and_then_given_up(programme, server):
    one = stage.subscriber(programme, "later@example.net")
    server.recipients = {"later@example.net": "451 4.7.1 greylisted"}
    mailing = stage.mailing(programme)
    for tried in range(1, len(sending.BACK_OFF) + 1):
        run(mailing)
        delivery = mailing.deliveries.get()
        assert (mailing.state, delivery.state, delivery.attempts) == ("sending", "waiting", tried)
        assert delivery.not_before > timezone.now()
        assert keeping.keep_going() == 0
        later(mailing)
    server.recipients = {"later@example.net": "451 no"}
    run(mailing)
    assert (mailing.state, states(mailing)) == ("done", {one.code: "failed"})


def test_greylisted_once_it_gets_it_the_second_time(programme, server):
    stage.subscriber(programme, "later@example.net")
    server.contents = {"later@example.net": "451 4.3.0 busy"}
    mailing = run(stage.mailing(programme))
    assert mailing.state == "sending"
    server.contents = {}
    later(mailing)
    assert run(mailing).state == "done"
    assert len(server.to("later@example.net")) == 1


def test_a_connection_lost_before_the_end_is_tried_again(programme, server):
    for name in "abc":
        stage.subscriber(programme, f"{name}@example.net")
    server.hang_up_at_recipient = {"b@example.net"}
    mailing = run(stage.mailing(programme))
    assert mailing.state == "done"
    assert sorted(to for _s, to, _m in server.accepted) == [f"{x}@example.net" for x in "abc"]
    assert server.sessions == 2


def test_a_connection_lost_after_the_end_is_a_doubt_for_a_person(programme, server):
    one = stage.subscriber(programme, "a@example.net")
    stage.subscriber(programme, "b@example.net")
    server.hang_up_at_end = {"a@example.net"}
    mailing = run(stage.mailing(programme))
    assert states(mailing)[one.code] == "doubtful"
    assert recipients.counts(mailing) == {"doubtful": 1, "sent": 1}
    run(mailing)
    assert len(server.to("a@example.net")) == 1


def test_a_slow_server_is_waited_for(programme, server, monkeypatch):
    monkeypatch.setattr(smtp, "COMMAND_SECONDS", 0.3)
    stage.subscriber(programme, "a@example.net")
    server.delay = 0.6
    assert recipients.counts(run(stage.mailing(programme))) == {"sent": 1}


def test_a_server_too_slow_at_the_end_leaves_a_doubt(programme, server, monkeypatch):
    monkeypatch.setattr(smtp, "END_SECONDS", 0.2)
    stage.subscriber(programme, "a@example.net")
    server.delay = 0.6
    assert recipients.counts(run(stage.mailing(programme))) == {"doubtful": 1}


def test_a_server_that_is_away_is_asked_again_after_a_minute(programme, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    stage.subscriber(programme, "a@example.net")
    mailing = run(stage.mailing(programme))
    assert (mailing.state, recipients.counts(mailing)) == ("sending", {"waiting": 1})
    assert mailing.not_before > timezone.now() + timedelta(seconds=50)
    assert keeping.keep_going() == 0


@pytest.mark.parametrize("where", ["senders", "recipients"])
def test_a_sender_that_is_refused_pauses_it_and_blames_nobody(programme, server, where):
    one = stage.subscriber(programme, "a@example.net")
    answer = {"senders": {"*": "550 5.7.1 no"}, "recipients": {"a@example.net": "550 5.1.8 no"}}
    setattr(server, where, answer[where])
    mailing = run(stage.mailing(programme))
    assert (mailing.state, mailing.note) == ("paused", "sender-refused")
    assert states(mailing) == {one.code: "waiting"}
    assert Subscriber.objects.get(pk=one.pk).soft == 0


def test_too_many_refusals_in_a_row_pause_it(programme, server, monkeypatch):
    monkeypatch.setattr(sending, "REFUSALS", 3)
    for number in range(5):
        stage.subscriber(programme, f"{number}@example.net")
        server.contents[f"{number}@example.net"] = "554 5.7.1 spam"
    mailing = run(stage.mailing(programme))
    assert (mailing.state, mailing.note) == ("paused", "all-refused")
    assert recipients.counts(mailing) == {"refused": 3, "waiting": 2}
    assert Subscriber.objects.filter(state="on").count() == 5


def test_who_leaves_while_it_is_sent_gets_none(programme, server, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    stage.subscriber(programme, "a@example.net")
    leaving = stage.subscriber(programme, "b@example.net")
    mailing = stage.mailing(programme)

    def told(done: int, total: int) -> None:
        content = {"token": links.leave_token(leaving)}
        Letter.objects.create(programme="talmora", kind="unsubscribe", content=content)

    sending.run(mailing, worker="worker-x", told=told)
    assert states(mailing)[leaving.code] == "skipped"
    assert [to for _s, to, _m in server.accepted] == ["a@example.net"]


def test_paused_between_two_mails_it_goes_on_where_it_was(programme, server):
    for name in "abc":
        stage.subscriber(programme, f"{name}@example.net")
    mailing = stage.mailing(programme)

    def told(done: int, total: int) -> None:
        if done == 1:
            Mailing.objects.filter(pk=mailing.pk).update(state="paused")

    sending.run(mailing, worker="worker-x", told=told)
    assert recipients.counts(mailing) == {"sent": 1, "waiting": 2}
    Mailing.objects.filter(pk=mailing.pk).update(state="sending")
    assert run(mailing).state == "done"
    assert len(server.accepted) == 3


@pytest.mark.parametrize(
    ("change", "note"),
    [({"withdrawn_at": "now"}, "withdrawn"), ({"edition": 2}, "corrected")],
)
def test_what_is_withdrawn_or_corrected_stops_it(programme, server, change, note):
    stage.subscriber(programme, "a@example.net")
    change = {key: timezone.now() if value == "now" else value for key, value in change.items()}
    ReleasedPage.objects.update(**change)
    mailing = run(stage.mailing(programme))
    assert (mailing.state, mailing.note, server.accepted) == ("paused", note, [])


def test_what_a_dead_worker_had_in_hand_is_in_doubt_and_not_sent_again(programme, server):
    stage.subscriber(programme, "a@example.net")
    mailing = stage.mailing(programme)
    recipients.prepare(mailing)
    # On PostgreSQL workers may be on other machines: there silence tells, not the process.
    silent = timezone.now() - 2 * sending.SILENT
    mailing.deliveries.update(state="sending", worker="worker-dead-1-00", changed_at=silent)
    assert keeping.keep_going() == 1
    assert run(mailing).state == "done"
    assert (recipients.counts(mailing), server.accepted) == ({"doubtful": 1}, [])


def test_who_got_it_by_a_cancelled_mailing_gets_it_no_second_time(programme, server):
    one = stage.subscriber(programme, "a@example.net")
    stage.subscriber(programme, "b@example.net")
    before = stage.mailing(programme, "cancelled")
    Delivery.objects.create(mailing=before, subscriber=one, language="en", state="sent")
    run(stage.mailing(programme))
    assert [to for _s, to, _m in server.accepted] == ["b@example.net"]


def test_leading_full_stops_and_long_lines_arrive_as_written(programme, server):
    text = ".\n..\n" + "x" * 3000
    ReleasedPage.objects.filter(language="en").update(body=f"<p>{text}</p><pre>.\n</pre>")
    stage.subscriber(programme, "a@example.net")
    run(stage.mailing(programme))
    html = server.to("a@example.net")[0].get_body(("html",)).get_content()
    assert "x" * 3000 in html
    assert "<pre>.\r\n" in html
