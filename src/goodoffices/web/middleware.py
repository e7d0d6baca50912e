"""What happens around every request: errors become pages, addresses become programmes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Closed, GoodOfficesError
from goodoffices.core.access import known_names, with_names
from goodoffices.core.models import Membership, Programme
from goodoffices.core.reasons import ReasonWanted
from goodoffices.core.shutting import Shut
from goodoffices.core.views.reasons import REASONS
from goodoffices.web import closing
from goodoffices.web.accounts import (
    has_second_factor,
    passed_second_factor,
    second_factor_address,
)

Handler = Callable[[HttpRequest], HttpResponse]

LOOKED = "looked_at"
"""Session key: when somebody last did something with the session (seconds since 1970)."""

NOTED_EVERY = 60
"""Seconds between two notes of it: not every page is worth a write."""


class Errors:
    """Turns the program's own errors into pages, or into problem details under ``/api/``."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; give a bare "method not allowed" its page."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            from goodoffices.web.pages import error_answer

            answer = error_answer(request, 405, code="method-not-allowed")
            answer["Allow"] = response.get("Allow", "")
            return answer
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer our own errors; leave all others to Django."""
        if not isinstance(exception, GoodOfficesError):
            return None
        from goodoffices.web.pages import error_answer, reason_page

        if isinstance(exception, ReasonWanted) and not request.path.startswith("/api/"):
            return reason_page(request, exception)
        return error_answer(request, exception.status, exception.message, code=exception.code)


class Sessions:
    """Ends sessions that were left alone or have lasted long enough; brings one's language along.

    A session ends `SESSION_IDLE_SECONDS` after the last request, and `SESSION_COOKIE_AGE` after
    the login whatever happens. Pages shown to somebody logged in are kept in no cache.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look after the session, and mark the answer as one person's own."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        if _has_ended(request):
            logout(request)
            messages.info(request, _("Your session had ended. Please log in again."))
            return self.get_response(request)
        language = _own_language(request)
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        if language and settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            remember_language(response, language)
        return response


def _has_ended(request: HttpRequest) -> bool:
    now = int(time.time())
    began = request.session.get("began", now)
    looked = request.session.get(LOOKED, now)
    if now - looked > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
        return True
    if "began" not in request.session:
        request.session["began"] = now
    if now - request.session.get(LOOKED, 0) >= NOTED_EVERY:
        request.session[LOOKED] = now
    return False


def _own_language(request: HttpRequest) -> str:
    """Switch to the account's language on a browser that has chosen none; return it then."""
    language = getattr(request.user, "language", "")
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or language not in dict(settings.LANGUAGES):
        return ""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep a language in the browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


class Programmes:
    """Finds the programme and the member that an address ``/p/<programme>/`` speaks of.

    Whoever is not logged in is asked to log in, whether or not the programme exists; whoever is
    no member gets the same 404 as for an address that leads nowhere. The rest of the request
    runs in the programme's scope (django-scopes) and time zone.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request, and leave the programme's scope at its end."""
        with ExitStack() as stack:
            request.leave_programme = stack  # type: ignore[attr-defined]
            response = self.get_response(request)
        programme = getattr(request, "programme", None)
        if programme is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        streams = isinstance(response, StreamingHttpResponse)
        if programme is not None and streams and not isinstance(response, FileResponse):
            response.streaming_content = in_scope(programme, response.streaming_content)  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Enter the programme of the address, or answer in its place."""
        slug = kwargs.pop("programme", None)
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        member = membership_of(request.user, slug)
        if member is None:
            raise Http404
        if member.programme.require_second_factor and not passed_second_factor(request):
            return ask_second_factor(request)
        if refused := closing.of_person(request, member, view):
            return _closed(request, member, refused)
        member.reasons = frozenset(request.session.get(REASONS, ()))  # type: ignore[attr-defined]
        enter(request, member)
        return None


def enter(request: HttpRequest, member: Membership) -> None:
    """Run the rest of the request as this member, in the scope and zone of the programme."""
    request.programme = member.programme  # type: ignore[attr-defined]
    request.member = member  # type: ignore[attr-defined]
    stack: ExitStack = request.leave_programme  # type: ignore[attr-defined]
    stack.enter_context(scope(programme=member.programme))
    stack.enter_context(timezone.override(ZoneInfo(member.programme.time_zone)))


def _closed(request: HttpRequest, member: Membership, refused: Closed) -> HttpResponse:
    """Say that it is closed: to one who may still read, on a page of the programme."""
    from goodoffices.web.pages import error_answer

    if member.shut != Shut.NO_ACCESS:
        enter(request, member)
    return error_answer(request, refused.status, refused.message, code=refused.code)


def in_scope(programme: Programme, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a streamed answer, each made in the programme's scope."""
    parts = iter(chunks)
    while True:
        with scope(programme=programme):
            try:
                part = next(parts)
            except StopIteration:
                return
        yield part


def membership_of(user: Any, slug: str) -> Membership | None:
    """Return the user's active membership of a programme, or None."""
    with scopes_disabled():
        rows = Membership.objects.select_related("programme", "user", "office").filter(
            user=user, programme__slug=slug, active=True, user__is_active=True
        )
        found: Membership | None = with_names(rows).first()
    if found is not None:
        known_names(found)
    return found


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to setting a second factor up, or to proving the one there is."""
    if not has_second_factor(request.user):
        messages.info(request, _("This programme asks for a second factor. Please set one up."))
        return redirect("mfa_index")
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{second_factor_address(request)}?{back}")


errors = Errors
sessions = Sessions
programme = Programmes
