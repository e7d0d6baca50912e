"""The quarantine: kept once, seen by those who may, released or discarded with a reason."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.field.models import Attachment, Form, QuarantinedPost, Submission
from goodoffices.field.queries.quarantine import visible_posts
from goodoffices.field.services import quarantine
from tests.cast import Cast
from tests.field.posts import instance
from tests.field.stage import Phone, make_form, make_phone


def refused(phone: Phone, xml: bytes, **files: bytes) -> QuarantinedPost:
    """Send something that is refused; returns what was kept of it."""
    assert phone.post(xml, files).status_code >= 400
    return QuarantinedPost.objects.latest("pk")


def test_the_same_refused_again_is_counted(phone: Phone) -> None:
    xml = instance("nothing")
    refused(phone, xml, a=b"1")
    refused(phone, xml, b=b"2")
    post = QuarantinedPost.objects.get()
    assert (post.times, post.files.count()) == (2, 2)
    assert AuditEntry.objects.filter(action="field.quarantine.kept").count() == 1


RELEASED = {
    "unknown-form": lambda: instance("later"),
    "unknown-version": lambda: instance(version="99"),
    "unknown-edit": lambda: instance(deprecated="uuid:nothing"),
    "instance-differs": lambda: instance(instance_id="uuid:1", what="Other"),
}


@pytest.mark.parametrize("reason", RELEASED)
def test_a_person_can_have_it_taken(phone: Phone, cast: Cast, reason: str) -> None:
    phone.post(instance(instance_id="uuid:1"))
    xml = RELEASED[reason]()
    post = refused(phone, xml, **{"a.jpg": b"photo"})
    assert post.reason == reason
    make_form(cast, "later")
    receipt = quarantine.release(post=post, reason="Checked.", by=cast.director.user)
    assert bytes(receipt.version.xml) == xml
    assert Attachment.objects.get(version=receipt.version).state == "unreferenced"
    post.refresh_from_db()
    assert (post.outcome, post.submission) == ("released", receipt.submission)
    with pytest.raises(Conflict):
        quarantine.release(post=post, reason="Again.", by=cast.director.user)


def test_another_devices_correction_can_be_released(phone: Phone, cast: Cast) -> None:
    phone.post(instance(instance_id="uuid:1"))
    other = make_phone(cast, cast.monitoring_officer, "Phone 2")
    post = refused(other, instance(instance_id="uuid:2", deprecated="uuid:1"))
    quarantine.release(post=post, reason="They share a phone.", by=cast.director.user)
    assert Submission.objects.get().current == 2


def test_a_late_correction_that_is_released_stays_a_branch(phone: Phone, cast: Cast) -> None:
    phone.post(instance(instance_id="uuid:1"))
    phone.post(instance(instance_id="uuid:2", deprecated="uuid:1"))
    Form.objects.update(state="closed")
    post = refused(phone, instance(instance_id="uuid:3", deprecated="uuid:1"))
    receipt = quarantine.release(post=post, reason="Late.", by=cast.director.user)
    assert receipt.version.is_branch
    post.refresh_from_db()
    assert post.outcome == "released"


def test_what_cannot_be_read_cannot_be_released(phone: Phone, cast: Cast) -> None:
    post = refused(phone, b"<data id='incident'>")
    with pytest.raises(InvalidInput):
        quarantine.release(post=post, reason="Try.", by=cast.director.user)
    quarantine.discard(post=post, reason="A test.", by=cast.director.user)
    post.refresh_from_db()
    assert post.outcome == "discarded"
    assert bytes(post.body) == b"<data id='incident'>"


def test_a_form_still_unknown_leaves_it_waiting(phone: Phone, cast: Cast) -> None:
    post = refused(phone, instance("nothing"))
    with pytest.raises(InvalidInput):
        quarantine.release(post=post, reason="Try.", by=cast.director.user)
    post.refresh_from_db()
    assert post.outcome == "waiting"


def test_who_may_decide(phone: Phone, cast: Cast) -> None:
    post = refused(phone, instance("nothing"))
    for who in (cast.field_officer, cast.analyst, cast.press_officer):
        with pytest.raises(NotPermitted):
            quarantine.discard(post=post, reason="No.", by=who.user)
        assert not visible_posts(who).exists()
    with pytest.raises(InvalidInput):
        quarantine.discard(post=post, reason=" ", by=cast.director.user)
    assert visible_posts(cast.director).get() == post


def test_what_was_refused_of_a_hidden_form_is_hidden(phone: Phone, cast: Cast) -> None:
    make_form(cast, "secret", tlp=4)
    refused(phone, instance("secret"))
    assert not visible_posts(cast.director).exists()
