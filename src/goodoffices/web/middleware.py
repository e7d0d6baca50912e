"""What happens around every request: errors become pages, addresses become programmes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.core.models import Membership

Handler = Callable[[HttpRequest], HttpResponse]


class Errors:
    """Turns the program's own errors into pages, or into problem details under ``/api/``."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer our own errors; leave all others to Django."""
        if not isinstance(exception, GoodOfficesError):
            return None
        from goodoffices.web.pages import error_answer

        return error_answer(request, exception.status, exception.message, code=exception.code)


class Programmes:
    """Finds the programme and the member that an address ``/p/<programme>/`` speaks of.

    Whoever is not logged in is asked to log in, whether or not the programme exists; whoever is
    no member gets the same 404 as for an address that leads nowhere. The rest of the request
    runs in the programme's scope (django-scopes).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request, and leave the programme's scope at its end."""
        with ExitStack() as stack:
            request.leave_programme = stack  # type: ignore[attr-defined]
            return self.get_response(request)

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
        if member.programme.require_second_factor and not has_second_factor(request.user):
            messages.info(request, _("This programme asks for a second factor. Please set one up."))
            return redirect("mfa_index")
        request.programme = member.programme  # type: ignore[attr-defined]
        request.member = member  # type: ignore[attr-defined]
        request.leave_programme.enter_context(scope(programme=member.programme))  # type: ignore[attr-defined]
        return None


def membership_of(user: Any, slug: str) -> Membership | None:
    """Return the user's active membership of a programme, or None."""
    with scopes_disabled():
        return (
            Membership.objects.select_related("programme", "user", "office")
            .filter(user=user, programme__slug=slug, active=True, user__is_active=True)
            .first()
        )


def has_second_factor(user: Any) -> bool:
    """Say whether the account has a TOTP app or a passkey set up."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


errors = Errors
programme = Programmes
