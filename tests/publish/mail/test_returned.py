"""Mail that came back: who does not exist or complains leaves the list; nothing forged counts."""

from __future__ import annotations

import mailbox
from io import BytesIO
from pathlib import Path

import pytest

from goodoffices.formats.returned_mail import Why, marks_in, read, read_one
from goodoffices.publish.mail import links, returned
from goodoffices.publish.models import Delivery, Subscriber, Suppression
from tests.publish.mail import stage

BOUNCE = """\
From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type={report}; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: {kind}

{body}
--b
Content-Type: text/rfc822-headers

From: press@talmora.example.org
Message-ID: {message_id}

--b--
"""
STATUS = """\
Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; reader@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {diagnosis} no such user"""
ABUSE = """\
Feedback-Type: abuse
User-Agent: test/1
Version: 1"""


def bounce(
    status: str = "5.1.1",
    *,
    action: str = "failed",
    diagnosis: str = "5.1.1",
    to: str = "back@x.org",
    message_id: str = "<x@y>",
) -> bytes:
    body = STATUS.format(action=action, status=status, diagnosis=diagnosis)
    values = {"to": to, "message_id": message_id, "body": body}
    kind = "message/delivery-status"
    return BOUNCE.format(report="delivery-status", kind=kind, **values).encode()


def complaint(message_id: str) -> bytes:
    values = {"to": "back@x.org", "message_id": message_id, "body": ABUSE}
    kind = "message/feedback-report"
    return BOUNCE.format(report="feedback-report", kind=kind, **values).encode()


@pytest.fixture
def sent(in_programme) -> Delivery:
    """A mail that has gone out."""
    one = stage.subscriber(in_programme.programme, "reader@example.net")
    mailing = stage.mailing(in_programme.programme, "done")
    return Delivery.objects.create(mailing=mailing, subscriber=one, language="en", state="sent")


def take(content: bytes) -> dict[str, int]:
    return dict(returned.take([read_one(BytesIO(content))]))


@pytest.mark.parametrize(
    ("status", "diagnosis", "why"),
    [
        ("5.1.1", "5.1.1", Why.HARD),
        ("5.0.0", "5.1.1", Why.HARD),
        ("5.2.1", "5.2.1", Why.HARD),
        ("5.2.2", "5.2.2", Why.SOFT),
        ("5.7.1", "5.7.1", Why.SOFT),
        ("5.0.0", "", Why.SOFT),
    ],
)
def test_only_what_says_that_nobody_is_there_is_for_good(status, diagnosis, why):
    found = read_one(BytesIO(bounce(status, diagnosis=diagnosis)))
    assert found is not None
    assert found.why == why


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_has_not_failed_is_none_of_our_business(action):
    assert read_one(BytesIO(bounce(action=action))) is None


def test_a_hard_bounce_by_its_address_or_by_the_message_ends_the_subscription(sent):
    by_address = bounce(to=links.envelope_sender(sent).replace("press@", "x@"))
    assert take(by_address) == {"unknown": 1}  # without an address for bounces nothing is in it
    assert take(bounce(message_id=links.message_id(sent).upper())) == {"hard": 1}
    person = Subscriber.objects.get()
    sent.refresh_from_db()
    assert (person.state, person.email, sent.state, sent.reply) == ("left", "", "returned", "5.1.1")
    assert Suppression.objects.get().reason == "bounced"
    assert take(bounce(message_id=links.message_id(sent))) == {"again": 1}


def test_a_bounce_is_known_by_the_address_it_came_back_to(sent, settings):
    settings.BOUNCE_ADDRESS = "back@talmora.example.org"
    assert take(bounce(to=links.envelope_sender(sent))) == {"hard": 1}


def test_soft_bounces_are_counted_once_a_mail_and_end_it_at_the_fifth(sent):
    person = Subscriber.objects.get()
    for number in range(1, 6):
        made = Delivery.objects.create(
            mailing=stage.mailing(person.programme, "done", address=f"n{number}"),
            subscriber=person,
            language="en",
            state="sent",
        )
        report = bounce("4.2.2", diagnosis="", message_id=links.message_id(made))
        assert take(report) == {"soft": 1}
        assert take(report) == {"again": 1}
        person.refresh_from_db()
        assert (person.soft, person.state) == (number, "on" if number < 5 else "left")


def test_a_complaint_ends_it_for_good(sent):
    assert take(complaint(links.message_id(sent))) == {"complaint": 1}
    assert Suppression.objects.get().reason == "complained"


def test_forged_marks_do_nothing(sent):
    mark = links.delivery_mark(sent.code)
    forged = [f"<{mark[:-1]}{'0' if mark[-1] != '0' else '1'}@y>", f"<{sent.code}@y>", "<a@b>"]
    for one in forged:
        assert take(bounce(message_id=one)) == {"unknown": 1}
    assert Subscriber.objects.get().state == "on"


def test_a_message_a_mailbox_and_a_maildir_are_read(tmp_path: Path):
    single = tmp_path / "one.eml"
    single.write_bytes(bounce())
    box = mailbox.mbox(tmp_path / "box")
    box.add(bounce())
    box.add(b"Subject: Hello\n\nJust a letter.\n")
    box.close()
    folder = mailbox.Maildir(tmp_path / "maildir")
    folder.add(bounce("5.2.2", diagnosis="5.2.2"))
    assert [one and one.why for one in read(single)] == [Why.HARD]
    assert [one and one.why for one in read(tmp_path / "box")] == [Why.HARD, None]
    assert [one and one.why for one in read(tmp_path / "maildir")] == [Why.SOFT]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 100, b"Content-Type: multipart/report\n\n", bounce()[:250], b"From x\n"],
)
def test_broken_messages_say_nothing(content):
    assert read_one(BytesIO(content)) is None


def test_marks_are_found_in_a_log(sent):
    line = f"postfix/cleanup[1]: 4F: message-id={links.message_id(sent)}"
    assert list(marks_in(iter([line, "nothing here"]))) == [links.delivery_mark(sent.code)]
