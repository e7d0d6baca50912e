"""Accounts in a real browser: getting in, passkeys, the pages of the house, three languages."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django_scopes import scope

from goodoffices.core.models import Programme
from goodoffices.core.services import accounts
from tests.browser.conftest import LANGUAGES, Visit, Visitor
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/p/talmora"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sound(reader: Visit, title: str) -> None:
    """Hold a page to what every page owes."""
    reader.picture(title)
    assert reader.sideways() <= 0, title
    assert reader.axe() == [], title
    assert reader.complaints == [], title
    assert reader.foreign == [], title


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_house_are_whole(
    member_visit: Visitor, cast: Cast, language: str, screen: str
) -> None:
    reader = member_visit(language, screen, member=cast.director)
    for path in (
        "members/",
        "members/invite/",
        f"members/{cast.analyst.code}/",
        "roles/",
        "settings/",
        "settings/offices/harrow/",
        "tokens/",
        "views/",
        "views/new/?page=monitor:incidents&query=q%3Dx",
    ):
        reader.open(f"{HOME}/{path}")
        sound(reader, f"house-{path.split('?')[0].replace(cast.analyst.code, 'one')}")


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_account_are_whole(
    visit: Visitor, member_visit: Visitor, cast: Cast, language: str, screen: str
) -> None:
    with scope(programme=cast.programme):
        made = accounts.invite(
            programme=cast.programme, email="new@example.org", name="N P", role="analyst", by=None
        )
    stranger = visit(language, screen)
    for path in ("login/", "password/reset/", "password/reset/done/", f"invitation/{made.secret}/"):
        stranger.open(f"/account/{path}")
        sound(stranger, f"account-{path.replace(made.secret, 'one')}")
    reader = member_visit(language, screen)
    reader.open("/account/reauthenticate/")
    sound(reader, "account-reauthenticate")
    reader.page.fill("input[type=password]", PASSWORD)
    reader.page.click("main form .button--primary")
    for path in (
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "password/change/",
        "sessions/",
        "logout/",
    ):
        reader.open(f"/account/{path}")
        sound(reader, f"account-{path}")


def test_an_invited_person_comes_in(visit: Visitor, member_visit: Visitor, cast: Cast) -> None:
    admin = member_visit(member=cast.administrator)
    page = admin.open(f"{HOME}/members/invite/")
    page.fill("#id_email", "new.person@example.org")
    page.fill("#id_name", "New Person")
    page.select_option("#id_role", "analyst")
    page.click("main form .button--primary")
    sound(admin, "member-invited")
    link = page.input_value("#link").removeprefix(admin.server)
    person = visit()
    page = person.open(link)
    page.fill("#id_password", "an altogether new phrase")
    page.fill("#id_again", "an altogether new phrase")
    page.click("main form .button--primary")
    person.log_in("new.person@example.org", "an altogether new phrase")
    assert "/situation/" in person.page.url
    assert person.complaints == []


def test_an_authenticator_app_is_set_up_where_it_is_asked_for(
    visit: Visitor, member_visit: Visitor, cast: Cast
) -> None:
    Programme.objects.filter(pk=cast.programme.pk).update(require_second_factor=True)
    reader = member_visit()
    assert "/account/2fa/" in reader.page.url
    reader.page.click("a[href='/account/2fa/totp/activate/']")
    reader.page.fill("input[type=password]", PASSWORD)
    reader.page.click("main form .button--primary")
    secret = reader.page.input_value("#authenticator_secret")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    reader.page.fill("#id_code", code)
    reader.page.click("main form .button--primary")
    assert "recovery-codes" in reader.page.url
    sound(reader, "account-recovery-codes")
    reader.open(f"{HOME}/views/")
    assert reader.page.url.endswith("/views/")
    assert reader.complaints == []


def test_a_passkey_is_added_and_opens_the_account(member_visit: Visitor, cast: Cast) -> None:
    reader = member_visit()
    key = _with_key(reader)
    page = reader.open("/account/2fa/webauthn/add/")
    page.fill("input[type=password]", PASSWORD)
    page.click("main form .button--primary")
    page.fill("#id_name", "This device")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    reader.open("/account/2fa/webauthn/")
    sound(reader, "account-keys")
    assert "This device" in page.inner_text("main")
    reader.open("/account/logout/")
    page.click("main form .button--primary")
    page.wait_for_load_state()
    reader.open("/account/login/?next=/p/talmora/views/")
    page.click("#passkey_login")
    page.wait_for_url(re.compile("/p/talmora/views/"))
    assert reader.complaints == []
    key.detach()


def _with_key(reader: Visit) -> Any:
    """Give the browser a key of its own, as a laptop with a fingerprint reader has."""
    session = reader.context.new_cdp_session(reader.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_the_page_about_the_api_works_under_the_policy(visit: Visitor, db: None) -> None:
    reader = visit()
    page = reader.open("/api/docs")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() >= 6
    page.click(".opblock-get >> nth=0")
    page.wait_for_selector(".opblock.is-open .parameters")
    reader.picture("api-docs")
    assert reader.complaints == []
    assert reader.foreign == []
