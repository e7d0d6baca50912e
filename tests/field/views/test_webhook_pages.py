"""The pages of webhooks: a secret shown once, a log in words, nothing hidden told of."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from goodoffices.core.access import name_on
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Webhook, WebhookDelivery
from goodoffices.field.services import webhooks
from tests.field.views.stage import FieldStage, make_form, send, xml

GIVEN = {"name": "Sister system", "address": "https://example.org/hook", "form": "", "tlp": "2"}


@pytest.fixture
def hook(field_stage: FieldStage) -> Webhook:
    return webhooks.add_webhook(
        programme=field_stage.cast.programme,
        name="Sister system",
        address="https://example.org/hook",
        by=field_stage.cast.director.user,
    )


def test_a_webhook_is_added_and_its_secret_shown_once(field_stage: FieldStage) -> None:
    stage, director = field_stage, field_stage.cast.director
    client, page = stage.client(director), stage.at("webhooks/new/")
    assert client.post(page, GIVEN | {"name": ""}).status_code == 400
    inner = client.post(page, GIVEN | {"address": "https://127.0.0.1/"})
    assert inner.status_code == 400
    assert "private network" in inner.content.decode()
    answer = client.post(page, GIVEN | {"with_answers": "on", "form": stage.form.code})
    assert "no-store" in answer["Cache-Control"]
    made = Webhook.objects.get()
    assert (made.form, made.with_answers) == (stage.form, True)
    assert made.secret in answer.content.decode()
    for path in ("webhooks/", f"webhooks/{made.code}/", f"webhooks/{made.code}/change/"):
        assert made.secret not in stage.page(path, director)
    assert "with answers" in stage.page("webhooks/", director)


def test_an_administrator_sends_no_answers(field_stage: FieldStage, hook: Webhook) -> None:
    stage, admin = field_stage, field_stage.cast.administrator
    page = stage.page("webhooks/new/", admin)
    assert "with_answers" not in page
    assert "Form secret" not in page
    stage.client(admin).post(stage.at("webhooks/new/"), GIVEN | {"with_answers": "on"})
    assert not Webhook.objects.filter(with_answers=True).exists()
    hook.with_answers = True
    hook.save()
    given = {"name": "Mine", "address": "https://elsewhere.example/"}
    changed = stage.client(admin).post(stage.at(f"webhooks/{hook.code}/change/"), given)
    assert changed.status_code == 403
    assert stage.client(admin).post(stage.at(f"webhooks/{hook.code}/end/")).status_code == 302


def test_it_is_changed_and_given_a_new_secret(field_stage: FieldStage, hook: Webhook) -> None:
    stage, director = field_stage, field_stage.cast.director
    page = stage.at(f"webhooks/{hook.code}/change/")
    given = {"name": "Other name", "address": "https://example.org/two"}
    assert stage.client(director).post(page, given).status_code == 302
    answer = stage.client(director).post(page, given | {"new_secret": "on"})
    before = hook.secret
    hook.refresh_from_db()
    assert (hook.name, hook.address) == ("Other name", "https://example.org/two")
    assert hook.secret != before
    assert hook.secret in answer.content.decode()
    assert stage.client(director).post(page, given | {"address": "ftp://x/"}).status_code == 400


def test_the_log_says_how_each_delivery_went(field_stage: FieldStage, hook: Webhook) -> None:
    now = timezone.now()
    cases = [
        ({}, "waits to be sent"),
        ({"attempts": 1, "delivered_at": now, "next_at": None, "status": 204}, "delivered"),
        (
            {"attempts": 2, "status": 503},
            "failed, 2 tries: the other side answered with status 5",
        ),
        ({"attempts": 1, "error": "timeout"}, "failed, 1 try: it took too long"),
        ({"attempts": 9, "error": "no-connection", "next_at": None}, "given up after 9 tries"),
        ({"error": "deleted", "next_at": None}, "the submission was deleted"),
        ({"error": "restricted", "next_at": None}, "its mark became stricter"),
        ({"error": "ended", "next_at": None}, "the webhook was ended"),
    ]
    for number, (how, _words) in enumerate(cases):
        sent = field_stage.send(xml(f"uuid:w{number}"))
        WebhookDelivery.objects.create(webhook=hook, version=sent.versions.get(), **how)
    shown = field_stage.page(f"webhooks/{hook.code}/", field_stage.cast.director)
    for _how, words in cases:
        assert words in shown


def test_deliveries_of_the_hidden_are_neither_listed_nor_counted(
    field_stage: FieldStage, hook: Webhook
) -> None:
    stage, admin = field_stage, field_stage.cast.administrator
    phone = stage.cast.director.devices.get()
    sent = send(stage.cast.director, phone, xml("uuid:red2", form="secret"))
    listed = stage.page("webhooks/", admin), stage.page(f"webhooks/{hook.code}/", admin)
    WebhookDelivery.objects.create(webhook=hook, version=sent.versions.get())
    plain = re.compile(r"csrf[^>]*value=\"[^\"]+\"|X-CSRFToken\": \"[^\"]+")
    again = stage.page("webhooks/", admin), stage.page(f"webhooks/{hook.code}/", admin)
    assert [plain.sub("", one) for one in again] == [plain.sub("", one) for one in listed]
    assert sent.code not in again[1]


def test_a_webhook_of_a_hidden_form_does_not_exist(field_stage: FieldStage) -> None:
    stage = field_stage
    form = make_form(stage.cast, "third")
    secret = webhooks.add_webhook(
        programme=stage.cast.programme,
        name="Xanthippe's",
        address="https://example.org/",
        form=form,
        by=stage.cast.director.user,
    )
    form.tlp = TLP.RED
    form.save()
    name_on(form, [stage.cast.director], by=stage.cast.director.user)
    admin = stage.client(stage.cast.administrator)
    assert "Xanthippe" not in stage.page("webhooks/", stage.cast.administrator)
    for path in ("", "change/"):
        assert admin.get(stage.at(f"webhooks/{secret.code}/{path}")).status_code == 404
    for path in ("change/", "end/", "again/"):
        assert admin.post(stage.at(f"webhooks/{secret.code}/{path}")).status_code == 404
    assert "Xanthippe" in stage.page("webhooks/", stage.cast.director)


def test_ending_and_trying_again(field_stage: FieldStage, hook: Webhook) -> None:
    stage, client = field_stage, field_stage.client(field_stage.cast.director)
    nothing = client.post(stage.at(f"webhooks/{hook.code}/again/"), follow=True)
    assert "nothing to try again" in nothing.content.decode()
    sent = stage.send(xml("uuid:w"))
    WebhookDelivery.objects.create(
        webhook=hook, version=sent.versions.get(), attempts=9, next_at=None, status=500
    )
    again = client.post(stage.at(f"webhooks/{hook.code}/again/"), follow=True)
    assert "1 delivery is tried again now." in again.content.decode()
    ended = client.post(stage.at(f"webhooks/{hook.code}/end/"), follow=True)
    assert "The webhook has ended" in ended.content.decode()
    hook.refresh_from_db()
    assert hook.ended_at is not None


def test_who_may_not_change_settings_is_refused(field_stage: FieldStage, hook: Webhook) -> None:
    stage = field_stage
    for who in (stage.cast.monitoring_officer, stage.cast.analyst):
        for path in ("", "new/", f"{hook.code}/"):
            assert stage.client(who).get(stage.at(f"webhooks/{path}")).status_code == 403
    outsider = stage.client(stage.cast.outsider)
    assert outsider.get(stage.at(f"webhooks/{hook.code}/")).status_code == 404
