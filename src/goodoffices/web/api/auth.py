"""Who calls the API: a token, with the rights of its member in the programme of the address."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from goodoffices.codebook.errors import GoodOfficesError, NotFound, NotPermitted
from goodoffices.core.models import ApiToken
from goodoffices.core.services import tokens
from goodoffices.web import closing, limits
from goodoffices.web.accounts import has_second_factor
from goodoffices.web.middleware import enter

READING = frozenset({"GET", "HEAD", "OPTIONS"})
WRITES_PER_MINUTE = 60
WRONG_TRIES_PER_MINUTE = 20


class TooMany(GoodOfficesError):
    """The caller has to slow down."""

    code = "too-many-requests"
    status = 429


class Token(HttpBearer):
    """``Authorization: Bearer goodoffices_...``"""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Enter the programme as the token's member, or refuse without saying what exists."""
        found = tokens.find_token(token)
        if found is None:
            slow_down("api-wrong", str(get_client_ip(request)), WRONG_TRIES_PER_MINUTE)
            return None
        slow_down("api", found.code, settings.API_PER_MINUTE)
        match = request.resolver_match
        if match is None or match.kwargs.get("slug") != found.membership.programme.slug:
            raise NotFound(_("There is nothing at this address."))
        if refused := closing.of_machine(found.membership):
            raise refused
        if request.method not in READING:
            _may_write(found)
        if found.membership.programme.require_second_factor:
            _has_factor(found)
        tokens.note_use(found)
        enter(request, found.membership)
        return found


def slow_down(what: str, who: str, most: int) -> None:
    """Count one more request of a caller; raises `TooMany` above so many a minute."""
    if not limits.within(what, who, most=most, seconds=60):
        raise TooMany(_("Too many requests. Wait a minute."))


def _may_write(token: ApiToken) -> None:
    if not token.may_write:
        raise NotPermitted(
            _("This token only reads. Issue one that may add reports."), code="read-only-token"
        )
    slow_down("api-write", token.code, WRITES_PER_MINUTE)


def _has_factor(token: ApiToken) -> None:
    if not has_second_factor(token.membership.user):
        raise NotPermitted(
            _("This programme asks for a second factor. Log in and set one up."),
            code="second-factor",
        )
