"""Signing up, confirming, changing, leaving: each link once, for one programme, for one purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core.models import AuditEntry
from goodoffices.publish.mail import asking, keeping, letters, links, marks, subscribing
from goodoffices.publish.mail.names import line
from goodoffices.publish.models import ConsentEvent, Letter, Subscriber, Suppression
from tests.publish.mail import stage


@pytest.fixture
def programme(in_programme, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAIL_IS_SENT = True
    stage.site(in_programme.programme)
    return in_programme.programme


def post(kind: str, programme: str = "talmora", **content: object) -> None:
    """Put a letter in as the public site does, and have it read."""
    Letter.objects.create(programme=programme, kind=kind, content=content)
    letters.read_waiting()
    assert not Letter.objects.exists()


def asked(email: str = "reader@example.net", **more: object) -> Subscriber:
    post("signup", email=email, language="ar", topics=["youth", "unknown"], **more)
    return Subscriber.objects.exclude(state="left").get(mark=marks.mark(email))


def events(one: Subscriber) -> list[str]:
    return list(one.events.order_by("pk").values_list("kind", flat=True))


def test_who_asks_gets_one_link_and_is_on_the_list_once_they_confirm(programme):
    one = asked()
    assert (one.state, one.language, one.topics, one.due) == ("asked", "ar", ["youth"], "confirm")
    assert asking.send_due() == 1
    (message,) = mail.outbox
    token = links.confirm_token(one)
    assert f"https://talmora.example.org/ar/mail/confirm/{token}/" in message.body
    assert message.to == ["reader@example.net"]
    assert not [name for name in message.extra_headers if name.startswith("List-")]
    post("confirm", token=token)
    one.refresh_from_db()
    assert (one.state, one.nonce, events(one)) == ("on", "", ["asked", "confirmed"])
    said = ConsentEvent.objects.get(kind="asked")
    assert said.text
    assert said.wording.startswith("2026-11-")
    assert asking.send_due() == 0


def test_links_that_are_forged_late_used_or_foreign_do_nothing(programme, in_programme):
    one = asked()
    good = links.confirm_token(one)
    other = in_programme.other_programme
    with scope(programme=other):
        stranger = Subscriber.objects.create(
            programme=other, email="x@example.net", mark="m", language="en", nonce="n"
        )
        foreign = links.confirm_token(stranger)
    leave = links.leave_token(one)
    for token in (
        good[:-2] + "aa",
        foreign,
        leave,
        "",
        "x" * 5000,
        one.code,
        f"{one.code}.{one.nonce}",
    ):
        post("confirm", token=token)
        post("unsubscribe", token=token if token != leave else good)
        post("change", token=token, language="en", topics=[])
    post("confirm", programme="elsewhere", token=good)
    one.refresh_from_db()
    assert (one.state, one.language, events(one)) == ("asked", "ar", ["asked"])
    with scope(programme=other):
        assert Subscriber.objects.get(pk=stranger.pk).state == "asked"


def test_a_confirmation_ends_after_two_days(programme, monkeypatch):
    one = asked()
    monkeypatch.setattr(links, "CONFIRM_FOR", timedelta(seconds=-1))
    post("confirm", token=links.confirm_token(one))
    one.refresh_from_db()
    assert one.state == "asked"


def test_a_used_confirmation_brings_nobody_back(programme):
    one = asked()
    token = links.confirm_token(one)
    post("confirm", token=token)
    post("unsubscribe", token=links.leave_token(one))
    post("confirm", token=token)
    one.refresh_from_db()
    assert (one.state, one.email) == ("left", "")
    assert events(one) == ["asked", "confirmed", "unsubscribed"]


def test_leaving_twice_is_leaving_once(programme):
    one = stage.subscriber(programme, "a@example.net")
    for _ in range(2):
        post("unsubscribe", token=links.leave_token(one))
    one.refresh_from_db()
    assert (one.state, one.email, events(one)) == ("left", "", ["unsubscribed"])
    stopped = Suppression.objects.get()
    assert (stopped.mark, stopped.reason) == (marks.mark("A@EXAMPLE.net"), "unsubscribed")
    assert "example" not in stopped.mark


def test_who_left_can_come_back_by_confirming_and_an_old_link_still_lets_them_go(programme):
    first = stage.subscriber(programme, "a@example.net")
    old = links.leave_token(first)
    post("unsubscribe", token=old)
    again = asked("a@example.net")
    assert Suppression.objects.count() == 1
    post("confirm", token=links.confirm_token(again))
    assert not Suppression.objects.exists()
    post("unsubscribe", token=old)
    again.refresh_from_db()
    assert again.state == "left"


@pytest.mark.parametrize("reason", ["bounced", "complained", "removed"])
def test_an_address_that_must_get_no_mail_gets_none_whoever_signs_it_up(programme, reason):
    one = stage.subscriber(programme, "a@example.net")
    subscribing.end(one, reason)
    post("signup", email="a@example.net", language="en", topics=[])
    assert not Subscriber.objects.exclude(state="left").exists()
    assert asking.send_due() == 0


def test_nobody_is_written_to_again_and_again(programme):
    asked()
    asking.send_due()
    for _ in range(5):
        asked()
    assert asking.send_due() == 0
    for _ in range(5):
        Subscriber.objects.update(mailed_at=timezone.now() - timedelta(hours=2))
        asked()
        asking.send_due()
    assert len(mail.outbox) == subscribing.MOST_MAILS


def test_who_is_on_the_list_gets_the_link_to_their_choices_instead(programme):
    one = stage.subscriber(programme, "reader@example.net", topics=["youth"])
    asked()
    assert asking.send_due() == 1
    (message,) = mail.outbox
    token = message.body.split("/mail/manage/")[1].split("/")[0]
    assert links.read_manage(token, "talmora") == {
        "code": one.code,
        "language": "en",
        "topics": ["youth"],
    }
    post("change", token=token, language="he", topics=["ceasefire"])
    one.refresh_from_db()
    assert (one.language, one.topics, events(one)) == ("he", ["ceasefire"], ["changed"])


def test_letters_of_machines_and_nonsense_leave_nothing(programme):
    for content in (
        {},
        {"email": ""},
        {"email": "no address"},
        {"email": "a@b\nBcc: c@d.org"},
        [1],
    ):
        Letter.objects.create(programme="talmora", kind="signup", content=content)
    Letter.objects.create(programme="nowhere", kind="signup", content={"email": "a@example.net"})
    letters.read_waiting()
    assert (Letter.objects.count(), Subscriber.objects.count()) == (0, 0)
    assert not AuditEntry.objects.filter(action="publish.list.letters").exists()


def test_letters_wait_while_the_programme_is_closed(programme):
    programme.shut = "no-access"
    programme.save()
    Letter.objects.create(programme="talmora", kind="signup", content={"email": "a@example.net"})
    letters.read_waiting()
    assert Letter.objects.count() == 1


def test_who_never_confirmed_is_forgotten_after_a_week(programme):
    one = asked()
    keeping.forget()
    assert Subscriber.objects.filter(pk=one.pk).exists()
    Subscriber.objects.update(at=timezone.now() - timedelta(days=8))
    keeping.forget()
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_names_cannot_break_a_header(programme):
    programme.names = {"en": "Talmora\r\nBcc: victim@example.org\u2028 programme"}
    programme.save()
    post("signup", email="a@example.net", language="en", topics=[])
    asking.send_due()
    (message,) = mail.outbox
    assert "\nBcc" not in message.message().as_string()
    assert message.recipients() == ["a@example.net"]
    assert line("a\r\nb\tc\u2029d\x00e") == "a b c d e"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@",
        "@b.org",
        "a b@c.org",
        "a@b.org\nBcc: c@d.org",
        "a@b.org\0",
        "x" * 260 + "@b.org",
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InvalidInput):
        marks.normal(address)


def test_an_international_domain_is_written_as_servers_read_it():
    assert marks.normal(" Reader@Bücher.Example ") == "Reader@xn--bcher-kva.example"


def test_with_another_salt_nothing_is_sent(programme, settings):
    subscribing.end(stage.subscriber(programme, "a@example.net"), "unsubscribed")
    marks.check_salt(programme)
    settings.MAIL_SALT = "another salt"
    with pytest.raises(Conflict):
        marks.check_salt(programme)


def test_the_salt_is_made_once_and_lies_beside_the_database(settings, tmp_path):
    settings.MAIL_SALT, settings.DATA = None, tmp_path
    first = marks.salt()
    assert marks.salt() == first
    assert (tmp_path / "mail-salt").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["mail-salt"]


def test_no_network_address_is_kept_anywhere():
    names = {field.name for model in (Subscriber, ConsentEvent) for field in model._meta.fields}
    assert not {name for name in names if "ip" in name.split("_") or "agent" in name}
