"""Who reads for a partner: a token of its own, that reaches nothing else of the API."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from goodoffices.publish.partners.services import tokens
from goodoffices.publish.partners.services.tokens import Opened
from goodoffices.web import closing
from goodoffices.web.api.auth import WRONG_TRIES_PER_MINUTE, slow_down
from goodoffices.web.middleware import enter


class PartnerToken(HttpBearer):
    """``Authorization: Bearer goodpartner_...``"""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> Opened | None:
        """Enter the programme as the one who approved the token, or refuse without a reason."""
        found = tokens.open_with(token)
        if found is None:
            slow_down("api-wrong", str(get_client_ip(request)), WRONG_TRIES_PER_MINUTE)
            return None
        slow_down("api-partner", found.token.code, settings.API_PER_MINUTE)
        if refused := closing.of_machine(found.member):
            raise refused
        enter(request, found.member)
        tokens.note_use(found.token)
        return found
