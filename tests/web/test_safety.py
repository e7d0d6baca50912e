"""What every answer carries, and what a hostile request does not get."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_scopes import get_scope, scope

from goodoffices.codebook.errors import (
    Conflict,
    GoodOfficesError,
    InvalidInput,
    MissingExtra,
    NotFound,
    NotPermitted,
)
from goodoffices.core.models import Office, User
from goodoffices.core.services import programmes, saved_views
from goodoffices.web.middleware import Errors, Programmes, enter
from tests.cast import PASSWORD, Cast, sign_in

HOME = "/p/talmora"
ACCOUNT = [
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "usersessions_list",
]
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.post(reverse("account_login"), {"login": "ada.min@example.org", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def pages(cast: Cast) -> list[str]:
    inside = ["members/", "members/invite/", "roles/", "settings/", "tokens/", "views/"]
    return [*(reverse(name) for name in ACCOUNT), *(f"{HOME}/{one}" for one in inside), "/style/"]


def test_every_page_carries_the_policy(cast: Cast, admin: Client) -> None:
    for path in [*pages(cast), "/api/docs", "/nothing/", f"{HOME}/views/nothing/"]:
        answer = admin.get(path)
        policy = answer.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, path
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_holds_what_the_policy_refuses(cast: Cast, admin: Client) -> None:
    """No inline script, handler, style; nothing from elsewhere. Data blocks are no scripts."""
    for path in [*pages(cast), "/api/docs", "/nothing/"]:
        text = admin.get(path).content.decode()
        for tag in re.findall(r"<script[^>]*>", text):
            assert " src=" in tag or 'type="application/json"' in tag, f"{path}: {tag}"
        assert not re.search(r"<[^>]+\son\w+=", text), path
        assert not re.search(r"<[^>]+\sstyle=", text), path
        assert "<style" not in text, path
        assert not re.search(r'(src|href|action)="(https?:)?//', text), path
        assert "javascript:" not in text, path


def test_cookies_are_kept_from_scripts_and_other_sites(cast: Cast, admin: Client) -> None:
    for name in ("sessionid", "csrftoken", "django_language"):
        cookie = admin.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert bool(cookie["secure"]) is django_settings.SESSION_COOKIE_SECURE, name


def test_pages_of_a_programme_are_kept_in_no_cache(cast: Cast, admin: Client) -> None:
    for path in pages(cast)[:-1]:
        assert "no-store" in admin.get(path)["Cache-Control"], path


@pytest.mark.parametrize("path", ["/language/", "/account/login/", f"{HOME}/tokens/"])
def test_a_form_from_another_site_is_refused(cast: Cast, path: str) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.analyst)
    answer = client.post(path, {"language": "ar", "name": "x", "days": "30"})
    assert answer.status_code == 403
    assert b"open too long" in answer.content


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "///e.x"],
)
def test_nobody_is_led_elsewhere(cast: Cast, client: Client, elsewhere: str) -> None:
    answer = client.post("/language/", {"language": "ar", "next": elsewhere})
    assert answer["Location"] == "/"
    answer = client.post(
        f"/account/login/?next={elsewhere}",
        {"login": "ana.lyst@example.org", "password": PASSWORD, "next": elsewhere},
    )
    assert answer["Location"] == "/"


def test_a_language_we_do_not_speak_changes_nothing(cast: Cast, client: Client) -> None:
    for language in ("xx", "", "../../etc", "ar\r\nX: y"):
        answer = client.post("/language/", {"language": language, "next": "/style/"})
        assert "django_language" not in answer.cookies


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "[::1", ""])
def test_a_host_we_do_not_serve_is_refused(db: None, client: Client, host: str) -> None:
    answer = client.get("/account/login/", headers={"host": host})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_mail_never_points_to_a_foreign_host(cast: Cast, client: Client) -> None:
    from django.core import mail

    answer = client.post(
        "/account/password/reset/",
        {"email": "ana.lyst@example.org"},
        headers={"host": "evil.example", "x-forwarded-host": "evil.example"},
    )
    assert answer.status_code == 400
    client.post(
        "/account/password/reset/",
        {"email": "ana.lyst@example.org"},
        headers={"x-forwarded-host": "evil.example"},
    )
    assert all("evil" not in one.body for one in mail.outbox)


def test_what_people_write_stays_text(cast: Cast, admin: Client) -> None:
    """Stored XSS: names that are code, on every page of the house that shows them."""
    cast.programme.names = {"en": NASTY}
    cast.programme.save()
    User.objects.filter(pk=cast.analyst.user_id).update(name=NASTY)
    with scope(programme=cast.programme):
        programmes.add_office(programme=cast.programme, code="x", names={"en": NASTY}, by=None)
        saved_views.save_view(
            member=cast.administrator, page="monitor:incidents", name=NASTY[:90], query="q=<script>"
        )
    extra = [f"{HOME}/members/{cast.analyst.code}/", f"{HOME}/settings/offices/x/"]
    for path in [*pages(cast), *extra, "/?choose=yes"]:
        text = admin.get(path).content.decode()
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "49" not in re.findall(r">([^<]*)onerror", text), path


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InvalidInput("Say when."), 400, "invalid-input"),
        (NotPermitted("Not yours."), 403, "not-permitted"),
        (NotFound("Nothing here."), 404, "not-found"),
        (Conflict("Look again."), 409, "conflict"),
        (MissingExtra("Install it."), 501, "missing-extra"),
        (GoodOfficesError("Odd.", code="odd"), 500, "odd"),
    ],
)
@pytest.mark.parametrize("path", ["/p/talmora/x/", "/api/v1/x"])
def test_each_error_has_its_page_and_its_problem(
    rf: RequestFactory, path: str, error: GoodOfficesError, status: int, code: str
) -> None:
    answer = Errors(lambda request: HttpResponse()).process_exception(rf.get(path), error)
    assert answer is not None
    assert answer.status_code == status
    assert error.message in answer.content.decode()
    if path.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"
        assert f'"code": "{code}"' in answer.content.decode()


def test_an_error_of_ours_only_is_answered(rf: RequestFactory) -> None:
    door = Errors(lambda request: HttpResponse())
    assert door.process_exception(rf.get("/"), ValueError("secret detail")) is None


def test_a_fault_shows_no_detail(cast: Cast, client: Client, monkeypatch: Any) -> None:
    """An unscoped query, say, is a fault of ours: a plain page, and nothing of the fault."""
    from goodoffices.core.views import saved_views as views

    def broken(request: HttpRequest, **more: Any) -> HttpResponse:
        raise RuntimeError("the name of a witness")

    monkeypatch.setattr(views.saved_views, "views_for", broken)
    client.raise_request_exception = False
    answer = sign_in(client, cast.analyst).get(f"{HOME}/views/")
    assert answer.status_code == 500
    assert b"witness" not in answer.content


def test_forms_that_are_too_large_get_a_page(cast: Cast, client: Client, settings: Any) -> None:
    sign_in(client, cast.analyst)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post(f"{HOME}/views/new/", {"name": "x" * 2000})
    assert answer.status_code == 413
    assert b"<h1>" in answer.content
    many = {f"f{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    assert client.post(f"{HOME}/views/new/", many).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/p/talmora/members/%00/",
        "/p/talmora/views/%F0%9F%92%A3/",
        "/p/%2e%2e/members/",
        "/p/talmora/../elsewhere/views/",
        "/account/invitation/%00/",
        "/p/talmora/views/new/?page=%00&query=%00",
        "/?next=%ff",
    ],
)
def test_odd_addresses_get_a_page(cast: Cast, client: Client, path: str) -> None:
    answer = sign_in(client, cast.analyst).get(path)
    assert answer.status_code in {200, 302, 400, 404}
    assert b"Traceback" not in answer.content


def test_a_streamed_answer_runs_in_the_programmes_scope(cast: Cast, rf: RequestFactory) -> None:
    def body() -> Any:
        yield str(Office.objects.count()).encode()

    def view(request: HttpRequest) -> StreamingHttpResponse:
        enter(request, cast.analyst)
        return StreamingHttpResponse(body())

    answer = Programmes(view)(rf.get("/"))
    assert not get_scope()
    assert b"".join(answer.streaming_content) == b"1"
    assert not get_scope()


def test_the_scope_ends_with_the_request(cast: Cast, client: Client) -> None:
    sign_in(client, cast.analyst).get(f"{HOME}/views/")
    assert not get_scope()
