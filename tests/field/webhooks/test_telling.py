"""Webhooks are told of what arrives: signed, once, again where it failed, never in its way."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goodoffices.codebook.errors import InvalidInput, NotFound, NotPermitted
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import AuditEntry, Job
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Webhook, WebhookDelivery
from goodoffices.field.services import webhooks
from goodoffices.field.services.webhooks.telling import WAITS, next_try, note_new
from tests.field.views.stage import FieldStage, send, xml
from tests.field.webhooks.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def _inside(settings: Any, tmp_path: Any) -> None:
    settings.WEBHOOK_PRIVATE = True
    settings.DATA = tmp_path


def hooked(stage: FieldStage, receiver: Receiver | None = None, **more: Any) -> Webhook:
    address = receiver.address if receiver else "https://example.org/"
    given = {"name": "Sister system", "address": address, "by": stage.cast.director.user} | more
    return webhooks.add_webhook(programme=stage.cast.programme, **given)


def tell(stage: FieldStage) -> int:
    return webhooks.tell(stage.cast.programme)


def make_due() -> None:
    """Let the time pass until the next try."""
    WebhookDelivery.objects.filter(next_at__isnull=False).update(
        next_at=timezone.now() - timedelta(seconds=1)
    )


def test_what_arrives_is_told_signed_and_without_answers(field_stage: FieldStage) -> None:
    with receiving() as receiver:
        hook = hooked(field_stage, receiver)
        field_stage.send(xml("uuid:h1", "<what>Rain</what>"))
        assert tell(field_stage) == 1
        assert tell(field_stage) == 0
    told = json.loads(receiver.bodies[0])
    assert told["event"] == "submission.received"
    assert told["submission"]["instance_id"] == "uuid:h1"
    assert told["submission"]["url"].endswith(f"/{told['submission']['code']}/")
    assert told["form"] == {"id": "incident", "version": "1"}
    assert b"Rain" not in receiver.bodies[0]
    said = receiver.headers[0]
    words = f"{said['GoodOffices-Timestamp']}.".encode() + receiver.bodies[0]
    expected = hmac.new(hook.secret.encode(), words, hashlib.sha256).hexdigest()
    assert said["GoodOffices-Signature"] == f"v1={expected}"
    assert said["GoodOffices-Delivery"] == told["delivery"]
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.next_at) == (204, 1, None)
    assert delivery.delivered_at is not None


def test_answers_go_out_where_they_are_wanted_and_that_is_on_record(
    field_stage: FieldStage,
) -> None:
    with receiving() as receiver:
        hook = hooked(field_stage, receiver, with_answers=True)
        field_stage.send(xml("uuid:h1", "<what>Rain</what>"), read=False)
        assert tell(field_stage) == 0, "the answers have not been read yet"
        WebhookDelivery.objects.get().version.submission.__class__.objects.filter(
            root_id="uuid:h1"
        ).update(mapping_state="unmapped", answers={"what": "Rain"})
        make_due()
        assert tell(field_stage) == 1
    assert json.loads(receiver.bodies[0])["answers"] == {"what": "Rain"}
    entry = AuditEntry.objects.get(action="core.export")
    assert entry.data == {
        "kind": "field.submission",
        "form": "webhook",
        "webhook": hook.code,
        "count": 1,
    }


def test_a_failure_is_tried_again_later_and_later_under_the_same_id(
    field_stage: FieldStage,
) -> None:
    with receiving(503, 500, 200) as receiver:
        hooked(field_stage, receiver)
        field_stage.send(xml("uuid:h1"))
        assert tell(field_stage) == 0
        first = WebhookDelivery.objects.get()
        assert (first.status, first.attempts) == (503, 1)
        assert first.next_at is not None
        assert 50 < (first.next_at - timezone.now()).total_seconds() <= WAITS[0]
        assert tell(field_stage) == 0, "it rests until the next try"
        assert len(receiver.bodies) == 1
        make_due()
        assert tell(field_stage) == 0
        again = WebhookDelivery.objects.get()
        assert again.next_at is not None
        assert (again.next_at - timezone.now()).total_seconds() > WAITS[1] - 20
        make_due()
        assert tell(field_stage) == 1
    assert len({one["GoodOffices-Delivery"] for one in receiver.headers}) == 1
    assert len(set(receiver.bodies)) == 1


def test_it_is_given_up_after_days() -> None:
    now = timezone.now()
    waits = [next_try(number, now) for number in range(1, len(WAITS) + 2)]
    assert waits[-1] is None
    spans = [at - now for at in waits if at is not None]
    assert spans == sorted(spans)
    assert sum(spans, timedelta()) > timedelta(days=2.5)


def test_one_who_fails_is_left_alone_but_nothing_of_it_is_lost(field_stage: FieldStage) -> None:
    with receiving(500, 200) as receiver:
        hooked(field_stage, receiver)
        for number in range(3):
            field_stage.send(xml(f"uuid:h{number}"))
        assert tell(field_stage) == 0
        assert len(receiver.bodies) == 1, "the others wait, untried"
        field_stage.send(xml("uuid:h9"))
        assert tell(field_stage) == 0
        assert len(receiver.bodies) == 1
        make_due()
        assert tell(field_stage) == 4


def test_one_delivery_refused_holds_up_no_other(field_stage: FieldStage) -> None:
    with receiving(422, 200) as receiver:
        hooked(field_stage, receiver)
        for number in range(3):
            field_stage.send(xml(f"uuid:h{number}"))
        assert tell(field_stage) == 2
        assert len(receiver.bodies) == 3


def test_one_webhook_that_is_away_holds_up_no_other(field_stage: FieldStage) -> None:
    with receiving() as receiver:
        hooked(field_stage, address="http://127.0.0.1:9/", name="Away")
        hooked(field_stage, receiver)
        field_stage.send(xml("uuid:h1"))
        assert tell(field_stage) == 1
    assert WebhookDelivery.objects.get(webhook__name="Away").error == "no-connection"


def test_only_what_came_since_and_within_the_mark_and_of_the_form(field_stage: FieldStage) -> None:
    stage = field_stage
    hook = hooked(stage)
    narrow = hooked(stage, form=stage.form, name="One form")
    green = hooked(stage, tlp=TLP.GREEN, name="Partner")
    assert note_new(hook) == 0, "what was there before is not told"
    stage.send(xml("uuid:h1"))
    director = stage.cast.director
    phone = director.devices.get()
    send(director, phone, xml("uuid:red", form="secret"))
    assert (note_new(hook), note_new(narrow), note_new(green)) == (1, 1, 0)
    assert WebhookDelivery.objects.filter(version__form=stage.secret).count() == 0


def test_an_edit_is_told_and_a_branch_is_not(field_stage: FieldStage) -> None:
    with receiving() as receiver:
        hooked(field_stage, receiver)
        field_stage.send(xml("uuid:1b", "<killed>3</killed>", edits="uuid:1"))
        with pytest.raises(Exception, match="Another correction came first"):
            field_stage.send(xml("uuid:1c", "<killed>4</killed>", edits="uuid:1"))
        assert tell(field_stage) == 1
    told = json.loads(receiver.bodies[0])
    assert (told["event"], told["submission"]["number"]) == ("submission.edited", 2)
    assert told["submission"]["root_id"] == "uuid:1"


def test_what_was_deleted_or_restricted_meanwhile_is_not_sent(field_stage: FieldStage) -> None:
    with receiving() as receiver:
        hook = hooked(field_stage, receiver)
        gone, strict = (field_stage.send(xml(f"uuid:h{n}")) for n in range(2))
        note_new(hook)
        gone.deleted_at = timezone.now()
        gone.save()
        strict.tlp = TLP.RED
        strict.save()
        assert tell(field_stage) == 0
    assert receiver.bodies == []
    errors = set(WebhookDelivery.objects.values_list("error", flat=True))
    assert errors == {"deleted", "restricted"}


def test_the_intake_only_leaves_a_job_behind(field_stage: FieldStage) -> None:
    """A job only where somebody is to be told; the worker does the rest, and comes back."""
    kinds = {webhooks.TELL, webhooks.TELL_AGAIN}
    assert not Job.objects.filter(kind__in=kinds).exists()
    with receiving(500, 200) as receiver:
        hooked(field_stage, receiver)
        field_stage.send(xml("uuid:h1"))
        field_stage.send(xml("uuid:h2"))
        assert Job.objects.filter(kind=webhooks.TELL).count() == 1
        assert receiver.bodies == []
        work(until_idle=True)
        assert len(receiver.bodies) == 1
        again = Job.objects.get(kind=webhooks.TELL_AGAIN)
        assert again.state == Job.State.WAITING
        assert again.not_before is not None
        assert again.not_before > timezone.now() + timedelta(seconds=30)
        make_due()
        Job.objects.filter(pk=again.pk).update(not_before=timezone.now())
        work(until_idle=True)
        assert len(receiver.bodies) == 3
    assert not Job.objects.filter(kind__in=kinds, state=Job.State.WAITING).exists()


def test_ending_and_trying_again(field_stage: FieldStage) -> None:
    by = field_stage.cast.director.user
    with receiving(500) as receiver:
        hook = hooked(field_stage, receiver)
        field_stage.send(xml("uuid:h1"))
        tell(field_stage)
        WebhookDelivery.objects.update(next_at=None, attempts=9)
        assert webhooks.try_again(webhook=hook, by=by) == 1
        receiver.statuses = [200]
        assert tell(field_stage) == 1
        field_stage.send(xml("uuid:h2"))
        note_new(hook)
        webhooks.end_webhook(webhook=hook, by=by)
        webhooks.end_webhook(webhook=hook, by=by)
        assert tell(field_stage) == 0
    assert WebhookDelivery.objects.get(delivered_at=None).error == "ended"
    actions = AuditEntry.objects.filter(action__startswith="field.webhook")
    assert [one.action for one in actions.order_by("seq")] == [
        "field.webhook.added",
        "field.webhook.changed",
        "field.webhook.ended",
    ]
    with pytest.raises(InvalidInput, match="has ended"):
        webhooks.try_again(webhook=hook, by=by)


def test_a_secret_can_be_changed(field_stage: FieldStage) -> None:
    hook = hooked(field_stage)
    before = hook.secret
    given = {"name": "Other", "address": hook.address, "by": field_stage.cast.director.user}
    webhooks.change_webhook(webhook=hook, **given)
    assert hook.secret == before
    webhooks.change_webhook(webhook=hook, new_secret=True, **given)
    assert hook.secret != before
    assert hook.secret not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_who_may(field_stage: FieldStage, settings: Any) -> None:
    cast = field_stage.cast
    hooked(field_stage, by=cast.administrator.user)
    with pytest.raises(NotPermitted):
        hooked(field_stage, by=cast.administrator.user, with_answers=True)
    with pytest.raises(NotPermitted):
        hooked(field_stage, by=cast.monitoring_officer.user)
    with pytest.raises(NotFound):
        hooked(field_stage, by=cast.outsider.user)
    with pytest.raises(InvalidInput, match="no such form"):
        hooked(field_stage, by=cast.administrator.user, form=field_stage.secret)
    with pytest.raises(InvalidInput, match="nor of RED"):
        hooked(field_stage, tlp=TLP.RED)
    with pytest.raises(InvalidInput, match="stricter than the mark"):
        hooked(field_stage, form=field_stage.secret)
    with pytest.raises(InvalidInput, match="a name"):
        hooked(field_stage, name=" ")
    settings.WEBHOOK_PRIVATE = False
    with pytest.raises(InvalidInput, match="private network"):
        hooked(field_stage, address="http://127.0.0.1/")
    with pytest.raises(InvalidInput, match="begins with https"):
        hooked(field_stage, address="http://example.org/", with_answers=True)
