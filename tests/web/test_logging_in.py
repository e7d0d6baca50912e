"""Logging in and out: passwords, second factors, limits, what the log keeps of it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import AuditEntry, Membership, Programme
from goodoffices.core.services import accounts
from goodoffices.web.accounts import password_link
from tests.cast import PASSWORD, Cast, sign_in

SECRET = "JBSWY3DPEHPK3PXP"
TARGET = "/p/talmora/views/"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


def code_now(offset: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset))


def with_app(member: Membership) -> None:
    TOTP.activate(member.user, SECRET)


def log_entries() -> list[tuple[str, object]]:
    with scopes_disabled():
        found = AuditEntry.objects.filter(chain="system").order_by("seq")
        return list(found.values_list("action", "data"))


def test_logging_in_and_out_is_recorded(cast: Cast, client: Client) -> None:
    answer = log_in(client, "Mona.Tor@example.org", next=TARGET)
    assert answer.status_code == 302
    assert answer["Location"] == TARGET
    assert client.get(TARGET).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(TARGET).status_code == 302
    assert [action for action, _data in log_entries()] == ["core.login", "core.logout"]


def test_a_failed_login_is_recorded_without_the_address(cast: Cast, client: Client) -> None:
    answer = log_in(client, "mona.tor@example.org", "wrong")
    assert answer.status_code == 200
    [(action, data)] = log_entries()
    assert action == "core.login.failed"
    assert "mona" not in str(data)
    log_in(client, "MONA.TOR@example.org", "wrong again")
    assert log_entries()[1][1] == data


def test_an_unknown_address_is_answered_like_a_wrong_password(cast: Cast, client: Client) -> None:
    def answer(email: str) -> str:
        body = log_in(Client(), email, "wrong").content.decode()
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
        body = re.sub(r"X-CSRFToken[^}]+", "", body)
        return body.replace(email, "")

    assert answer("mona.tor@example.org") == answer("no.body@example.org")


def test_too_many_tries_lock_the_address_even_for_the_right_password(
    cast: Cast, client: Client
) -> None:
    for _try in range(5):
        log_in(client, "mona.tor@example.org", "wrong")
    log_in(client, "mona.tor@example.org")
    assert client.get(TARGET).status_code == 302
    other = Client()
    log_in(other, "ana.lyst@example.org")
    assert other.get(TARGET).status_code == 200


def test_the_session_is_a_new_one_after_login(cast: Cast, client: Client) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody"
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    log_in(client, "mona.tor@example.org")
    assert client.session.session_key != before


def test_a_session_left_alone_ends(cast: Cast, client: Client, settings: object) -> None:
    log_in(client, "mona.tor@example.org")
    session = client.session
    session["looked_at"] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    assert client.get(TARGET).status_code == 302


def test_a_session_ends_in_any_case(cast: Cast, client: Client, settings: object) -> None:
    log_in(client, "mona.tor@example.org")
    session = client.session
    session["began"] = int(time.time()) - settings.SESSION_COOKIE_AGE - 1
    session.save()
    assert client.get(TARGET).status_code == 302


@pytest.mark.parametrize("remember", [True, False])
def test_remembering_is_a_choice(cast: Cast, client: Client, remember: bool) -> None:
    more = {"remember": "on"} if remember else {}
    answer = log_in(client, "mona.tor@example.org", **more)
    assert bool(answer.cookies["sessionid"]["max-age"]) is remember


def test_nobody_signs_up(client: Client, db: None) -> None:
    for address in ("signup/", "email/", "confirm-email/", "password/set/"):
        assert client.get(f"/account/{address}").status_code == 404
        assert client.post(f"/account/{address}", {"email": "a@b.org"}).status_code == 404


def test_a_forgotten_password(cast: Cast, client: Client) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "mona.tor@example.org"})
    assert answer["Location"] == reverse("account_reset_password_done")
    [sent] = mail.outbox
    link = re.search(r"https?://testserver(\S+)", sent.body)
    assert link, sent.body
    page = client.get(link[1], follow=True)
    action = page.request["PATH_INFO"]
    new = {"password1": "an altogether new phrase", "password2": "an altogether new phrase"}
    assert client.post(action, new).status_code == 302
    log_in(client, "mona.tor@example.org", new["password1"])
    assert client.get(TARGET).status_code == 200
    again = Client().get(link[1], follow=True)
    assert b"not valid any more" in again.content


def test_a_forgotten_password_tells_nobody_who_has_an_account(cast: Cast, client: Client) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "no.body@example.org"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert not mail.outbox


def test_without_a_mail_server_the_page_says_so(db: None, client: Client, settings: object) -> None:
    settings.MAIL_IS_SENT = False
    assert b"sends no mail" in client.get(reverse("account_reset_password")).content


def test_a_code_is_asked_for_at_login(cast: Cast, client: Client) -> None:
    with_app(cast.analyst)
    log_in(client, "ana.lyst@example.org")
    assert client.get(TARGET).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(TARGET).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get(TARGET).status_code == 200
    assert {"core.login.failed", "core.login"} <= set(dict(log_entries()))


@pytest.fixture
def strict(cast: Cast) -> Cast:
    Programme.objects.filter(pk=cast.programme.pk).update(require_second_factor=True)
    return cast


def test_a_programme_can_ask_for_a_second_factor(strict: Cast, client: Client) -> None:
    sign_in(client, strict.director)
    for address in ("views/", "tokens/", "settings/", "members/", "situation/"):
        answer = client.get(f"/p/talmora/{address}")
        assert answer.status_code == 302
        assert answer["Location"] == reverse("mfa_index")
        assert client.post(f"/p/talmora/{address}", {"name": "x"}).status_code == 302
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_session_from_before_the_factor_is_asked_once(strict: Cast, client: Client) -> None:
    sign_in(client, strict.director)
    with_app(strict.director)
    answer = client.get(TARGET)
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    after = client.post(answer["Location"], {"code": code_now(), "next": TARGET})
    assert after["Location"] == TARGET
    assert client.get(TARGET).status_code == 200


def test_taking_the_factor_off_closes_the_programme(strict: Cast, client: Client) -> None:
    with_app(strict.director)
    log_in(client, "dora.rect@example.org")
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get(TARGET).status_code == 200
    Authenticator.objects.filter(user=strict.director.user).delete()
    assert client.get(TARGET)["Location"] == reverse("mfa_index")


@pytest.mark.django_db(transaction=True)
def test_setting_a_factor_up_ends_the_other_sessions(strict: Cast, client: Client) -> None:
    elsewhere = Client()
    log_in(elsewhere, "dora.rect@example.org")
    log_in(client, "dora.rect@example.org")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 302, "the password is asked for once more"
    client.post(page["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert client.get(TARGET).status_code == 200
    assert elsewhere.get(TARGET)["Location"].startswith(reverse("account_login"))
    assert ("core.second_factor.changed", {"kind": "totp", "change": "added"}) in log_entries()
    assert get_adapter().is_mfa_enabled(strict.director.user)


def test_the_language_of_the_account_comes_along(cast: Cast, client: Client) -> None:
    type(cast.analyst.user).objects.filter(pk=cast.analyst.user_id).update(language="ar")
    sign_in(client, cast.analyst)
    answer = client.get(TARGET)
    assert b'lang="ar" dir="rtl"' in answer.content
    assert answer.cookies["django_language"].value == "ar"


def test_whoever_runs_the_server_can_help_without_mail(cast: Cast, client: Client) -> None:
    path = password_link("Ana.Lyst@example.org")
    page = client.get(path, follow=True)
    new = {"password1": "an altogether new phrase", "password2": "an altogether new phrase"}
    client.post(page.request["PATH_INFO"], new)
    log_in(client, "ana.lyst@example.org", new["password1"])
    assert client.get(TARGET).status_code == 200
    assert log_entries()[0][0] == "core.password.link_made"
    with pytest.raises(NotFound):
        password_link("no.body@example.org")


def test_a_closed_account_is_out_at_once(cast: Cast, client: Client) -> None:
    log_in(client, "ana.lyst@example.org")
    accounts.set_open(email="ana.lyst@example.org", is_open=False)
    assert client.get(TARGET).status_code == 302
    log_in(client, "ana.lyst@example.org")
    assert client.get(TARGET).status_code == 302
    accounts.set_open(email="ana.lyst@example.org", is_open=True)
    log_in(client, "ana.lyst@example.org")
    assert client.get(TARGET).status_code == 200
