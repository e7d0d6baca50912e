"""What every page knows: the programme, the member, the way around."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goodoffices.web.manual.helping import help_for


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return the programme and member of the address and the page's help, for every template."""
    match = request.resolver_match
    return {
        "programme": getattr(request, "programme", None),
        "member": getattr(request, "member", None),
        "mail_is_sent": settings.MAIL_IS_SENT,
        "help_page": help_for(match.view_name if match else ""),
    }
